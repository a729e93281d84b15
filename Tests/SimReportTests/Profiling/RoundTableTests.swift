import Testing

@testable import SimReport

struct RoundTableTests {
  /// Worked by hand: means 2 and 5, rounds 2.5 and 4.5, errors ±0.5.
  @Test func theErrorIsWhatNeitherConfigurationNorRoundExplains() throws {
    let table = RoundTable([[0.5, 3.5], [4.5, 5.5]])
    #expect(table.means == [2, 5] && table.degrees == 1 && table.rounds == 2)
    #expect(try #require(table.deviation) == 1)  // √(4 · 0.25 / 1)
  }

  @Test func whatMakesAWholeRoundSlowIsNoError() {
    let quiet = RoundTable([[1, 1.2, 0.9], [2, 1.8, 2.1], [3, 3.1, 3]])
    let noisy = RoundTable([[1, 11.2, 100.9], [2, 11.8, 102.1], [3, 13.1, 103]])
    #expect((quiet.deviation! - noisy.deviation!).magnitude < 1e-12)
    #expect(((quiet.means[1] - quiet.means[0]) - (noisy.means[1] - noisy.means[0])).magnitude < 1e-12)
  }

  @Test func oneRoundHasNoErrorToMeasure() {
    let table = RoundTable([[1], [2]])
    #expect(table.deviation == nil && table.means == [1, 2])
  }

  @Test func anEstimateKnowsWhetherItIsCertain() {
    let both = Estimate(value: 1, margin: 0.5)
    #expect(both.isPositive && !both.isNegative && both.low == 0.5 && both.high == 1.5)
    let unsure = Estimate(value: 0.4, margin: 0.5)
    #expect(!unsure.isPositive && !unsure.isNegative)
    let unknown = Estimate(value: -9, margin: nil)
    #expect(!unknown.isPositive && !unknown.isNegative)
  }
}
