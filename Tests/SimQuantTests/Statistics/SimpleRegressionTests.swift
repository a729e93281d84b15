import SimQuant
import Testing

struct SimpleRegressionTests {
  @Test func theLineThroughPoints() throws {
    let line = try #require(SimpleRegression(x: [1, 2, 3, 4], y: [3, 5, 8, 8]))
    #expect(isClose(line.beta, 1.8, 1e-15) && isClose(line.alpha, 1.5, 1e-15))
    let residuals = line.residuals(x: [1, 2, 3, 4], y: [3, 5, 8, 8])
    #expect(abs(residuals.reduce(0, +)) < 1e-14)
    #expect(isClose(line.rSquared, 1 - residuals.reduce(0) { $0 + $1 * $1 } / 18, 1e-14))
  }

  @Test func itAgreesWithTheGeneralOne() throws {
    let (x, y) = (try StatisticsFixture.prices("sp500"), try StatisticsFixture.prices("nasdaq"))
    let line = try #require(SimpleRegression(x: x, y: y))
    let general = try #require(LeastSquaresTests.fit([[Double](repeating: 1, count: x.count), x], y))
    #expect(isClose(line.alpha, general.coefficients[0]) && isClose(line.beta, general.coefficients[1]))
  }

  @Test func pointsAboveEachOtherHaveNoLine() {
    #expect(SimpleRegression(x: [0.1, 0.1, 0.1], y: [1, 2, 3]) == nil)
    #expect(SimpleRegression(x: [1], y: [1]) == nil)
    #expect(SimpleRegression(x: [1, 2], y: [7, 7])?.rSquared == 1)
  }
}
