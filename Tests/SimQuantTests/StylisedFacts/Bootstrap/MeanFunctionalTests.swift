import Testing

@testable import SimQuant

struct MeanFunctionalTests {
  private let ratio = MeanFunctional([[1, 2, 3, 6], [2, 2, 4, 8]]) { $0[0] / $0[1] }

  @Test func theEstimateIsAFunctionOfMeans() {
    #expect(ratio.means() == [3, 4])
    #expect(ratio.function(ratio.means()) == 0.75)
  }

  /// d(a/b) = (da - (a/b)·db) / b, by hand.
  @Test func influenceIsTheDerivativeAtEachTime() {
    let expected = [(1.0, 2.0), (2, 2), (3, 4), (6, 8)].map { a, b in ((a - 3) - 0.75 * (b - 4)) / 4 }
    for (found, expected) in zip(ratio.influence(), expected) { #expect(abs(found - expected) < 1e-6) }
  }

  @Test func aTermThatNeverChangesHasNoInfluence() {
    let statistic = MeanFunctional([[1, 2, 3], [5, 5, 5]]) { $0[0] * $0[1] }
    #expect(statistic.influence().reduce(0, +).magnitude < 1e-9)
    #expect(abs(statistic.influence()[0] + 5) < 1e-6)
  }

  @Test func columnsOfDifferentLengthTrap() async {
    await #expect(processExitsWith: .failure) { _ = MeanFunctional([[1, 2], [1]]) { $0[0] } }
  }
}
