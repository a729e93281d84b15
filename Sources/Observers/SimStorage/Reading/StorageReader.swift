import SimColumns

/// Reads a file of results, without being able to change it. May be used while a run writes to the file: every call
/// sees the ticks stored at that moment.
///
///     let results = try StorageReader(path: "results.db")
///     let run = try results.run(nil)                                       the newest
///     try results.forEachTrade(run: run.id, StorageFilter(symbol: "QUOT")) { trade in … }
///
/// Trades and ticks come the same whether they are stored as rows or packed. For one thread at a time. Rows come
/// whole; a table that may not fit into memory is walked with a closure.
public final class StorageReader {
  let connection: SQLiteConnection
  private let clock: StorageClock

  /// - Throws: when there is no such file, or it is not a file of results of this version or an older one.
  public convenience init(path: String) throws(StorageError) { try self.init(path: path, clock: .system) }

  init(path: String, clock: StorageClock) throws(StorageError) {
    connection = try ResultsFile.openForReading(path: path, ResultsFile.Tuning())
    self.clock = clock
  }

  public var path: String { connection.path }

  public func schemaVersion() throws(StorageError) -> Int { Int(try connection.integer("PRAGMA user_version")) }

  // MARK: - Runs

  /// All runs in the file, oldest first. A run whose process was killed is told as interrupted, whether or not it has
  /// been marked since.
  public func runs() throws(StorageError) -> [StoredRun] {
    let now = clock.unixSeconds()
    return try rows(
      """
      SELECT run_id, outcome, started_at, ended_at, seed, ticks, ticks_planned, agents, symbols, state_hash, trade_log,
        version, config_hash, config_json, machine, process, heartbeat_at
      FROM runs ORDER BY run_id
      """
    ) { row in
      // The schema allows no other words.
      var outcome = StoredRun.Outcome(rawValue: row.text(1)) ?? .failed
      if outcome == .running, AbandonedRuns.isGone(process: row.text(15), lastSeen: row.integer(16), now: now) {
        outcome = .interrupted
      }
      return StoredRun(
        id: row.integer(0), outcome: outcome, startedAt: row.integer(2),
        endedAt: row.integerIfAny(3), seed: UInt64(bitPattern: row.integer(4)), ticks: Int(row.integer(5)),
        ticksPlanned: Int(row.integer(6)), agents: Int(row.integer(7)), symbols: Int(row.integer(8)),
        stateHash: row.textIfAny(9), tradeLog: row.text(10),
        description: RunDescription(
          version: row.text(11), configHash: row.text(12), configJSON: row.text(13), machine: row.text(14)))
    }
  }

  /// One run.
  /// - Parameter id: nil takes the newest.
  /// - Throws: when there is no such run.
  public func run(_ id: Int64?) throws(StorageError) -> StoredRun {
    let runs = try runs()
    guard let found = id == nil ? runs.last : runs.first(where: { $0.id == id }) else {
      throw StorageError(id.map { .noSuchRun($0) } ?? .notYetWritten, path: path)
    }
    return found
  }

  /// Rows of a table that belong to a run.
  /// - Complexity: reads all of them, or an index over them.
  public func count(_ table: StorageTable, run: Int64) throws(StorageError) -> Int {
    Int(try connection.integer("SELECT count(*) FROM \(table.rawValue) WHERE run_id = \(run)"))
  }

  /// Trades that are stored of a run, as rows or packed.
  public func tradeCount(run: Int64) throws(StorageError) -> Int {
    let packed = try connection.integer("SELECT sum(trades) FROM trade_blocks WHERE run_id = \(run)")
    return try count(.trades, run: run) + Int(packed)
  }

  // MARK: - Who and what

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

  /// In configuration order; populations of nobody are left out.
  public func populations(run: Int64) throws(StorageError) -> [StoredPopulation] {
    try rows(
      """
      SELECT population_id, name, strategy, tier, agents, parameters_json FROM populations
      WHERE run_id = \(run) ORDER BY population_id
      """
    ) { row in
      StoredPopulation(
        id: row.integer(0), name: row.text(1), strategy: row.text(2), tier: Int(row.integer(3)),
        agents: Int(row.integer(4)), parametersJSON: row.text(5))
    }
  }

  public func agents(run: Int64, _ filter: StorageFilter = StorageFilter()) throws(StorageError) -> [StoredAgent] {
    try rows(
      [
        "agent_id", "strategy", "population", "tier", "symbol", "initial_cash", "initial_shares", "initial_equity",
        "parameters_json",
      ], of: .agents, run: run, filter
    ) { row in
      StoredAgent(
        id: row.integer(0), strategy: row.text(1), population: row.text(2), tier: Int(row.integer(3)),
        symbol: row.text(4), initialCash: row.integer(5), initialShares: row.integer(6),
        initialEquity: row.integer(7), parametersJSON: row.text(8))
    }
  }

  // MARK: - What happened

