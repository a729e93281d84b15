import SimQuant
import SimRandom
import Testing

struct SharpeRatioTests {
  /// x[t] = φ · x[t-1] + noise.
  static func series(_ count: Int, phi: Double, seed: UInt32) -> [Double] {
    var stream = RowStream(StreamKey(seed: 31, purpose: .spawn), row: seed, tick: 0)
    var x = 0.0
    return (0..<count).map { _ in
      x = phi * x + stream.normal() * 0.01
      return x
    }
  }

  @Test(arguments: [-0.4, 0, 0.3, 0.6])
  func autocorrelationInflatesAYear(phi: Double) throws {
    // ρ_k = φᵏ, so the exact factor is known.
    let settings = RiskSettings(periodsPerYear: 12)
    var (inflation, power) = (1.0, 1.0)
    for k in 1...11 {
      power *= phi
      inflation += 2 * (1 - Double(k) / 12) * power
    }
    let found = try #require(SharpeRatio.loFactor(Self.series(60_000, phi: phi, seed: 1), settings))
    #expect(abs(found * inflation.squareRoot() - 1) < 0.03)
  }

  @Test func onePeriodAYearHasNothingToCorrect() {
    #expect(SharpeRatio.loFactor([0.1, -0.1, 0.2, 0.1], RiskSettings(periodsPerYear: 1)) == 1)
  }

  @Test func itIsNilWhereTheVarianceOfAYearIsNotPositive() {
    let swinging = (0..<100).map { $0.isMultiple(of: 2) ? 0.01 : -0.01 }
    #expect(SharpeRatio.loFactor(swinging, RiskSettings(periodsPerYear: 2)) != nil)
    #expect(SharpeRatio.loFactor(swinging, RiskSettings(periodsPerYear: 100)) == nil)
    #expect(SharpeRatio.loFactor([0.1, 0.1, 0.1], RiskSettings()) == nil)
  }
}
