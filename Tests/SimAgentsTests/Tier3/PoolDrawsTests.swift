import SimRandom
import Testing

@testable import SimAgents

struct PoolDrawsTests {
  private static let points = 100_000
  private static func uniform(_ index: Int) -> Double { (Double(index) + 0.5) / Double(points) }

  /// The mean of an exponential cut off at `most`: 1/λ - most · q / (1 - q) with q = exp(-λ · most).
  @Test(arguments: [(10.0, 0.05), (20, 0.02), (200, 0.05), (0.001, 0.5)])
  func distancesAreExponentialAndCutOff(lambda: Double, most: Double) {
    let draws = (0..<Self.points).map { PoolDraws.distance(Self.uniform($0), lambda: lambda, most: most) }
    #expect(draws.allSatisfy { (0...most).contains($0) })
    let tail = DeterministicMath.exp(-lambda * most)
    let mean = draws.reduce(0, +) / Double(Self.points)
    // Written so that it does not cancel where λ · most is small: then the draws are uniform.
    let expected = lambda * most < 0.01 ? most / 2 : 1 / lambda - most * tail / (1 - tail)
    #expect(abs(mean - expected) < 1e-3 * most)
    // Nobody is put onto the end itself.
    #expect(draws.filter { $0 >= most * (1 - 1e-9) }.count <= 1)
  }

  @Test func theLognormalsParametersAreThoseOfItsMeanAndDeviation() {
    let wide = PoolDraws.lognormal(mean: 40, deviation: 10)
    #expect(abs(wide.mu - 3.6586) < 5e-5 && abs(wide.sigma - 0.2462) < 5e-5)
    let narrow = PoolDraws.lognormal(mean: 15, deviation: 10)
    #expect(abs(narrow.mu - 2.5242) < 5e-5 && abs(narrow.sigma - 0.6064) < 6e-5)
    #expect(PoolDraws.lognormal(mean: 7, deviation: 0).sigma == 0)
  }

  @Test func sizesHaveTheirMeanAndStayWithinTheirBounds() {
    let table = PoolDraws.sizes(mean: 40, deviation: 10)
    let sizes = (0..<Self.points).map {
      PoolDraws.whole(table.view.draw(UInt32(Self.uniform($0) * 0x1p32)), least: 1, most: 120)
    }
    let mean = sizes.reduce(0) { $0 + Double($1) } / Double(Self.points)
    #expect(abs(mean - 40) < 0.05 && sizes.allSatisfy { (1...120).contains($0) })
    let square = sizes.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(Self.points)
    #expect(abs(square.squareRoot() - 10) < 0.1)
    #expect(PoolDraws.whole(0.2, least: 1, most: 120) == 1 && PoolDraws.whole(1e300, least: 1, most: 120) == 120)
  }
}
