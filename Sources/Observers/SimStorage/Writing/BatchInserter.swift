import SimTypes

/// Turns batches into rows: prepared statements, and the few things a row needs that a batch does not carry.
struct BatchInserter {
  /// What stays the same for the whole run.
  struct Run: Sendable {
    let id: Int64
    let symbols: [String]  // by symbol row
    let tickSize: TickSize
    let symbolOfAgent: [Int32]  // by account row
  }

  private let run: Run
  private let symbolNames: [SQLiteConnection.InternedText]  // by symbol row
  private let trades, candles, portfolios: RowInsert
  private let progress: SQLiteStatement
  private var positions: PositionsJSON

  init(_ connection: SQLiteConnection, run: Run) throws(StorageError) {
    self.run = run
    symbolNames = run.symbols.map { connection.intern($0) }
    positions = PositionsJSON(symbols: run.symbols)
    trades = try RowInsert(
      connection, into: .trades, run: run.id,
      columns: ["tick", "symbol", "price", "quantity", "buyer_id", "seller_id"])
    candles = try RowInsert(
      connection, into: .candles, run: run.id,
      columns: ["symbol", "timeframe", "tick_start", "open", "high", "low", "close", "volume"])
    portfolios = try RowInsert(
      connection, into: .portfolioSnapshots, run: run.id,
      columns: ["tick", "agent_id", "cash", "positions_json", "realized_pnl", "equity"])
    progress = try connection.prepare("UPDATE runs SET ticks = ?1 WHERE run_id = \(run.id)")
  }

  /// Inserts all of a batch. To be called inside a transaction, so that ticks are stored whole or not at all.
  mutating func insert(_ batch: StorageBatch) throws(StorageError) {
    try insert(batch.trades)
    try insert(batch.candles)
    for snapshot in batch.snapshots { try insert(snapshot) }
    try progress.bind(Int64(batch.ticksCovered), at: 1)
    try progress.run()
  }

  private func insert(_ columns: TradeColumns) throws(StorageError) {
    var groups = columns.groups.makeIterator()
    var group: TradeColumns.Group?
    var left: Int32 = 0  // trades of the group not yet inserted
    try trades.insert(columns.count) { row, statement, first throws(StorageError) in
      if left == 0 {
        group = groups.next()
        left = group?.count ?? 0
      }
      guard let group else { preconditionFailure("the groups' counts add up to the rows") }
      left -= 1
      try statement.bind(Int64(group.tick), at: first)
      try statement.bind(symbolNames[Int(group.symbol)], at: first + 1)
      try statement.bind(group.price.raw, at: first + 2)
      try statement.bind(Int64(columns.quantity[row]), at: first + 3)
      try statement.bind(AgentID(row: Int(columns.buyer[row])).stored, at: first + 4)
      try statement.bind(AgentID(row: Int(columns.seller[row])).stored, at: first + 5)
    }
  }

  private func insert(_ rows: [CandleRow]) throws(StorageError) {
    try candles.insert(rows.count) { row, statement, first throws(StorageError) in
      let candle = rows[row].candle
      try statement.bind(symbolNames[Int(rows[row].symbol)], at: first)
      try statement.bind(Int64(rows[row].timeframe), at: first + 1)
      try statement.bind(Int64(candle.startTick), at: first + 2)
      try statement.bind(run.tickSize.price(candle.open).raw, at: first + 3)
      try statement.bind(run.tickSize.price(candle.high).raw, at: first + 4)
      try statement.bind(run.tickSize.price(candle.low).raw, at: first + 5)
      try statement.bind(run.tickSize.price(candle.close).raw, at: first + 6)
      try statement.bind(candle.volume, at: first + 7)
    }
  }

  private mutating func insert(_ snapshot: PortfolioColumns) throws(StorageError) {
    try portfolios.insert(snapshot.cash.count) { row, statement, first throws(StorageError) in
      positions.format(
        symbol: Int(run.symbolOfAgent[row]), quantity: snapshot.quantity[row], cost: snapshot.cost[row])
      try statement.bind(Int64(snapshot.tick), at: first)
      try statement.bind(AgentID(row: row).stored, at: first + 1)
      try statement.bind(snapshot.cash[row], at: first + 2)
      try statement.bind(utf8: positions.utf8, at: first + 3)
      try statement.bind(snapshot.realised[row], at: first + 4)
      try statement.bind(Int64(snapshot.equity[row]), at: first + 5)
    }
  }
}