  /// By symbol name, timeframe and time.
  public func candles(run: Int64, _ filter: StorageFilter = StorageFilter()) throws(StorageError) -> [StoredCandle] {
    try rows(
      ["symbol", "timeframe", "tick_start", "open", "high", "low", "close", "volume"], of: .candles, run: run, filter
    ) { row in
      StoredCandle(
        symbol: row.text(0), timeframe: Int(row.integer(1)), tickStart: Int(row.integer(2)), open: row.integer(3),
        high: row.integer(4), low: row.integer(5), close: row.integer(6), volume: row.integer(7))
    }
  }

  /// Lengths of the stored candles in ticks, ascending.
  public func timeframes(run: Int64) throws(StorageError) -> [Int] {
    try rows("SELECT DISTINCT timeframe FROM candles WHERE run_id = \(run) ORDER BY timeframe") { Int($0.integer(0)) }
  }

  /// In the order they were recorded.
  public func events(run: Int64, _ filter: StorageFilter = StorageFilter()) throws(StorageError) -> [StoredEvent] {
    try rows(
      ["tick", "kind", "symbol", "sector", "magnitude", "sentiment", "duration_ticks", "headline"], of: .events,
      run: run, filter
    ) { row in
      StoredEvent(
        tick: Int(row.integer(0)), kind: row.text(1), symbol: row.textIfAny(2), sector: row.textIfAny(3),
        magnitude: row.real(4), sentiment: row.real(5), durationTicks: Int(row.integer(6)), headline: row.text(7))
    }
  }

  /// Of each phase in the order of the tick, then of the whole tick. Empty while the run goes on.
  public func phaseTimings(run: Int64) throws(StorageError) -> [StoredPhaseTiming] {
    try rows(
      ["phase", "ticks", "total_ns", "mean_ns", "p50_ns", "p99_ns"], of: .phaseTimings, run: run, StorageFilter()
    ) { row in
      StoredPhaseTiming(
        phase: row.text(0), ticks: Int(row.integer(1)), totalNanoseconds: row.integer(2),
        meanNanoseconds: row.real(3), medianNanoseconds: row.integer(4), p99Nanoseconds: row.integer(5))
    }
  }

  // MARK: - Snapshots

  /// The ticks at whose end portfolios were stored, ascending.
  public func snapshotTicks(run: Int64) throws(StorageError) -> [Int] {
    try rows("SELECT DISTINCT tick FROM population_snapshots WHERE run_id = \(run) ORDER BY tick") { row in
      Int(row.integer(0))
    }
  }

  /// What populations as a whole had at each snapshot, by tick and name.
  /// - Complexity: a row for each population and snapshot, however many agents they have.
  public func populationSums(
    run: Int64, _ filter: StorageFilter = StorageFilter()
  ) throws(StorageError) -> [StoredPopulationSum] {
    try rows(
      [
        "tick", "population", "strategy", "agents", "initial_equity", "cash", "equity", "realized_pnl",
        "unrealized_pnl",
      ], of: .populationSnapshots, run: run, filter
    ) { row in
      StoredPopulationSum(
        tick: Int(row.integer(0)), population: row.text(1), strategy: row.text(2), agents: Int(row.integer(3)),
        initialEquity: row.integer(4), cash: row.integer(5), equity: row.integer(6), realizedProfit: row.integer(7),
        unrealizedProfit: row.integerIfAny(8))
    }
  }

  /// What every agent had at the end of `tick`, by agent.
  public func portfolios(run: Int64, tick: Int) throws(StorageError) -> [StoredPortfolio] {
    try portfolios(run: run, StorageFilter(ticks: tick...tick))
  }

  /// By tick and agent: of one agent, its whole path.
  public func portfolios(run: Int64, _ filter: StorageFilter) throws(StorageError) -> [StoredPortfolio] {
    try rows(
      ["tick", "agent_id", "cash", "positions_json", "realized_pnl", "equity"], of: .portfolioSnapshots, run: run,
      filter
    ) { row in
      StoredPortfolio(
        tick: Int(row.integer(0)), agent: row.integer(1), cash: row.integer(2), positionsJSON: row.text(3),
        realizedProfit: row.integer(4), equity: row.integer(5))
    }
  }

  /// By tick and agent.
  public func risks(run: Int64, _ filter: StorageFilter = StorageFilter()) throws(StorageError) -> [StoredRisk] {
    try rows(
      [
        "tick", "agent_id", "periods", "equity", "peak", "total_return", "volatility", "sharpe", "sortino",
        "max_drawdown", "max_drawdown_periods", "var_95_cornish_fisher", "skewness", "excess_kurtosis",
      ], of: .riskSnapshots, run: run, filter
    ) { row in
      StoredRisk(
        tick: Int(row.integer(0)), agent: row.integer(1), periods: Int(row.integer(2)), equity: row.integer(3),
        peak: row.integer(4), totalReturn: row.realIfAny(5), volatility: row.realIfAny(6), sharpe: row.realIfAny(7),
        sortino: row.realIfAny(8), maxDrawdown: row.realIfAny(9),
        maxDrawdownPeriods: row.integerIfAny(10).map { Int($0) }, cornishFisherValueAtRisk: row.realIfAny(11),
        skewness: row.realIfAny(12), excessKurtosis: row.realIfAny(13))
    }
  }

