import SimColumns

/// Packs what every symbol did in every tick of a batch: a block for each symbol.
final class SymbolTickPacker {
  private let encoder = BlockEncoder()
  private let values = ColumnBuffer<Int32>()
  private let highWords = ColumnBuffer<Int32>()

  /// Calls `body` with each block, by symbol row.
  func forEachBlock(
    _ columns: SymbolTickColumns, _ body: (_ symbol: Int, _ block: ColumnView<UInt32>) throws(StorageError) -> Void
  ) throws(StorageError) {
    let (trades, volume) = (columns.trades.view, columns.volume.view)
    let (prices, shares) = (columns.prices.map(\.view), columns.shares.map(\.view))
    let (ticks, symbols) = (columns.ticks, columns.symbols)
    for symbol in 0..<symbols {
      encoder.begin(.symbolTicksAndDepth, firstTick: columns.firstTick, ticks: ticks, rows: ticks)
      append(trades, of: symbol, symbols, ticks, mayChain: false)
      append(volume, of: symbol, symbols, ticks)
      for column in prices { append(column, of: symbol, symbols, ticks, mayChain: true) }
      for column in shares { append(column, of: symbol, symbols, ticks) }
      try body(symbol, encoder.finish())
    }
  }

  /// A symbol's rows of a column: every `symbols`-th.
  private func append(_ column: ColumnView<Int32>, of symbol: Int, _ symbols: Int, _ ticks: Int, mayChain: Bool) {
    let room = values.roomForVectors(ticks)
    var row = symbol
    for tick in 0..<ticks {
      room[tick] = column[row]
      row &+= symbols
    }
    encoder.append(room, count: ticks, mayChain: mayChain)
  }

  /// The same of a column of long integers: the low words, then the high ones.
  private func append(_ column: ColumnView<Int64>, of symbol: Int, _ symbols: Int, _ ticks: Int) {
    let (low, high) = (values.roomForVectors(ticks), highWords.roomForVectors(ticks))
    var row = symbol
    for tick in 0..<ticks {
      let value = column[row]
      low[tick] = Int32(truncatingIfNeeded: value)
      high[tick] = Int32(truncatingIfNeeded: value >> 32)
      row &+= symbols
    }
    encoder.append(low, count: ticks, mayChain: false)
    encoder.append(high, count: ticks, mayChain: false)
  }
}
