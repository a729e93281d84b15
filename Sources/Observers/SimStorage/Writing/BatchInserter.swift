import SimColumns
import SimEngine
import SimQuant
import SimTypes

/// Turns batches into rows and blocks: prepared statements, and the few things a row needs that a batch does not carry.
final class BatchInserter {
  /// What stays the same for the whole run.
  struct Run: Sendable {
    let id: Int64
    let rules: SimulationRules
    let tradeLog: SimulationConfig.TradeLog  // not `auto`
    let symbolOfAccount: [Int32]  // by account row
    let initialEquity: [Int64]  // by agent, 1/10,000 dollar

    var symbols: [String] { rules.symbols.map(\.name) }
    /// Few enough to be handy as rows; otherwise packed.
    var keepsTicksAsRows: Bool { tradeLog == .rows }
  }

  private let run: Run
  private let clock: StorageClock
  private let symbolNames: [SQLiteConnection.InternedText]  // by symbol row
  private let trades, symbolTicks, candles, portfolios, populations, risks, events, timings: RowInsert
  private let tradeBlock, symbolTickBlock, progress: SQLiteStatement
  private let tradePacker: TradePacker
  private let symbolTickPacker = SymbolTickPacker()
  private var positions: PositionsJSON

  init(_ connection: SQLiteConnection, run: Run, clock: StorageClock) throws(StorageError) {
    (self.run, self.clock) = (run, clock)
    symbolNames = run.symbols.map { connection.intern($0) }
    positions = PositionsJSON(symbols: run.symbols)
    tradePacker = TradePacker(symbols: run.symbols.count, layout: run.rules.layout)
    func rows(_ table: StorageTable, _ columns: [String]) throws(StorageError) -> RowInsert {
      try RowInsert(connection, into: table, run: run.id, columns: columns)
    }
    trades = try rows(.trades, ["tick", "symbol", "price", "quantity", "buyer_id", "seller_id"])
    symbolTicks = try rows(.symbolTicks, SymbolTickColumns.names)
    candles = try rows(.candles, ["symbol", "timeframe", "tick_start", "open", "high", "low", "close", "volume"])
    portfolios = try rows(
      .portfolioSnapshots, ["tick", "agent_id", "cash", "positions_json", "realized_pnl", "equity"])
    populations = try rows(
      .populationSnapshots,
      [
        "tick", "population", "strategy", "agents", "initial_equity", "cash", "equity", "realized_pnl",
        "unrealized_pnl",
      ])
    risks = try rows(
      .riskSnapshots,
      [
        "tick", "agent_id", "periods", "equity", "peak", "total_return", "volatility", "sharpe", "sortino",
        "max_drawdown", "max_drawdown_periods", "var_95_cornish_fisher", "skewness", "excess_kurtosis",
      ])
    events = try rows(
      .events, ["tick", "kind", "symbol", "sector", "magnitude", "sentiment", "duration_ticks", "headline"])
    timings = try rows(.phaseTimings, ["place", "phase", "ticks", "total_ns", "mean_ns", "p50_ns", "p99_ns"])
    tradeBlock = try connection.prepare(
      "INSERT INTO trade_blocks (run_id, symbol, first_tick, ticks, trades, data) VALUES (\(run.id), ?, ?, ?, ?, ?)")
    symbolTickBlock = try connection.prepare(
      "INSERT INTO symbol_tick_blocks (run_id, symbol, first_tick, ticks, data) VALUES (\(run.id), ?, ?, ?, ?)")
    progress = try connection.prepare(
      "UPDATE runs SET ticks = ?1, heartbeat_at = ?2 WHERE run_id = \(run.id)")
  }

  /// Inserts all of a batch. To be called inside a transaction, so that ticks are stored whole or not at all.
  func insert(_ batch: StorageBatch) throws(StorageError) {
    if run.tradeLog == .packed {
      try insertBlocks(batch)
    } else {
      try insertRows(batch.trades)
    }
    if run.keepsTicksAsRows {
      try insertRows(batch.symbolTicks)
    } else {
      try insertBlocks(batch.symbolTicks)
    }
    try insert(batch.candles)
    try insert(batch.events)
    for snapshot in batch.snapshots {
      try insert(snapshot)
      try insertSums(snapshot)
    }
    for risk in batch.risks { try insert(risk) }
    try progress.bind(Int64(batch.ticks.upperBound), at: 1)
    try progress.bind(clock.unixSeconds(), at: 2)
    try progress.run()
  }

