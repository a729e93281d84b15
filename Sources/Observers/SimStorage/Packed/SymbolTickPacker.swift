import SimColumns

/// Packs what every symbol did in every tick of a batch: a block for each symbol.
final class SymbolTickPacker {
  private let encoder = BlockEncoder()
  private let values = ColumnBuffer<Int32>()

  /// Calls `body` with each block, by symbol row.
  func forEachBlock(
    _ columns: SymbolTickColumns, _ body: (_ symbol: Int, _ block: ColumnView<UInt32>) throws(StorageError) -> Void
  ) throws(StorageError) {
    let (trades, volume) = (columns.trades.view, columns.volume.view)
    let (prices, shares) = (columns.prices.map(\.view), columns.shares.map(\.view))
    for symbol in 0..<columns.symbols {
      let rows = stride(from: symbol, to: columns.ticks * columns.symbols, by: columns.symbols)
      encoder.begin(.symbolTicksAndDepth, firstTick: columns.firstTick, ticks: columns.ticks, rows: columns.ticks)
      append(rows, mayChain: false) { trades[$0] }
      appendWords(rows, of: volume)
      for column in prices { append(rows, mayChain: true) { column[$0] } }
      for column in shares { appendWords(rows, of: column) }
      try body(symbol, encoder.finish())
    }
  }

  /// The low words, then the high ones.
  private func appendWords(_ rows: StrideTo<Int>, of column: ColumnView<Int64>) {
    append(rows, mayChain: false) { Int32(truncatingIfNeeded: column[$0]) }
    append(rows, mayChain: false) { Int32(truncatingIfNeeded: column[$0] >> 32) }
  }

  @inline(__always) private func append(_ rows: StrideTo<Int>, mayChain: Bool, _ value: (_ row: Int) -> Int32) {
    let count = rows.underestimatedCount
    values.removeAll()
    let room = values.reserve((count + 7) / 8 * 8)
    var next = 0
    for row in rows {
      room[next] = value(row)
      next += 1
    }
    encoder.append(room, count: count, mayChain: mayChain)
  }
}
