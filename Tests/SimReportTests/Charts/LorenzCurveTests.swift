import Testing

@testable import SimReport

struct LorenzCurveTests {
  @Test func equalityIsTheDiagonal() throws {
    let curve = try #require(LorenzCurve([5, 5, 5, 5]))
    #expect(curve.gini == 0 && curve.shares == [0, 0.25, 0.5, 0.75, 1])
  }

  @Test func figuresByHand() throws {
    // 1 + 2 + 3 + 4 = 10; (-3·1 - 1·2 + 1·3 + 3·4) / (4 · 10)
    let curve = try #require(LorenzCurve([4, 2, 3, 1]))
    #expect(curve.gini == 0.25 && curve.shares == [0, 0.1, 0.3, 0.6, 1])
    #expect(try #require(LorenzCurve([0, 0, 0, 8])).gini == 0.75)
  }

  @Test func manyPeopleAreFewPoints() throws {
    let curve = try #require(LorenzCurve((1...1_000).map(Double.init), steps: 10))
    #expect(curve.shares.count == 11 && curve.shares[10] == 1 && (curve.gini - 0.333).magnitude < 1e-3)
  }

  @Test func nothingToShareHasNoCurve() {
    #expect(LorenzCurve([]) == nil && LorenzCurve([0, 0]) == nil && LorenzCurve([-5, 3]) == nil)
  }
}
