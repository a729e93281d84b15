import SimQuant
import SimTestSupport
import Testing

@testable import SimAgents

struct FactorBoardTests {
  /// From indicators come the scores that the definition takes from the candles.
  @Test func itsScoresAreThoseOfTheDefinition() throws {
    var walk = PriceWalk(9, TestGenerator(seed: 5))
    let bench = JointBench<FactorLongShort>(
      prices: [Int32](repeating: 5_000, count: 9), sectors: [Int32](repeating: 0, count: 9))
    let board = FactorBoard(chunks: 2, legs: 9)
    let fair = (0..<9).map { 4_000 + 1_800 * Double($0) }
    for (symbol, value) in fair.enumerated() { bench.symbols.view.fair[symbol] = value }
    for candle in 1...140 {
      _ = bench.close(walk.next())
      board.update(1, Array(0..<9), bench.world)
      let (found, expected) = (board.scores(ofChunk: 1), walk.scores(fair: fair))
      for symbol in 0..<9 {
        for (score, raw) in [
          (found.momentum[symbol], expected[symbol].momentum), (found.value[symbol], expected[symbol].value),
          (found.volatility[symbol], expected[symbol].volatility),
          (found.meanReversion[symbol], expected[symbol].meanReversion),
        ] {
          #expect(score.isNaN == (raw == nil), "candle \(candle), symbol \(symbol)")
          if let raw { #expect(abs(score - raw) < 1e-9, "candle \(candle), symbol \(symbol)") }
        }
      }
      #expect((0..<9).allSatisfy { found.total($0, .all).isNaN == (candle < FactorBoard.warmUpCandles) })
    }
    #expect(board.scores(ofChunk: 0).value[0].isNaN, "the other chunk's rows are its own")
  }

  /// A price that never moves has neither momentum nor a mean to return to.
  @Test func aFlatPriceHasNoScore() {
    let bench = JointBench<FactorLongShort>(prices: [500, 500, 500, 500], sectors: [0, 0, 0, 0])
    let board = FactorBoard(chunks: 1, legs: 4)
    for candle in 0..<70 { _ = bench.close([500, 500 + Int32(candle % 3), 500 + Int32(candle % 5), 500]) }
    board.update(0, [0, 1, 2, 3], bench.world)
    let scores = board.scores(ofChunk: 0)
    #expect(scores.momentum[0].isNaN && scores.meanReversion[3].isNaN && scores.total(0, .all).isNaN)
    #expect(!scores.total(1, .all).isNaN && !scores.volatility[0].isNaN)
  }
}

extension FactorWeights {
  fileprivate static let all = FactorWeights(momentum: 1, value: 1, volatility: 1, meanReversion: 1)
}
