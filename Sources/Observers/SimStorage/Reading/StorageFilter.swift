/// Which rows of a run are wanted. What is nil, or not a property of the table, filters nothing.
public struct StorageFilter: Equatable, Sendable {
  /// A name as stored.
  public var symbol: String?
  /// A trade is an agent's when it bought or sold.
  public var agent: Int64?
  /// Of candles, the tick they start at; of everything else, the tick it happened in.
  public var ticks: ClosedRange<Int>?
  /// Candles of this length only.
  public var timeframe: Int?

  public init(symbol: String? = nil, agent: Int64? = nil, ticks: ClosedRange<Int>? = nil, timeframe: Int? = nil) {
    (self.symbol, self.agent, self.ticks, self.timeframe) = (symbol, agent, ticks, timeframe)
  }

  /// Conditions on `table`'s columns, with their values. Values are bound, never pasted in.
  func conditions(on table: StorageTable) -> [(sql: String, values: [StoredValue])] {
    var conditions: [(String, [StoredValue])] = []
    let columns = table.filterColumns
    if let symbol, table == .agents {  // which may have several
      conditions.append(("instr(',' || symbol || ',', ',' || ? || ',') > 0", [.text(symbol)]))
    } else if let symbol, let column = columns.symbol {
      conditions.append(("\(column) = ?", [.text(symbol)]))
    }
    if let agent, !columns.agents.isEmpty {
      let sql = columns.agents.map { "\($0) = ?" }.joined(separator: " OR ")
      conditions.append(("(\(sql))", columns.agents.map { _ in .integer(agent) }))
    }
    if let ticks, let column = columns.tick {
      conditions.append(
        ("\(column) BETWEEN ? AND ?", [.integer(Int64(ticks.lowerBound)), .integer(Int64(ticks.upperBound))]))
    }
    if let timeframe, table == .candles { conditions.append(("timeframe = ?", [.integer(Int64(timeframe))])) }
    return conditions
  }
}

extension StorageTable {
  /// Columns that a ``StorageFilter`` looks at.
  var filterColumns: (symbol: String?, agents: [String], tick: String?) {
    switch self {
    case .runs, .populations, .phaseTimings: (nil, [], nil)
    case .symbols: ("name", [], nil)
    case .agents: ("symbol", ["agent_id"], nil)
    case .trades: ("symbol", ["buyer_id", "seller_id"], "tick")
    case .candles: ("symbol", [], "tick_start")
    case .symbolTicks, .events: ("symbol", [], "tick")
    case .portfolioSnapshots, .riskSnapshots: (nil, ["agent_id"], "tick")
    case .populationSnapshots: (nil, [], "tick")
    case .tradeBlocks, .symbolTickBlocks: ("symbol", [], nil)  // a block is taken when it overlaps
    }
  }

  /// The order that rows come in.
  var order: String {
    switch self {
    case .runs: "run_id"
    case .symbols: "symbol_id"
    case .populations: "population_id"
    case .agents: "agent_id"
    case .trades, .tradeBlocks, .symbolTicks, .symbolTickBlocks, .events: "id"
    case .candles: "symbol, timeframe, tick_start"
    case .portfolioSnapshots, .riskSnapshots: "tick, agent_id"
    case .populationSnapshots: "tick, population"
    case .phaseTimings: "place"
    }
  }
}
