import SimColumns
import Testing

@testable import SimKernels

struct DecaySeriesTests {
  /// Too short for stretches, just long enough, and several rounds of them; weights of short and long averages.
  @Test(arguments: [0, 1, 7, 1_023, 1_024, 1_025, 4_000, 20_011], [0.5, 2.0 / 13, 1.0 / 14, 0.01])
  func itIsTheChain(count: Int, weight: Double) {
    var draws = TestDraws(seed: UInt64(count))
    let values = Column<Double>(count: count, filledWith: 0)
    let averages = Column<Double>(count: count, filledWith: .nan)
    for place in 0..<count { values.view[place] = draws.below(4) == 0 ? 0 : 1e6 * (draws.unit() - 0.3) }
    let last = DecaySeries.run(values.view, from: 3.7, weight: weight, into: averages.view)
    var expected = 3.7
    for place in 0..<count {
      expected += (values.view[place] - expected) * weight
      if averages.view[place] != expected { Issue.record("place \(place): \(averages.view[place])"); return }
    }
    #expect(last == expected)
  }

  /// A value that the run-ins do not forget: every guess is wrong, and nothing of it stays.
  @Test func aStretchWhoseGuessDoesNotFit() {
    let count = 8_000
    let values = Column<Double>(count: count, filledWith: 1e-300)
    let averages = Column<Double>(count: count, filledWith: .nan)
    // Far above what 44 factors of e make up for.
    let last = DecaySeries.run(values.view, from: 1e300, weight: 0.1, into: averages.view)
    var expected = 1e300
    for place in 0..<count {
      expected += (1e-300 - expected) * 0.1
      if averages.view[place] != expected { Issue.record("place \(place)"); return }
    }
    #expect(last == expected && averages.view[1_000] > 1e200)
  }
}
