import SimColumns

/// The ticks of one block, unpacked. Row = tick.
struct SymbolTickUnpacker {
  let firstTick: Int
  let ticks: Int
  private let columns: [ColumnBuffer<Int32>]
  private let hasDepth: Bool

  /// - Throws: what is wrong with the block.
  init(_ words: ColumnView<UInt32>) throws(BlockProblem) {
    let decoder = try BlockDecoder(words, expecting: [.symbolTicks, .symbolTicksAndDepth])
    hasDepth = decoder.kind == .symbolTicksAndDepth
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
    func words(_ low: Int) -> Int64 {
      Int64(columns[low + 1].view[row]) << 32 | Int64(UInt32(bitPattern: columns[low].view[row]))
    }
    return StoredSymbolTick(
      tick: firstTick + row, symbol: symbol, trades: Int(columns[0].view[row]), volume: words(1), open: price(3),
      high: price(4), low: price(5), close: price(6), bid: price(7), ask: price(8),
      depth: hasDepth
        ? StoredDepth(bid: words(9), ask: words(11), demand: words(13), supply: words(15)) : nil)
  }
}
