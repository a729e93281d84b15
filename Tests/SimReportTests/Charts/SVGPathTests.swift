import Testing

@testable import SimReport

struct SVGPathTests {
  private func points(_ values: [Double]) -> [SVGPath.Point] {
    values.enumerated().map { SVGPath.Point(Double($0), $1) }
  }

  @Test func missingValuesAreGaps() {
    #expect(SVGPath.line(points([1, 2, .nan, 4, .nan, .nan, 7, 8])) == "M0 1L1 2M2.5 4h1M6 7L7 8")
    #expect(SVGPath.line(points([.nan, .nan])).isEmpty && SVGPath.line(points([])).isEmpty)
  }

  @Test func aBandHasTheGapsOfBothEdges() {
    let band = SVGPath.band(points([5, 6, .nan, 8, 9]), points([1, 2, 3, .nan, 4]))
    #expect(band == "M0 5L1 6L1 2L0 1zM4 9L4 4z")
  }

  @Test func stemsStandOnTheBase() {
    #expect(SVGPath.stems(points([10, 3, .nan, 7.25]), base: 10) == "M1 10V3M3 10V7.3")
  }

  @Test func numbersAreShort() {
    #expect([0, -0.04, 1.25, -3.96, 12].map(SVGPath.number) == ["0", "0", "1.3", "-4", "12"])
  }
}
