import SimColumns

/// Trades and ticks, however they are stored: rows first, then blocks. A run has one or the other; while it is being
/// unpacked its first ticks are rows and the rest are blocks.
extension StorageReader {
  /// In execution order.
  public func trades(run: Int64, _ filter: StorageFilter = StorageFilter()) throws(StorageError) -> [StoredTrade] {
    var trades: [StoredTrade] = []
    try forEachTrade(run: run, filter) { trades.append($0) }
    return trades
  }

  /// One at a time, in execution order.
  /// - Complexity: memory for a batch of packed trades, a few megabytes.
  public func forEachTrade(
    run: Int64, _ filter: StorageFilter = StorageFilter(), _ body: (StoredTrade) -> Void
  ) throws(StorageError) {
    try stored { try visitTrades(run: run, filter) { body($0) } }
  }

  /// What each symbol did in each tick, by tick and symbol.
  public func symbolTicks(
    run: Int64, _ filter: StorageFilter = StorageFilter()
  ) throws(StorageError) -> [StoredSymbolTick] {
    var ticks: [StoredSymbolTick] = []
    try stored { try visitSymbolTicks(run: run, filter) { ticks.append($0) } }
    return ticks
  }

  /// ``forEachTrade(run:_:_:)`` for a body that may fail; its error ends the walk.
  public func visitTrades(
    run: Int64, _ filter: StorageFilter = StorageFilter(), _ body: (StoredTrade) throws -> Void
  ) throws {
    let rows = try select(
      ["tick", "symbol", "price", "quantity", "buyer_id", "seller_id"], of: .trades, run: run, filter)
    while try rows.step() {
      try body(
        StoredTrade(
          tick: Int(rows.integer(0)), symbol: rows.text(1), price: rows.integer(2), quantity: rows.integer(3),
          buyer: rows.integer(4), seller: rows.integer(5)))
    }
    try visitPackedTrades(run: run, filter, body)
  }

  /// What each symbol did in each tick, one at a time, by tick and symbol; an error of `body` ends the walk.
  public func visitSymbolTicks(
    run: Int64, _ filter: StorageFilter = StorageFilter(), _ body: (StoredSymbolTick) throws -> Void
  ) throws {
    let rows = try select(SymbolTickColumns.names, of: .symbolTicks, run: run, filter)
    while try rows.step() {
      try body(
        StoredSymbolTick(
          tick: Int(rows.integer(0)), symbol: rows.text(1), trades: Int(rows.integer(2)), volume: rows.integer(3),
          open: rows.integer(4), high: rows.integer(5), low: rows.integer(6), close: rows.integer(7),
          bid: rows.integer(8), ask: rows.integer(9),
          depth: rows.integerIfAny(10).map {
            StoredDepth(bid: $0, ask: rows.integer(11), demand: rows.integer(12), supply: rows.integer(13))
          }))
    }
    try visitPackedSymbolTicks(run: run, filter, body)
  }

  // MARK: - Blocks

  private func visitPackedTrades(
    run: Int64, _ filter: StorageFilter, _ body: (StoredTrade) throws -> Void
  ) throws {
    let tickSizes = try tickSizes(run: run)
    var batch = PackedTradeBatch()
    try visitBlocks(.tradeBlocks, run: run, filter) { words, symbol, firstTick in
      if batch.hasEnded(before: firstTick) {
        try batch.visit(filter, tickSizes, body)
        batch = PackedTradeBatch()
      }
      batch.blocks.append(try TradeUnpacker(words, symbol: symbol))
    }
    try batch.visit(filter, tickSizes, body)
  }

  private func visitPackedSymbolTicks(
    run: Int64, _ filter: StorageFilter, _ body: (StoredSymbolTick) throws -> Void
  ) throws {
    let tickSizes = try tickSizes(run: run)
    var batch = PackedSymbolTickBatch()
    try visitBlocks(.symbolTickBlocks, run: run, filter) { words, symbol, firstTick in
      if batch.hasEnded(before: firstTick) {
        try batch.visit(filter, tickSizes, body)
        batch = PackedSymbolTickBatch()
      }
      batch.blocks.append((symbol, try SymbolTickUnpacker(words)))
    }
    try batch.visit(filter, tickSizes, body)
  }

  /// Blocks that may hold what is wanted, in the order they were written.
  /// - Throws: naming run, symbol and block when `body` finds one damaged.
  private func visitBlocks(
    _ table: StorageTable, run: Int64, _ filter: StorageFilter,
    _ body: (_ words: ColumnView<UInt32>, _ symbol: String, _ firstTick: Int) throws -> Void
  ) throws {
    let blocks = try select(["id", "symbol", "first_tick", "ticks", "data"], of: table, run: run, filter)
    let words = ColumnBuffer<UInt32>()
    defer { withExtendedLifetime(words) {} }  // views of it are handed out
    while try blocks.step() {
      let (firstTick, ticks) = (Int(blocks.integer(2)), Int(blocks.integer(3)))
      if let wanted = filter.ticks, wanted.upperBound < firstTick || wanted.lowerBound >= firstTick + ticks { continue }
      blocks.copyBlob(4, into: words)
      do {
        try body(words.view, blocks.text(1), firstTick)
      } catch let problem as BlockProblem {
        throw StorageError(
          problem, block: blocks.integer(0), run: run, blocks.text(1), firstTick: firstTick, path: path)
      }
    }
  }

  func tickSizes(run: Int64) throws(StorageError) -> [String: Int64] {
    Dictionary(uniqueKeysWithValues: try symbols(run: run).map { ($0.name, $0.tickSize) })
  }

  /// Only storage can fail in `body`.
  private func stored(_ body: () throws -> Void) throws(StorageError) {
    do { try body() } catch {
      guard let error = error as? StorageError else { preconditionFailure("nothing else fails: \(error)") }
      throw error
    }
  }
}
