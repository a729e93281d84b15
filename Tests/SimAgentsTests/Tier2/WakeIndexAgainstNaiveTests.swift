import SimColumns
import SimTestSupport
import Testing

@testable import SimAgents

/// Random conditions under random prices, times and news, against an index written for reading: who wakes, why, in
/// which order, and what is left. `QTG_LONG_TESTS=1` makes it millions of conditions.
struct WakeIndexAgainstNaiveTests {
  struct Shape: Sendable {
    var count: Int
    var symbols: Int
    var chunkRows: Int
    var stride: Int32  // how far a price moves
  }

  // One block and many, pieces that fill blocks and that do not, one agent a symbol, chunks that cut segments.
  @Test(
    arguments: [
      Shape(count: 1, symbols: 1, chunkRows: 8, stride: 3), Shape(count: 64, symbols: 1, chunkRows: 4_096, stride: 3),
      Shape(count: 65, symbols: 1, chunkRows: 64, stride: 30), Shape(count: 300, symbols: 7, chunkRows: 100, stride: 3),
      Shape(count: 300, symbols: 300, chunkRows: 4_096, stride: 8),
      Shape(count: 500, symbols: 2, chunkRows: 8, stride: 100),
      Shape(count: 700, symbols: 3, chunkRows: 200, stride: 1),
      Shape(count: 9_000, symbols: 1, chunkRows: 5_000, stride: 2),
    ], UInt64(1)...2)
  func theSameAgentsWake(shape: Shape, seed: UInt64) {
    var random = TestGenerator(seed: seed &* 0x9e37 &+ UInt64(shape.count))
    var prices = (0..<shape.symbols).map { _ in Int32.random(in: 30...200, using: &random) }
    let bench = WakeBench(count: shape.count, prices: prices, chunkRows: shape.chunkRows, firstRow: 37)
    let symbols = bench.symbols
    var naive = NaiveWakeIndex(symbols: symbols, prices: prices)
    let evaluations = TestEffort.operations(20_000, long: 10_000_000)
    for _ in 0..<max(4, evaluations / shape.count) {
      restate(bench, &naive, prices, symbols, &random)
      if Int.random(in: 0..<20, using: &random) == 0 { bench.tick += UInt32.random(in: 1...5, using: &random) }
      let isJump = Int.random(in: 0..<10, using: &random) == 0
      for symbol in prices.indices where Int.random(in: 0..<4, using: &random) > 0 {
        let reach = isJump ? 20 * shape.stride : shape.stride
        prices[symbol] = min(max(prices[symbol] + .random(in: -reach...reach, using: &random), 1), 400)
      }
      let news = announce(bench, shape.symbols, &random)
      let expected = naive.wake(tick: bench.tick, prices: prices, news: news)
      let found = bench.wake(prices)
      guard found == expected else {
        Issue.record("tick \(bench.tick - 1): woke \(found), expected \(expected)")
        return
      }
      for row in bench.symbols.indices.shuffled(using: &random).prefix(10) {
        let left = bench.index.view.conditions(row)
        let wish = naive.wish(row)
        #expect(left.belowPrice == wish.below?.price && left.abovePrice == wish.above?.price && left.news == wish.news)
      }
      expectTrueSummaries(bench)
    }
    for row in 0..<shape.count { bench.state(row, Wish()) }
    #expect(bench.index.view.census() == WakeCensus())
  }

  /// Some agents state something new, in no order, some twice.
  private func restate(
    _ bench: WakeBench, _ naive: inout NaiveWakeIndex, _ prices: [Int32], _ symbols: [Int],
    _ random: inout TestGenerator
  ) {
    for _ in 0..<Int.random(in: 0...max(2, symbols.count / 8), using: &random) {
      let row = Int.random(in: 0..<symbols.count, using: &random)
      var wish = naive.wish(row)  // often only a part of it changes
      let price = prices[symbols[row]]
      func level() -> Wish.Level? {
        guard Int.random(in: 0..<5, using: &random) > 0 else { return nil }
        return Wish.Level(
          price: max(1, price + .random(in: -12...12, using: &random)), stands: .random(using: &random),
          orAlready: Int.random(in: 0..<3, using: &random) == 0)
      }
      if Bool.random(using: &random) { wish.below = level() }
      if Bool.random(using: &random) { wish.above = level() }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: wish.time = nil
      case 1: wish.time = .at(bench.tick + .random(in: 0...8, using: &random) - min(bench.tick, 2))
      case 2:
        wish.time = .every(
          .random(in: 1...9, using: &random),
          from: bench.tick + .random(in: 0...20, using: &random) - min(bench.tick, 10))
      default: break
      }
      if Bool.random(using: &random) { wish.news = NewsScopes(rawValue: .random(in: 0...7, using: &random)) }
      bench.state(row, wish)
      naive.state(row, wish)
    }
  }

  /// News of some kinds for some symbols; returns what each symbol has.
  private func announce(_ bench: WakeBench, _ symbols: Int, _ random: inout TestGenerator) -> [NewsScopes] {
    var news = [NewsScopes](repeating: [], count: symbols)
    if Int.random(in: 0..<4, using: &random) == 0 {
      let symbol = Int.random(in: 0..<symbols, using: &random)
      bench.news.announce(symbol: symbol)
      news[symbol].insert(.symbol)
    }
    if Int.random(in: 0..<6, using: &random) == 0 {
      let sector = Int.random(in: 0..<symbols, using: &random) / 2
      bench.news.announce(sector: Int32(sector))
      for symbol in 0..<symbols where symbol / 2 == sector { news[symbol].insert(.sector) }
    }
    if Int.random(in: 0..<10, using: &random) == 0 {
      bench.news.announceMacro()
      for symbol in 0..<symbols { news[symbol].insert(.macro) }
    }
    return news
  }

  /// No boundary inside a block's quiet stretch, no time before its earliest, no mark it does not have.
  private func expectTrueSummaries(_ bench: WakeBench) {
    let columns = bench.index.view.columns
    for place in 0..<columns.pieces.count {
      let piece = columns.pieces[place]
      for block in Int(piece.firstBlock)..<Int(piece.endBlock) {
        let quiet = (columns.quietLow[block], columns.quietHigh[block])
        for row in piece.rows(ofBlock: block) {
          for boundary in [columns.below[row], columns.above[row]] {
            #expect(boundary < quiet.0 || boundary >= quiet.1)
          }
          #expect(columns.due[row] >= columns.earliest[block])
          #expect(columns.marks[row] & 7 & ~columns.blockMarks[block] == 0)
        }
      }
    }
  }
}
