import Testing

@testable import SimQuant

/// By hand here; against scipy in FactMetricTests.
struct SampleShapeTests {
  private func value(_ statistic: MeanFunctional) -> Double { statistic.function(statistic.means()) }

  @Test func byHand() {
    // Mean 1, deviations -1 -1 -1 3: m2 = 3, m3 = 6, m4 = 21.
    let series = [0.0, 0, 0, 4]
    #expect(abs(value(.skewness(series)) - 6 / (3 * 3.0.squareRoot())) < 1e-12)
    #expect(abs(value(.excessKurtosis(series)) - (21.0 / 9 - 3)) < 1e-12)
  }

  @Test func shiftAndScaleDoNotMatter() {
    let series = FactFixture.normals(500, seed: 1)
    let moved = series.map { 1e3 - 7 * $0 }
    #expect(abs(value(.skewness(series)) + value(.skewness(moved))) < 1e-9)
    #expect(abs(value(.excessKurtosis(series)) - value(.excessKurtosis(moved))) < 1e-9)
  }

  /// Independent returns lose all but 1/window of their excess.
  @Test func addingIndependentReturnsTakesKurtosisAway() {
    let cubes = FactFixture.normals(40_000, seed: 1).map { $0 * $0 * $0 }
    #expect(abs(value(.kurtosisDecline(cubes, window: 20)) - 0.95) < 0.03)
  }

  @Test func withoutExcessThereIsNothingToLose() {
    let alternating = (0..<200).map { $0.isMultiple(of: 2) ? 1.0 : -1 }  // κ = -2
    #expect(value(.kurtosisDecline(alternating, window: 20)).isNaN)
  }

  @Test func whatTheFilterRemoves() {
    let raw = [0.0, 0, 0, 4]
    let filtered = [1.0, -1, 1, -1]
    #expect(abs(value(.kurtosisRemoved(raw: raw, filtered: filtered)) - (21.0 / 9 - 3 + 2)) < 1e-12)
  }

  @Test func equalValuesHaveNoShape() {
    #expect(value(.excessKurtosis([2, 2, 2])).isNaN && value(.skewness([2, 2, 2])).isNaN)
    #expect(MeanFunctional.standardised([2, 2, 2]) == [0, 0, 0])
  }
}
