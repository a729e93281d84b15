import SimColumns

/// The trades of one block, unpacked. Row = trade, in execution order.
final class TradeUnpacker {
  let symbol: String
  let firstTick: Int
  let ticks: Int
  let quantity = ColumnBuffer<Int32>()
  let buyer = ColumnBuffer<Int32>()  // agents, from 0
  let seller = ColumnBuffer<Int32>()
  private let counts = ColumnBuffer<Int32>()  // trades of each tick
  private let prices = ColumnBuffer<Int32>()  // price ticks, of each tick or of each trade
  private let hasTickPrices: Bool
  private var nextRow = 0

  /// - Throws: what is wrong with the block.
  init(_ words: ColumnView<UInt32>, symbol: String) throws(BlockProblem) {
    let decoder = try BlockDecoder(words, expecting: [.auctionTrades, .trades])
    self.symbol = symbol
    (firstTick, ticks) = (Int(decoder.firstTick), decoder.ticks)
    hasTickPrices = decoder.kind == .auctionTrades
    let prices = hasTickPrices ? decoder.ticks : decoder.rows
    let counts = [decoder.ticks, prices, decoder.rows, decoder.rows, decoder.rows]
    for (column, count) in counts.enumerated() where decoder.count(column) != count {
      throw .contradiction("column \(column) has \(decoder.count(column)) values instead of \(count)")
    }
    for (column, buffer) in [self.counts, self.prices, quantity, buyer, seller].enumerated() {
      decoder.read(column, into: buffer)
    }
    var rows = 0
    for tick in 0..<ticks { rows += max(0, Int(self.counts.view[tick])) }
    guard rows == decoder.rows else { throw .contradiction("its ticks have \(rows) trades and it has \(decoder.rows)") }
  }

  /// The rows of the next tick, the first one at first; to be asked for `ticks` times.
  func nextTick(_ tick: Int) -> Range<Int> {
    let end = nextRow + Int(counts.view[tick - firstTick])
    defer { nextRow = end }
    return nextRow..<end
  }

  /// In price ticks.
  func price(row: Int, tick: Int) -> Int32 { prices.view[hasTickPrices ? tick - firstTick : row] }
}
