/// Reads a file of results, without being able to change it. May be used while a run writes to the file: every call
/// sees the ticks stored at that moment.
///
/// For one thread at a time. Rows come whole; a table that may not fit into memory is walked with a closure.
public final class StorageReader {
  private let connection: SQLiteConnection

  /// - Throws: when there is no such file, or it is not a file of results of this version or an older one.
  public init(path: String) throws(StorageError) {
    connection = try ResultsFile.openForReading(path: path, ResultsFile.Tuning())
  }

  public func schemaVersion() throws(StorageError) -> Int { Int(try connection.integer("PRAGMA user_version")) }

  /// All runs in the file, oldest first.
  public func runs() throws(StorageError) -> [StoredRun] {
    try rows(
      """
      SELECT run_id, outcome, started_at, ended_at, seed, ticks, ticks_planned, agents, symbols, state_hash, trade_log,
        version, config_hash, config_json, machine
      FROM runs ORDER BY run_id
      """
    ) { row in
      StoredRun(
        // The schema allows no other words.
        id: row.integer(0), outcome: StoredRun.Outcome(rawValue: row.text(1)) ?? .failed, startedAt: row.integer(2),
        endedAt: row.integerIfAny(3), seed: UInt64(bitPattern: row.integer(4)), ticks: Int(row.integer(5)),
        ticksPlanned: Int(row.integer(6)), agents: Int(row.integer(7)), symbols: Int(row.integer(8)),
        stateHash: row.textIfAny(9), tradeLog: row.text(10),
        description: RunDescription(
          version: row.text(11), configHash: row.text(12), configJSON: row.text(13), machine: row.text(14)))
    }
  }

  /// Rows of a table that belong to a run.
  /// - Complexity: reads all of them, or an index over them.
  public func count(_ table: StorageTable, run: Int64) throws(StorageError) -> Int {
    Int(try connection.integer("SELECT count(*) FROM \(table.rawValue) WHERE run_id = \(run)"))
  }

  /// In configuration order.
  public func symbols(run: Int64) throws(StorageError) -> [StoredSymbol] {
    try rows(
      """
      SELECT symbol_id, name, sector, initial_price, tick_size, issued FROM symbols
      WHERE run_id = \(run) ORDER BY symbol_id
      """
    ) { row in
      StoredSymbol(
        id: row.integer(0), name: row.text(1), sector: row.text(2), initialPrice: row.integer(3),
        tickSize: row.integer(4), issued: row.integer(5))
    }
  }

  public func agents(run: Int64) throws(StorageError) -> [StoredAgent] {
    try rows(
      """
      SELECT agent_id, strategy, population, tier, symbol, initial_cash, initial_shares FROM agents
      WHERE run_id = \(run) ORDER BY agent_id
      """
    ) { row in
      StoredAgent(
        id: row.integer(0), strategy: row.text(1), population: row.text(2), tier: Int(row.integer(3)),
        symbol: row.text(4), initialCash: row.integer(5), initialShares: row.integer(6))
    }
  }

  /// In execution order.
  public func trades(run: Int64) throws(StorageError) -> [StoredTrade] {
    var trades: [StoredTrade] = []
    try forEachTrade(run: run) { trades.append($0) }
    return trades
  }

  /// One at a time, in execution order.
  public func forEachTrade(run: Int64, _ body: (StoredTrade) -> Void) throws(StorageError) {
    let statement = try connection.prepare(
      "SELECT tick, symbol, price, quantity, buyer_id, seller_id FROM trades WHERE run_id = \(run) ORDER BY id")
    while try statement.step() {
      body(
        StoredTrade(
          tick: Int(statement.integer(0)), symbol: statement.text(1), price: statement.integer(2),
          quantity: statement.integer(3), buyer: statement.integer(4), seller: statement.integer(5)))
    }
  }

  /// By symbol name, timeframe and time.
  public func candles(run: Int64) throws(StorageError) -> [StoredCandle] {
    try rows(
      """
      SELECT symbol, timeframe, tick_start, open, high, low, close, volume FROM candles
      WHERE run_id = \(run) ORDER BY symbol, timeframe, tick_start
      """
    ) { row in
      StoredCandle(
        symbol: row.text(0), timeframe: Int(row.integer(1)), tickStart: Int(row.integer(2)), open: row.integer(3),
        high: row.integer(4), low: row.integer(5), close: row.integer(6), volume: row.integer(7))
    }
  }

  /// The ticks at whose end portfolios were stored, ascending.
  public func snapshotTicks(run: Int64) throws(StorageError) -> [Int] {
    try rows("SELECT DISTINCT tick FROM portfolio_snapshots WHERE run_id = \(run) ORDER BY tick") { Int($0.integer(0)) }
  }

  /// What every agent had at the end of `tick`, by agent.
  public func portfolios(run: Int64, tick: Int) throws(StorageError) -> [StoredPortfolio] {
    try rows(
      """
      SELECT tick, agent_id, cash, positions_json, realized_pnl, equity FROM portfolio_snapshots
      WHERE run_id = \(run) AND tick = \(tick) ORDER BY agent_id
      """
    ) { row in
      StoredPortfolio(
        tick: Int(row.integer(0)), agent: row.integer(1), cash: row.integer(2), positionsJSON: row.text(3),
        realizedProfit: row.integer(4), equity: row.integer(5))
    }
  }

  private func rows<Row>(_ sql: String, _ make: (SQLiteStatement) -> Row) throws(StorageError) -> [Row] {
    let statement = try connection.prepare(sql)
    var rows: [Row] = []
    while try statement.step() { rows.append(make(statement)) }
    return rows
  }
}
