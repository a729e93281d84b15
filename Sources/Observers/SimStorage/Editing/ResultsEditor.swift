import SimColumns

/// Changes a file of results that is there: deletes runs, unpacks trades.
///
/// Everything is done in transactions that leave the file whole, so it may be killed at any moment and started again.
public final class ResultsEditor {
  private let connection: SQLiteConnection
  private let clock: StorageClock

  /// - Throws: when there is no such file, it may not be written to, or it is not a file of results.
  public init(path: String, clock: StorageClock = .system) throws(StorageError) {
    _ = try ResultsFile.openForReading(path: path, ResultsFile.Tuning())  // opening for writing would make one
    connection = try ResultsFile.openForWriting(path: path, ResultsFile.Tuning())
    self.clock = clock
    try AbandonedRuns.mark(connection, now: clock.unixSeconds())
  }

  /// Deletes everything of a run. The file keeps its size; the room is used by later runs.
  /// - Throws: when there is no such run or it is still being written.
  public func delete(run: Int64) throws(StorageError) {
    try requireEnded(run)
    try connection.transaction { () throws(StorageError) in
      for table in StorageTable.allCases {
        try connection.execute("DELETE FROM \(table.rawValue) WHERE run_id = \(run)")
      }
    }
  }

  /// Rewrites the file without the room that deleted rows left. Needs as much free space as the file takes.
  public func compact() throws(StorageError) {
    try connection.execute("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// Turns the packed trades and ticks of a run into plain rows, batch by batch.
  ///
  /// - Parameter progress: told the trades written so far, after each batch.
  /// - Returns: trades and ticks that were written; 0 for a run that has rows already.
  /// - Throws: naming the block if one is damaged; what came before it is unpacked then.
  @discardableResult public func unpack(
    run: Int64, progress: (_ trades: Int) -> Void = { _ in }
  ) throws(StorageError) -> (trades: Int, ticks: Int) {
    try requireEnded(run)
    let tickSizes = try tickSizes(run)
    // In order row by row they would cost several times the rows.
    for index in ["trades_by_tick", "trades_by_symbol", "symbol_ticks_by_symbol"] {
      try connection.execute("DROP INDEX IF EXISTS \(index)")
    }
    var (trades, ticks) = (0, 0)
    while let count = try unpackTrades(run, tickSizes) {
      trades += count
      progress(trades)
    }
    while let count = try unpackSymbolTicks(run, tickSizes) { ticks += count }
    try connection.transaction { () throws(StorageError) in
      try connection.execute("UPDATE runs SET trade_log = 'rows' WHERE run_id = \(run) AND trade_log = 'packed'")
      try connection.execute(ResultIndexes.sql)
    }
    try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return (trades, ticks)
  }

  // MARK: - A batch at a time

  /// The first batch that is still packed. Nil when there is none.
  private func unpackTrades(_ run: Int64, _ tickSizes: [String: Int64]) throws(StorageError) -> Int? {
    var batch = PackedTradeBatch()
    let last = try firstBlocks(of: .tradeBlocks, run) { words, symbol, firstTick throws(BlockProblem) in
      if batch.hasEnded(before: firstTick) { return false }
      batch.blocks.append(try TradeUnpacker(words, symbol: symbol))
      return true
    }
    guard let last else { return nil }
    var trades: [StoredTrade] = []
    do { try batch.visit(StorageFilter(), tickSizes) { trades.append($0) } } catch {
      preconditionFailure("appending does not fail: \(error)")
    }
    try connection.transaction { () throws(StorageError) in
      let insert = try RowInsert(
        connection, into: .trades, run: run, columns: ["tick", "symbol", "price", "quantity", "buyer_id", "seller_id"])
      try insert.insert(trades.count) { row, statement, first throws(StorageError) in
        let trade = trades[row]
        try statement.bind(Int64(trade.tick), at: first)
        try statement.bind(trade.symbol, at: first + 1)
        try statement.bind(trade.price, at: first + 2)
        try statement.bind(trade.quantity, at: first + 3)
        try statement.bind(trade.buyer, at: first + 4)
        try statement.bind(trade.seller, at: first + 5)
      }
      try connection.execute("DELETE FROM trade_blocks WHERE run_id = \(run) AND id <= \(last)")
    }
    return trades.count
  }

  private func unpackSymbolTicks(_ run: Int64, _ tickSizes: [String: Int64]) throws(StorageError) -> Int? {
    var batch = PackedSymbolTickBatch()
    let last = try firstBlocks(of: .symbolTickBlocks, run) { words, symbol, firstTick throws(BlockProblem) in
      if batch.hasEnded(before: firstTick) { return false }
      batch.blocks.append((symbol, try SymbolTickUnpacker(words)))
      return true
    }
    guard let last else { return nil }
    var ticks: [StoredSymbolTick] = []
    do { try batch.visit(StorageFilter(), tickSizes) { ticks.append($0) } } catch {
      preconditionFailure("appending does not fail: \(error)")
    }
    try connection.transaction { () throws(StorageError) in
      let insert = try RowInsert(connection, into: .symbolTicks, run: run, columns: SymbolTickColumns.names)
      try insert.insert(ticks.count) { row, statement, first throws(StorageError) in
        let tick = ticks[row]
        try statement.bind(Int64(tick.tick), at: first)
        try statement.bind(tick.symbol, at: first + 1)
        try statement.bind(Int64(tick.trades), at: first + 2)
        try statement.bind(tick.volume, at: first + 3)
        for (place, price) in [tick.open, tick.high, tick.low, tick.close, tick.bid, tick.ask].enumerated() {
          try statement.bind(orNull: price == 0 ? nil : price, at: first + 4 + place)
        }
        let shares: [Int64?] = tick.depth?.values ?? [nil, nil, nil, nil]
        for (place, value) in shares.enumerated() { try statement.bind(orNull: value, at: first + 10 + place) }
      }
      try connection.execute("DELETE FROM symbol_tick_blocks WHERE run_id = \(run) AND id <= \(last)")
    }
    return ticks.count
  }

  /// Reads the oldest blocks of a run for as long as `take` takes them.
  /// - Returns: the row number of the last one taken; nil when there is none.
  private func firstBlocks(
    of table: StorageTable, _ run: Int64,
    _ take: (_ words: ColumnView<UInt32>, _ symbol: String, _ firstTick: Int) throws(BlockProblem) -> Bool
  ) throws(StorageError) -> Int64? {
    let blocks = try connection.prepare(
      "SELECT id, symbol, first_tick, data FROM \(table.rawValue) WHERE run_id = \(run) ORDER BY id")
    let words = ColumnBuffer<UInt32>()
    defer { withExtendedLifetime(words) {} }  // views of it are handed out
    var last: Int64?
    while try blocks.step() {
      blocks.copyBlob(3, into: words)
      do throws(BlockProblem) {
        guard try take(words.view, blocks.text(1), Int(blocks.integer(2))) else { return last }
      } catch {
        throw StorageError(
          error, block: blocks.integer(0), run: run, blocks.text(1), firstTick: Int(blocks.integer(2)),
          path: connection.path)
      }
      last = blocks.integer(0)
    }
    return last
  }

  // MARK: - What is there

  private func requireEnded(_ run: Int64) throws(StorageError) {
    let statement = try connection.prepare("SELECT outcome FROM runs WHERE run_id = \(run)")
    guard try statement.step() else { throw StorageError(.noSuchRun(run), path: connection.path) }
    guard statement.text(0) != "running" else { throw StorageError(.stillRunning(run), path: connection.path) }
  }

  private func tickSizes(_ run: Int64) throws(StorageError) -> [String: Int64] {
    let statement = try connection.prepare("SELECT name, tick_size FROM symbols WHERE run_id = \(run)")
    var sizes: [String: Int64] = [:]
    while try statement.step() { sizes[statement.text(0)] = statement.integer(1) }
    return sizes
  }
}
