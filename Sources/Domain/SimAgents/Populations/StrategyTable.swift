import SimColumns
import SimMarket
import SimNews
import SimQuant
import SimRandom

/// A strategy: the parameters and state of all agents of one population in columns, and the step that decides for a
/// chunk of them. One virtual call a chunk; inside it everything is columns.
public protocol StrategyTable: AnyObject, Sendable {
  static var schema: StrategySchema { get }

  /// The indicators that the agents of a population will look up in ``DecisionView/indicators``, for all that their
  /// parameters' distributions can draw. None, unless a strategy says otherwise.
  static func indicators(for population: PopulationPlan) -> [Indicator]

  /// The pairs of symbols that the agents of a population will look up in ``DecisionView/pairs``. None, unless a
  /// strategy says otherwise.
  static func pairs(for population: PopulationPlan) -> [SymbolPair]

  /// What is wrong with the parameters of a population taken together, each of which is allowed by itself. Nothing,
  /// unless a strategy says otherwise.
  /// - Parameter parameters: one distribution for each parameter of the schema, in its order.
  static func objections(to parameters: [Distribution]) -> [ParameterObjection]

  /// Draws every agent's parameters.
  /// - Parameter accounts: the agents' accounts, whose ``AccountView/strategySpace`` a strategy may use for its agents.
  init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement)

  /// Bytes of its columns, for the memory report.
  var byteCount: Int { get }

  /// Agents that woke by themselves and decided in the tick under way, for a strategy of tier 2 that needs no wake
  /// index; those that an index woke are counted there. 0, unless a strategy says otherwise.
  var wokenCount: Int { get }

  /// Decides for the agents of one chunk and writes their orders.
  ///
  /// Reads what the last tick left in `world`; writes its own columns in the chunk's rows and the chunk's box, nothing
  /// else, so that chunks may run in any order on any worker.
  func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter)

  /// Learns what became of the chunk's orders, after every tick, when accounts are settled. Writes its own columns in
  /// the chunk's rows and nothing else. A strategy that does not want to know leaves it out.
  func learn(_ chunk: DecisionChunk, _ outcomes: OrderOutcomes)
}

extension StrategyTable {
  public static func indicators(for population: PopulationPlan) -> [Indicator] { [] }

  public static func pairs(for population: PopulationPlan) -> [SymbolPair] { [] }

  public static func objections(to parameters: [Distribution]) -> [ParameterObjection] { [] }

  public var wokenCount: Int { 0 }

  public func learn(_ chunk: DecisionChunk, _ outcomes: OrderOutcomes) {}
}

/// Which agents decide.
public struct DecisionChunk: Sendable {
  public let rows: Range<Int>  // account rows
  public let segments: [PopulationPlan.Segment]  // the same rows, cut by symbol, of agents with one symbol
  public let groups: [PopulationPlan.Group]  // the same rows, cut where other symbols begin, of agents with several
  public let firstRow: Int  // account row of the population's first agent: row 0 of the strategy's columns

  public init(
    rows: Range<Int>, segments: [PopulationPlan.Segment], groups: [PopulationPlan.Group] = [], firstRow: Int
  ) {
    (self.rows, self.segments, self.groups, self.firstRow) = (rows, segments, groups, firstRow)
  }

  /// Rows of a segment's agents in the strategy's columns.
  @inlinable public func localRows(of segment: PopulationPlan.Segment) -> Range<Int> {
    segment.rows.lowerBound - firstRow..<segment.rows.upperBound - firstRow
  }
}

/// What deciding agents may see: the market and the accounts as the last tick left them.
///
/// Plain memory without references, so that handing it on counts nothing. It is large, though: inside loops take what
/// is needed of it into locals.
public struct DecisionView: Sendable {
  public private(set) var tick: UInt32
  public let symbols: SymbolView
  public let accounts: AccountView
  /// What all populations together declared, as of the last closed candle. A declaration's columns are looked up once a
  /// chunk; a row is a symbol.
  public let indicators: IndicatorView
  /// The pairs that all populations together declared, as of the last closed candle; nil where nobody did.
  public let pairs: PairView?
  /// What has been in the news, up to and including this tick; nil where there is no economy.
  public let news: NewsView?
  /// Whether a candle of the agents' own timeframe closed with the last tick, so that indicators have changed.
  public private(set) var candleClosed: Bool
  /// The chunk's resting orders; nil where nobody's orders rest.
  public private(set) var slots: AgentSlots?
  /// Those of the chunk's agents who woke, and why; nil for a strategy whose agents never sleep.
  public private(set) var woken: WokenAgents?
  /// How long the chunk's orders live; nil where nobody's rest. A byte, where the slots are half a kilobyte to look into.
  private(set) var orderLife: OrderLife?

  public init(
    tick: UInt32, symbols: SymbolView, accounts: AccountView, indicators: IndicatorView, candleClosed: Bool = false,
    pairs: PairView? = nil, news: NewsView? = nil, slots: AgentSlots? = nil, woken: WokenAgents? = nil
  ) {
    (self.tick, self.symbols, self.accounts, self.indicators) = (tick, symbols, accounts, indicators)
    (self.candleClosed, self.pairs, self.news) = (candleClosed, pairs, news)
    (self.slots, self.woken) = (slots, woken)
    orderLife = slots?.life
  }

  /// Turns to a tick, of which a candle may have closed.
  public mutating func turn(to tick: UInt32, candleClosed: Bool) {
    (self.tick, self.candleClosed) = (tick, candleClosed)
  }

  /// Turns to a chunk whose orders may rest.
  public mutating func turn(to slots: AgentSlots) {
    self.slots = slots
    orderLife = slots.life
  }

  /// Turns to a chunk of agents that sleep.
  public mutating func turn(to woken: WokenAgents) { self.woken = woken }

  /// Whether orders for a symbol are placed in slots; see ``AgentSlots/rest(_:of:)``.
  @inline(__always) func rests(_ symbol: Int) -> Bool {
    orderLife?.rests(in: symbols.mechanism(symbol)) ?? false
  }
}

/// The strategies a configuration can name.
public struct StrategyRegistry: Sendable {
  public private(set) var tables: [any StrategyTable.Type]

  public init(_ tables: [any StrategyTable.Type]) {
    self.tables = []
    for table in tables { register(table) }
  }

  /// Adds a strategy, for example one from outside the engine.
  public mutating func register(_ table: any StrategyTable.Type) {
    precondition(self[table.schema.name] == nil, "there is a strategy called \(table.schema.name) already")
    // An index wakes agents by the price of their one symbol. Those with several are few, and wake by news or by the
    // clock, which are the same for all of them: a table of tier 2 then looks itself, once for a chunk.
    let (schema, isSleeper) = (table.schema, table is any SleeperTable.Type)
    precondition(!isSleeper || schema.tier == 2, "only strategies of tier 2 are sleepers")
    precondition(
      isSleeper || schema.tier != 2 || schema.symbolUse != .one, "strategies of tier 2 with one symbol are sleepers")
    tables.append(table)
  }

  public subscript(name: String) -> (any StrategyTable.Type)? { tables.first { $0.schema.name == name } }

  public var schemas: [StrategySchema] { tables.map { $0.schema } }
}
