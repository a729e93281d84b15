import Foundation
import SimRandom
import Testing

struct GeometricGapTests {
  /// Successes over many ticks, found by jumping from gap to gap, come as often as trials of probability p.
  @Test(arguments: [0.001, 0.05, 0.5, 1])
  func successesPerTickEqualTheProbability(p: Double) throws {
    let inverseLogQ = GeometricGap.inverseLogQ(probability: p)
    var stream = RowStream(StreamKey(seed: 31, purpose: .spawn), row: 0, tick: 0)
    let ticks = 20_000 / p
    var (tick, successes) = (0.0, 0)
    while true {
      let gap = stream.geometricGap(inverseLogQ: inverseLogQ)
      try #require(gap >= 1)  // or the loop would never end
      tick += Double(gap)
      if tick > ticks { break }
      successes += 1
    }
    #expect(abs(Double(successes) - p * ticks) <= 5 * (ticks * p * (1 - p)).squareRoot())
  }

  /// Not only the mean: the share of each gap is p·(1−p)^(gap−1).
  @Test func shortGapsHaveTheirShares() {
    let (p, draws) = (0.3, 100_000)
    let inverseLogQ = GeometricGap.inverseLogQ(probability: p)
    var stream = RowStream(StreamKey(seed: 32, purpose: .spawn), row: 0, tick: 0)
    var counts = [Int](repeating: 0, count: 8)
    for _ in 0..<draws {
      let gap = Int(stream.geometricGap(inverseLogQ: inverseLogQ))
      if gap < counts.count { counts[gap] += 1 }
    }
    var share = p
    for gap in 1..<counts.count {
      let error = (Double(draws) * share * (1 - share)).squareRoot()
      #expect(abs(Double(counts[gap]) - Double(draws) * share) < 5 * error, "gap \(gap)")
      share *= 1 - p
    }
    #expect(counts[0] == 0)
  }

  static let words: [UInt32] = [0, 1, 2, 77, 0x7FFF_FFFF, 0x8000_0000, .max - 1, .max]

  @Test(arguments: words)
  func certaintyComesAtOnceAndImpossibilityNever(word: UInt32) {
    #expect(GeometricGap.from(word, inverseLogQ: GeometricGap.inverseLogQ(probability: 1)) == 1)
    #expect(GeometricGap.from(word, inverseLogQ: GeometricGap.inverseLogQ(probability: 0)) == .max)
  }

  @Test func gapsThatDoNotFitAreNever() {
    let rare = GeometricGap.inverseLogQ(probability: 1e-12)
    #expect(GeometricGap.from(0, inverseLogQ: rare) == .max)
    #expect(GeometricGap.from(.max, inverseLogQ: rare) == 1)
    // The largest gap that fits: 1 + ⌊ln 2³² · x⌋ = 2³² − 2 when x is a little above (2³² − 3) / ln 2³².
    let edge = -(4_294_967_293.5 / 22.180709777918249)
    #expect(GeometricGap.from(0, inverseLogQ: edge) == UInt32.max - 1)
  }

  /// At p = ½ the gap is one more than the number of halvings.
  @Test func halvesCountLeadingZeros() {
    let half = GeometricGap.inverseLogQ(probability: 0.5)
    for shift in UInt32(1)..<32 {
      let word = (UInt32(1) << shift) - 1  // u = 2^(shift − 32)
      // Just above the power of two the gap is one shorter than just below.
      #expect(GeometricGap.from(word + 1, inverseLogQ: half) == 32 - shift)
      if shift > 1 { #expect(GeometricGap.from(word - 1, inverseLogQ: half) == 33 - shift) }
    }
  }

  @Test func smallProbabilitiesKeepTheirDigits() {
    for p in [0.9, 0.1, 1e-3, 1e-6, 1e-9, 1e-15, 1e-18] {
      #expect(abs(GeometricGap.inverseLogQ(probability: p) * log1p(-p) - 1) < 1e-15)
    }
  }

  @Test func whatIsNoProbabilityTraps() async {
    await #expect(processExitsWith: .failure) { _ = GeometricGap.inverseLogQ(probability: 1.5) }
    await #expect(processExitsWith: .failure) { _ = GeometricGap.inverseLogQ(probability: .nan) }
  }
}
