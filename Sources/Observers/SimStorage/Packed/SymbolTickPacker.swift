import SimColumns

/// Packs what every symbol did in every tick of a batch: a block for each symbol.
final class SymbolTickPacker {
  private let encoder = BlockEncoder()
  private let values = ColumnBuffer<Int32>()

  /// Calls `body` with each block, by symbol row.
  func forEachBlock(
    _ columns: SymbolTickColumns, _ body: (_ symbol: Int, _ block: ColumnView<UInt32>) throws(StorageError) -> Void
  ) throws(StorageError) {
    let ticks = columns.ticks
    for symbol in 0..<columns.symbols {
      encoder.begin(.symbolTicks, firstTick: columns.firstTick, ticks: ticks, rows: ticks)
      append(ticks, mayChain: false) { columns.trades.view[$0 * columns.symbols + symbol] }
      append(ticks, mayChain: false) {
        Int32(truncatingIfNeeded: columns.volume.view[$0 * columns.symbols + symbol])
      }
      append(ticks, mayChain: false) {
        Int32(truncatingIfNeeded: columns.volume.view[$0 * columns.symbols + symbol] >> 32)
      }
      for prices in columns.prices {
        append(ticks, mayChain: true) { prices.view[$0 * columns.symbols + symbol] }
      }
      try body(symbol, encoder.finish())
    }
  }

  @inline(__always) private func append(_ ticks: Int, mayChain: Bool, _ value: (Int) -> Int32) {
    values.removeAll()
    let room = values.reserve((ticks + 7) / 8 * 8)
    for tick in 0..<ticks { room[tick] = value(tick) }
    encoder.append(room, count: ticks, mayChain: mayChain)
  }
}