  /// Where the time of the run went.
  func insert(_ phases: [PhaseTiming]) throws(StorageError) {
    try timings.insert(phases.count) { row, statement, first throws(StorageError) in
      let durations = phases[row].durations
      try statement.bind(Int64(row), at: first)
      try statement.bind(phases[row].name, at: first + 1)
      try statement.bind(Int64(durations.count), at: first + 2)
      try statement.bind(Int64(clamping: durations.total), at: first + 3)
      try statement.bind(durations.mean, at: first + 4)
      try statement.bind(Int64(clamping: durations.percentile(0.5)), at: first + 5)
      try statement.bind(Int64(clamping: durations.percentile(0.99)), at: first + 6)
    }
  }

  // MARK: - Trades

  private func insertRows(_ columns: TradeColumns) throws(StorageError) {
    let (quantity, buyer, seller) = (columns.quantity.view, columns.buyer.view, columns.seller.view)
    let prices = columns.price.view
    let (tickSize, layout) = (run.rules.tickSize, run.rules.layout)
    var runs = columns.runs.makeIterator()
    var current: TradeColumns.Run?
    try trades.insert(columns.count) { row, statement, first throws(StorageError) in
      if current.map({ row == $0.rows.upperBound }) ?? true { current = runs.next() }
      guard let run = current else { preconditionFailure("the runs' counts add up to the rows") }
      let ticks = run.prices.map { prices[$0.lowerBound + row - run.rows.lowerBound] } ?? run.price
      try statement.bind(Int64(run.tick), at: first)
      try statement.bind(symbolNames[Int(run.symbol)], at: first + 1)
      try statement.bind(tickSize.price(ticks).raw, at: first + 2)
      try statement.bind(Int64(quantity[row]), at: first + 3)
      try statement.bind(AgentID(row: layout.agent(ofAccount: Int(buyer[row]))).stored, at: first + 4)
      try statement.bind(AgentID(row: layout.agent(ofAccount: Int(seller[row]))).stored, at: first + 5)
    }
  }

  private func insertBlocks(_ batch: StorageBatch) throws(StorageError) {
    try tradePacker.forEachBlock(batch.trades, ticks: batch.ticks) { symbol, trades, block throws(StorageError) in
      try tradeBlock.bind(symbolNames[symbol], at: 1)
      try tradeBlock.bind(Int64(batch.ticks.lowerBound), at: 2)
      try tradeBlock.bind(Int64(batch.ticks.count), at: 3)
      try tradeBlock.bind(Int64(trades), at: 4)
      try tradeBlock.bind(blob: block, at: 5)
      try tradeBlock.run()
    }
  }

  // MARK: - What symbols did

  private func insertRows(_ columns: SymbolTickColumns) throws(StorageError) {
    let (count, volume) = (columns.trades.view, columns.volume.view)
    let (prices, shares) = (columns.prices.map(\.view), columns.shares.map(\.view))
    try symbolTicks.insert(count.count) { row, statement, first throws(StorageError) in
      let (tick, symbol) = row.quotientAndRemainder(dividingBy: columns.symbols)
      try statement.bind(Int64(columns.firstTick) + Int64(tick), at: first)
      try statement.bind(symbolNames[symbol], at: first + 1)
      try statement.bind(Int64(count[row]), at: first + 2)
      try statement.bind(volume[row], at: first + 3)
      for (place, column) in prices.enumerated() {
        let price = run.rules.tickSize.price(column[row]).raw
        try statement.bind(orNull: price == 0 ? nil : price, at: first + 4 + place)
      }
      for (place, column) in shares.enumerated() {
        try statement.bind(column[row], at: first + 4 + prices.count + place)
      }
    }
  }

  private func insertBlocks(_ columns: SymbolTickColumns) throws(StorageError) {
    guard columns.ticks > 0 else { return }
    try symbolTickPacker.forEachBlock(columns) { symbol, block throws(StorageError) in
      try symbolTickBlock.bind(symbolNames[symbol], at: 1)
      try symbolTickBlock.bind(Int64(columns.firstTick), at: 2)
      try symbolTickBlock.bind(Int64(columns.ticks), at: 3)
      try symbolTickBlock.bind(blob: block, at: 4)
      try symbolTickBlock.run()
    }
  }

