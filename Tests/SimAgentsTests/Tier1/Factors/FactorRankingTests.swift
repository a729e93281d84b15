import SimColumns
import SimTestSupport
import Testing

@testable import SimAgents

struct FactorRankingTests {
  /// Sides by leg, after ranking.
  private func sides(
    _ scores: [Double], longs: Int, shorts: Int, margin: Int = 0, held: [Int32] = []
  ) -> [Int8] {
    let keys = Column<FactorRanking.Key>(count: scores.count, filledWith: FactorRanking.Key())
    let side = Column<Int8>(count: scores.count, filledWith: 5)
    var ranking = FactorRanking(keys: keys.view, side: side.view)
    ranking.rank { scores[$0] }
    #expect(ranking.count == scores.count { !$0.isNaN })
    ranking.choose(longs: longs, shorts: shorts, margin: margin) { held.isEmpty ? 0 : held[$0] }
    return side.view.array()
  }

  @Test func theBestAreBoughtAndTheWorstAreSold() {
    #expect(sides([0.1, 0.9, -0.5, 0.4, -0.9], longs: 2, shorts: 1) == [0, 1, 0, 1, -1])
    #expect(sides([0.1, 0.9, -0.5, 0.4, -0.9], longs: 1, shorts: 0) == [0, 1, 0, 0, 0])
  }

  @Test func equalScoresRankByLeg() {
    #expect(sides([0, 0, 0, 0], longs: 1, shorts: 1) == [1, 0, 0, -1])
    #expect(sides([0, -0.0, 0, 0], longs: 2, shorts: 2) == [1, 1, -1, -1])
  }

  @Test func withoutAScoreThereIsNoSide() {
    #expect(
      sides([.nan, 0.5, 0.4, .nan, 0.1], longs: 1, shorts: 1, margin: 3, held: [7, 0, 0, -7, 0]) == [0, 1, 0, 0, -1])
  }

  /// Ranks are 0 … 7 by leg.
  @Test func whatIsHeldStaysWithinTheMargin() {
    let scores = (0..<8).map { Double(-$0) }
    // Held at rank 2, just inside: the better one at rank 1 has to wait.
    #expect(
      sides(scores, longs: 2, shorts: 2, margin: 1, held: [1, 0, 1, 0, 0, -1, 0, 0]) == [1, 0, 1, 0, 0, -1, 0, -1])
    // At rank 3 it leaves.
    #expect(
      sides(scores, longs: 2, shorts: 2, margin: 1, held: [1, 0, 0, 1, -1, 0, 0, 0]) == [1, 1, 0, 0, 0, 0, -1, -1])
    // More held than wanted: the best of them.
    #expect(
      sides(scores, longs: 2, shorts: 1, margin: 2, held: [0, 1, 1, 1, 0, 0, 0, 0]) == [0, 1, 1, 0, 0, 0, 0, -1])
    // Whoever is on the wrong side goes.
    #expect(
      sides(scores, longs: 1, shorts: 1, margin: 8, held: [-1, 0, 0, 0, 0, 0, 0, 1]) == [1, 0, 0, 0, 0, 0, 0, -1])
  }

  /// By the rules, on sorted arrays.
  @Test(arguments: UInt64(1)...3) func itDoesWhatItsRulesSay(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    for _ in 0..<2_000 {
      let scores = (0..<Int.random(in: 2...24, using: &generator)).map { _ in
        Int.random(in: 0..<9, using: &generator) == 0 ? Double.nan : Double(Int.random(in: -9...9, using: &generator))
      }
      let ranks = scores.indices.filter { !scores[$0].isNaN }.sorted {
        scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1]
      }
      let longs = Int.random(in: 0...ranks.count, using: &generator)
      let shorts = Int.random(in: 0...ranks.count - longs, using: &generator)
      let margin = Int.random(in: 0...5, using: &generator)
      let held = scores.map { _ in Int32.random(in: -1...1, using: &generator) }
      func chosen(_ ranks: [Int], _ most: Int, other: Int, sign: Int32) -> Set<Int> {
        let stay = ranks.prefix(min(most + margin, ranks.count - other)).filter { held[$0] == sign }.prefix(most)
        return Set((stay + ranks.filter { !stay.contains($0) }).prefix(most))
      }
      let (long, short) = (
        chosen(ranks, longs, other: shorts, sign: 1), chosen(ranks.reversed(), shorts, other: longs, sign: -1)
      )
      #expect(long.isDisjoint(with: short) && long.count == longs && short.count == shorts)
      let expected: [Int8] = scores.indices.map { long.contains($0) ? 1 : short.contains($0) ? -1 : 0 }
      #expect(sides(scores, longs: longs, shorts: shorts, margin: margin, held: held) == expected)
    }
  }
}
