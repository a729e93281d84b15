import SimRandom
import Testing

struct NormalDistributionTests {
  /// Computed with 50 digits from the inverse error function.
  @Test(arguments: [
    (0.25, -0.6744897501960817432), (0.1, -1.2815515655446004353), (0.075, -1.4395314709384559349),
    (0.9, 1.2815515655446005935), (0.01, -2.3263478740408410931), (0.001, -3.0902323061678135354),
    (1e-6, -4.7534243088228989573), (1e-11, -6.7060231554951362961), (1e-12, -7.0344838253011319326),
    (0x1p-53, -8.2095361516013868556),
  ])
  func inverseIsAccurate(probability: Double, expected: Double) {
    #expect(abs(NormalDistribution.inverse(probability) / expected - 1) < 1e-15)
  }

  @Test func edges() {
    #expect(NormalDistribution.inverse(0.5) == 0)
    #expect(NormalDistribution.inverse(0) == -.infinity)
    #expect(NormalDistribution.inverse(1) == .infinity)
    #expect(NormalDistribution.inverse(-0.1).isNaN)
    #expect(NormalDistribution.inverse(1.1).isNaN)
    #expect(NormalDistribution.inverse(.nan).isNaN)
  }

  @Test func oppositeWordsGiveOppositeValues() {
    var random = SplitMix64(state: 6)
    for _ in 0..<1_000 {
      let (hi, lo): (UInt32, UInt32) = (random.next(), random.next())
      #expect(NormalDistribution.from(~hi, ~lo) == -NormalDistribution.from(hi, lo))
    }
  }

  @Test func largerWordsGiveLargerValues() {
    var previous = NormalDistribution.from(0, 0)
    for hi in stride(from: UInt32(100_003), to: UInt32.max - 100_003, by: 100_003) {
      let value = NormalDistribution.from(hi, 0)
      #expect(value > previous)
      previous = value
    }
  }

  /// One word is the inverse at the middle of its cell, also at both ends and where the regions meet.
  @Test func oneWordIsTheInverseBitForBit() {
    var random = SplitMix64(state: 8)
    let border = UInt32(0.075 * 0x1p32)
    var words: [UInt32] = [0, 1, .max - 1, .max, 1 << 31, (1 << 31) - 1]
    words += (0..<9).map { border - 4 + $0 } + (0..<9).map { ~border - 4 + $0 }
    words += (0..<20_000).map { _ in random.next() }
    for word in words {
      let expected = NormalDistribution.inverse((Double(word) + 0.5) * 0x1p-32)
      #expect(NormalDistribution.from(word).bitPattern == expected.bitPattern, "\(word)")
    }
  }

  @Test func normalHasItsMoments() {
    let moments = Moments(of: 100_000) { $0.normal() }
    #expect(moments.meanIsWithin5Errors(of: 0, standardDeviation: 1))
    #expect(moments.varianceIsWithin5Errors(of: 1, fourthCentralMoment: 3))
    // Skewness and excess kurtosis of n normals: standard errors √(6/n) and √(24/n).
    #expect(abs(moments.skewness) < 5 * (6.0 / 100_000).squareRoot())
    #expect(abs(moments.kurtosis - 3) < 5 * (24.0 / 100_000).squareRoot())
  }
}