  private func insert(_ rows: [CandleRow]) throws(StorageError) {
    let tickSize = run.rules.tickSize
    try candles.insert(rows.count) { row, statement, first throws(StorageError) in
      let candle = rows[row].candle
      try statement.bind(symbolNames[Int(rows[row].symbol)], at: first)
      try statement.bind(Int64(rows[row].timeframe), at: first + 1)
      try statement.bind(Int64(candle.startTick), at: first + 2)
      try statement.bind(tickSize.price(candle.open).raw, at: first + 3)
      try statement.bind(tickSize.price(candle.high).raw, at: first + 4)
      try statement.bind(tickSize.price(candle.low).raw, at: first + 5)
      try statement.bind(tickSize.price(candle.close).raw, at: first + 6)
      try statement.bind(candle.volume, at: first + 7)
    }
  }

  private func insert(_ rows: [StoredEvent]) throws(StorageError) {
    try events.insert(rows.count) { row, statement, first throws(StorageError) in
      let event = rows[row]
      try statement.bind(Int64(event.tick), at: first)
      try statement.bind(event.kind, at: first + 1)
      try statement.bind(orNull: event.symbol, at: first + 2)
      try statement.bind(orNull: event.sector, at: first + 3)
      try statement.bind(event.magnitude, at: first + 4)
      try statement.bind(event.sentiment, at: first + 5)
      try statement.bind(Int64(event.durationTicks), at: first + 6)
      try statement.bind(event.headline, at: first + 7)
    }
  }

  // MARK: - Snapshots

  private func insert(_ snapshot: PortfolioColumns) throws(StorageError) {
    let layout = run.rules.layout
    try portfolios.insert(layout.agentCount) { agent, statement, first throws(StorageError) in
      let rows = layout.accounts(ofAgent: agent)
      positions.begin()
      for row in rows {
        positions.append(
          symbol: Int(run.symbolOfAccount[row]), quantity: snapshot.quantity[row], cost: snapshot.cost[row])
      }
      positions.end()
      let sum = snapshot.sum(rows)
      try statement.bind(Int64(snapshot.tick), at: first)
      try statement.bind(AgentID(row: agent).stored, at: first + 1)
      try statement.bind(sum.cash, at: first + 2)
      try statement.bind(utf8: positions.utf8, at: first + 3)
      try statement.bind(sum.realised, at: first + 4)
      try statement.bind(sum.equity, at: first + 5)
    }
  }

  private func insertSums(_ snapshot: PortfolioColumns) throws(StorageError) {
    let plans = run.rules.populations
    try populations.insert(plans.count) { row, statement, first throws(StorageError) in
      let (plan, sum) = (plans[row], snapshot.sum(plans[row].rows))
      try statement.bind(Int64(snapshot.tick), at: first)
      try statement.bind(plan.name, at: first + 1)
      try statement.bind(plan.schema.name, at: first + 2)
      try statement.bind(Int64(plan.agents.count), at: first + 3)
      try statement.bind(run.initialEquity[plan.agents].reduce(0, +), at: first + 4)
      try statement.bind(sum.cash, at: first + 5)
      try statement.bind(sum.equity, at: first + 6)
      try statement.bind(sum.realised, at: first + 7)
      try statement.bind(sum.unrealised, at: first + 8)
    }
  }

  private func insert(_ snapshot: RiskColumns) throws(StorageError) {
    let (risk, settings) = (snapshot.view, run.rules.riskSettings)
    let periods = run.rules.riskPeriods(ticks: Int(snapshot.tick) + 1)
    try risks.insert(risk.count) { row, statement, first throws(StorageError) in
      let metrics = RiskMetrics(
        risk.moments(row, periods: periods), risk.path(row, first: run.initialEquity[row], periods: periods), settings)
      try statement.bind(Int64(snapshot.tick), at: first)
      try statement.bind(AgentID(row: row).stored, at: first + 1)
      try statement.bind(Int64(periods), at: first + 2)
      try statement.bind(Int64(risk.markedEquity[row]), at: first + 3)
      try statement.bind(Int64(risk.peak[row]), at: first + 4)
      try statement.bind(orNull: metrics.totalReturn, at: first + 5)
      try statement.bind(orNull: metrics.volatility, at: first + 6)
      try statement.bind(orNull: metrics.sharpe, at: first + 7)
      try statement.bind(orNull: metrics.sortino, at: first + 8)
      try statement.bind(orNull: metrics.maxDrawdown, at: first + 9)
      try statement.bind(orNull: metrics.maxDrawdownPeriods.map(Int64.init), at: first + 10)
      try statement.bind(orNull: metrics.cornishFisherValueAtRisk, at: first + 11)
      try statement.bind(orNull: metrics.skewness, at: first + 12)
      try statement.bind(orNull: metrics.excessKurtosis, at: first + 13)
    }
  }
}
