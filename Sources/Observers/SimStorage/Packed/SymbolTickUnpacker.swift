import SimColumns

/// The ticks of one block, unpacked. Row = tick.
struct SymbolTickUnpacker {
  let firstTick: Int
  let ticks: Int
  private let columns: [ColumnBuffer<Int32>]

  /// - Throws: what is wrong with the block.
  init(_ words: ColumnView<UInt32>) throws(BlockProblem) {
    let decoder = try BlockDecoder(words, expecting: [.symbolTicks])
    (firstTick, ticks) = (Int(decoder.firstTick), decoder.ticks)
    var columns: [ColumnBuffer<Int32>] = []
    for column in 0..<decoder.kind.columns {
      guard decoder.count(column) == ticks else {
        throw .contradiction("column \(column) has \(decoder.count(column)) values instead of \(ticks)")
      }
      let buffer = ColumnBuffer<Int32>()
      decoder.read(column, into: buffer)
      columns.append(buffer)
    }
    self.columns = columns
  }

  /// - Parameter tickSize: money between neighbouring prices, 1/10,000 dollar.
  func row(_ row: Int, symbol: String, tickSize: Int64) -> StoredSymbolTick {
    func price(_ column: Int) -> Int64 { Int64(columns[column].view[row]) * tickSize }
    let volume =
      Int64(columns[2].view[row]) << 32 | Int64(UInt32(bitPattern: columns[1].view[row]))
    return StoredSymbolTick(
      tick: firstTick + row, symbol: symbol, trades: Int(columns[0].view[row]), volume: volume, open: price(3),
      high: price(4), low: price(5), close: price(6), bid: price(7), ask: price(8))
  }
}