  // MARK: - Views

  /// By profit an agent, the best first.
  public func strategyProfits(run: Int64) throws(StorageError) -> [StrategyProfit] {
    try rows(
      """
      SELECT strategy, agents, winners, profit, profit_per_agent, realized_pnl FROM strategy_profit
      WHERE run_id = \(run) ORDER BY profit_per_agent DESC, strategy
      """
    ) { row in
      StrategyProfit(
        strategy: row.text(0), agents: Int(row.integer(1)), winners: Int(row.integer(2)), profit: row.integer(3),
        profitPerAgent: row.real(4), realizedProfit: row.integer(5))
    }
  }

  /// What strategies as a whole had at each snapshot, by tick and name.
  public func strategyHistory(run: Int64) throws(StorageError) -> [StrategyHistoryPoint] {
    try rows(
      """
      SELECT strategy, tick, agents, cash, equity, profit, realized_pnl, unrealized_pnl FROM strategy_history
      WHERE run_id = \(run) ORDER BY tick, strategy
      """
    ) { row in
      StrategyHistoryPoint(
        strategy: row.text(0), tick: Int(row.integer(1)), agents: Int(row.integer(2)), cash: row.integer(3),
        equity: row.integer(4), profit: row.integer(5), realizedProfit: row.integer(6),
        unrealizedProfit: row.integerIfAny(7))
    }
  }

  /// The agents with the largest profit, the best first.
  public func topAgents(run: Int64, limit: Int) throws(StorageError) -> [AgentResult] {
    try rows(
      """
      SELECT rank, agent_id, strategy, population, symbol, initial_equity, equity, profit FROM top_agents
      WHERE run_id = \(run) AND rank <= \(limit) ORDER BY rank
      """
    ) { row in
      AgentResult(
        rank: Int(row.integer(0)), agent: row.integer(1), strategy: row.text(2), population: row.text(3),
        symbol: row.text(4), initialEquity: row.integer(5), equity: row.integer(6), profit: row.integer(7))
    }
  }

  /// By symbol and day. See the view `daily_bars` for which candles they are made of.
  public func dailyBars(run: Int64, symbol: String? = nil) throws(StorageError) -> [DailyBar] {
    let filter = symbol == nil ? "" : " AND symbol = ?"
    let statement = try connection.prepare(
      """
      SELECT symbol, day, open, high, low, close, volume FROM daily_bars
      WHERE run_id = \(run)\(filter) ORDER BY symbol, day
      """)
    if let symbol { try statement.bind(symbol, at: 1) }
    return try rows(statement) { row in
      DailyBar(
        symbol: row.text(0), day: Int(row.integer(1)), open: row.integer(2), high: row.integer(3), low: row.integer(4),
        close: row.integer(5), volume: row.integer(6))
    }
  }

  // MARK: - Rows of any kind

  /// A statement over some columns of a table's rows of a run, filtered and in the table's order.
  func select(
    _ columns: [String], of table: StorageTable, run: Int64?, _ filter: StorageFilter
  ) throws(StorageError) -> SQLiteStatement {
    let conditions = filter.conditions(on: table)
    let wheres = (run.map { ["run_id = \($0)"] } ?? []) + conditions.map(\.sql)
    let filterText = wheres.isEmpty ? "" : " WHERE " + wheres.joined(separator: " AND ")
    let statement = try connection.prepare(
      "SELECT \(columns.joined(separator: ", ")) FROM \(table.rawValue)\(filterText) ORDER BY \(table.order)")
    for (place, value) in conditions.flatMap(\.values).enumerated() {
      switch value {
      case .integer(let integer): try statement.bind(integer, at: place + 1)
      case .text(let text): try statement.bind(text, at: place + 1)
      case .real(let real): try statement.bind(real, at: place + 1)
      case .null: preconditionFailure("nothing is filtered by NULL")
      }
    }
    return statement
  }

  private func rows<Row>(
    _ columns: [String], of table: StorageTable, run: Int64, _ filter: StorageFilter,
    _ make: (SQLiteStatement) -> Row
  ) throws(StorageError) -> [Row] {
    try rows(try select(columns, of: table, run: run, filter), make)
  }

  private func rows<Row>(_ sql: String, _ make: (SQLiteStatement) -> Row) throws(StorageError) -> [Row] {
    try rows(try connection.prepare(sql), make)
  }

  private func rows<Row>(_ statement: SQLiteStatement, _ make: (SQLiteStatement) -> Row) throws(StorageError) -> [Row] {
    var rows: [Row] = []
    while try statement.step() { rows.append(make(statement)) }
    return rows
  }
}
