/// Any table as rows of values, for exports. Trades and ticks come the same whether they are rows or packed.
extension StorageReader {
  /// Columns of a table as ``visitRows(of:run:_:_:)`` gives them. Row numbers that mean nothing outside the file are
  /// left out.
  public func columns(of table: StorageTable) throws(StorageError) -> [String] {
    let statement = try connection.prepare("SELECT name FROM pragma_table_info('\(table.rawValue)') ORDER BY cid")
    var names: [String] = []
    while try statement.step() { names.append(statement.text(0)) }
    return names.filter { $0 != "id" }
  }

  /// Calls `body` with each row of a run that is wanted, in the table's order; its error ends the walk.
  ///
  /// - Parameter run: of the table `runs`, the one row to take. Nil takes everything of that table, and is a mistake for
  ///   any other.
  public func visitRows(
    of table: StorageTable, run: Int64?, _ filter: StorageFilter = StorageFilter(),
    _ body: ([StoredValue]) throws -> Void
  ) throws {
    precondition(run != nil || table == .runs, "rows belong to a run")
    switch (table, run) {
    case (.trades, .some(let run)):
      try visitTrades(run: run, filter) { trade in
        try body([
          .integer(run), .integer(Int64(trade.tick)), .text(trade.symbol), .integer(trade.price),
          .integer(trade.quantity), .integer(trade.buyer), .integer(trade.seller),
        ])
      }
    case (.symbolTicks, .some(let run)):
      try visitSymbolTicks(run: run, filter) { tick in
        try body(
          [.integer(run), .integer(Int64(tick.tick)), .text(tick.symbol), .integer(Int64(tick.trades))]
            + [tick.volume, tick.open, tick.high, tick.low, tick.close].map { .integer($0) }
            + [tick.bid, tick.ask].map { $0 == 0 ? .null : .integer($0) }
            + (tick.depth.map { depth in depth.values.map { .integer($0) } } ?? StoredDepth.unknown))
      }
    default:
      let columns = try columns(of: table)
      let statement = try select(columns, of: table, run: run, filter)
      while try statement.step() { try body(columns.indices.map { statement.value($0) }) }
    }
  }
}

extension StorageTable {
  /// Whether a ``StorageFilter`` of this kind says anything about the table's rows.
  public var hasSymbol: Bool { filterColumns.symbol != nil }
  public var hasAgent: Bool { !filterColumns.agents.isEmpty }
  public var hasTick: Bool { filterColumns.tick != nil }
}
