import SimRandom
import SimTypes

/// A population whose settings have been checked: one strategy, one recipe of parameters, a run of account rows.
///
/// Where agents trade one symbol each, its rows are sorted by symbol: the agents of one symbol are a *segment*, so a
/// kernel loads a price once and uses it for all of them. Where they trade several, an agent's rows, its *legs*, stand
/// next to each other, and agents with the same symbols are a *group*.
public struct PopulationPlan: Sendable {
  public let name: String
  public let schema: StrategySchema
  public let index: Int  // place in the configuration
  public let agents: Range<Int>  // numbers, from 0
  public let rows: Range<Int>  // account rows: one for each agent and leg
  public let legs: Int  // accounts of each agent
  public let segments: [Segment]  // none where agents have several legs
  public let groups: [Group]  // none where agents have one
  public let cash: Distribution  // dollars
  public let shares: Distribution  // of the agent's symbol at the start
  /// One distribution for each parameter of the schema, in its order.
  public let parameters: [Distribution]
  /// How long its orders live.
  public let life: OrderLife
  /// Whether its agents may sell shares they do not own: the strategy does, and the market lends them.
  public let sellsShort: Bool
  private let shortLimits: [Int64]  // row = symbol; empty: none

  /// The agents of a population that trade one symbol.
  public struct Segment: Sendable, Hashable {
    public let symbol: Int
    public let rows: Range<Int>  // account rows
    public init(symbol: Int, rows: Range<Int>) { (self.symbol, self.rows) = (symbol, rows) }
  }

  /// The agents of a population that trade the same symbols. The first one's legs are the first rows.
  public struct Group: Sendable, Hashable {
    public let symbols: [Int]  // leg by leg
    public let rows: Range<Int>  // account rows
    public init(symbols: [Int], rows: Range<Int>) { (self.symbols, self.rows) = (symbols, rows) }

    public var agentCount: Int { rows.count / symbols.count }
    /// The account rows of its agent number `agent`.
    public func legs(_ agent: Int) -> Range<Int> {
      let first = rows.lowerBound + agent * symbols.count
      return first..<first + symbols.count
    }
  }

  /// Shares of a symbol that one of its agents may be short: 0 where none are lent.
  public func shortLimit(_ symbol: Int) -> Int64 {
    guard sellsShort else { return 0 }
    return schema.shortSelling == .marketMaker || shortLimits.isEmpty ? .max : shortLimits[symbol]
  }

  /// Spreads `count` agents evenly over `symbols`, or their pairs; the first take the remainder.
  ///
  /// - Parameters:
  ///   - firstAgent: number of the first agent; as `firstRow` where nobody before it has several accounts.
  ///   - shortLimits: shares that an agent may be short, a row for each symbol of the market; empty: any.
  public init(
    name: String, schema: StrategySchema, index: Int, firstRow: Int, firstAgent: Int? = nil, count: Int,
    symbols: [Int], cash: Distribution, shares: Distribution, parameters: [Distribution], life: OrderLife = .auto,
    sellsShort: Bool = false,
    shortLimits: [Int64] = []
  ) {
    precondition(symbols.count >= schema.symbolUse.symbolsMin && count >= 0, "a population trades something")
    precondition(parameters.count == schema.parameters.count, "every parameter has its distribution")
    (self.name, self.schema, self.index) = (name, schema, index)
    (self.cash, self.shares, self.parameters, self.life) = (cash, shares, parameters, life)
    (self.sellsShort, self.shortLimits) = (sellsShort, shortLimits)
    let firstAgent = firstAgent ?? firstRow
    agents = firstAgent..<firstAgent + count
    let combinations = schema.symbolUse.combinations(of: symbols)
    let legs = combinations[0].count
    self.legs = legs
    rows = firstRow..<firstRow + count * legs
    let (each, remainder) = count.quotientAndRemainder(dividingBy: combinations.count)
    var next = firstRow
    let groups: [Group] = combinations.enumerated().compactMap { place, symbols in
      let size = (each + (place < remainder ? 1 : 0)) * legs
      defer { next += size }
      return size == 0 ? nil : Group(symbols: symbols, rows: next..<next + size)
    }
    let isSingle = schema.symbolUse == .one
    segments = isSingle ? groups.map { Segment(symbol: $0.symbols[0], rows: $0.rows) } : []
    self.groups = isSingle ? [] : groups
  }

  /// The accounts of its agents that trade a symbol, summed up by symbol.
  public func forEachSymbol(_ body: (_ symbol: Int, _ accounts: Int) -> Void) {
    for segment in segments { body(segment.symbol, segment.rows.count) }
    for group in groups { for symbol in group.symbols { body(symbol, group.agentCount) } }
  }

  /// The symbol of each account row in `rows`, in row order.
  public func forEachAccount(in rows: Range<Int>, _ body: (_ row: Int, _ symbol: Int) -> Void) {
    for segment in segments(in: rows) { for row in segment.rows { body(row, segment.symbol) } }
    for group in groups(in: rows) {
      for row in group.rows { body(row, group.symbols[(row - group.rows.lowerBound) % group.symbols.count]) }
    }
  }

  /// The agents whose accounts lie in `rows`, which cuts no agent in two.
  public func agents(in rows: Range<Int>) -> Range<Int> {
    let first = agents.lowerBound + (rows.lowerBound - self.rows.lowerBound) / legs
    return first..<first + rows.count / legs
  }

  /// The population's own streams for a purpose: two populations of one strategy share no draw. Rows are counted within
  /// the population, so agents added elsewhere disturb nobody.
  public func streamKey(seed: UInt64, purpose: StreamPurpose) -> StreamKey {
    StreamKey(seed: seed &+ UInt64(index) &* 0x9e37_79b9_7f4a_7c15, purpose: purpose)
  }

  /// The segments' parts that lie in `rows`, in row order.
  public func segments(in rows: Range<Int>) -> [Segment] {
    segments.compactMap { segment in
      let common = segment.rows.clamped(to: rows)
      return common.isEmpty ? nil : Segment(symbol: segment.symbol, rows: common)
    }
  }

  /// The groups' parts that lie in `rows`, which cuts no agent in two, in row order.
  public func groups(in rows: Range<Int>) -> [Group] {
    groups.compactMap { group in
      let common = group.rows.clamped(to: rows)
      return common.isEmpty ? nil : Group(symbols: group.symbols, rows: common)
    }
  }
}

/// The draws that make each agent of a population different: one stream for every (parameter, agent), so a new
/// parameter or a new agent leaves everybody else's values as they were.
public struct SpawnDraws: Sendable {
  let seed: UInt64
  let population: PopulationPlan

  public init(seed: UInt64, population: PopulationPlan) {
    (self.seed, self.population) = (seed, population)
  }

  /// The real value of the schema's parameter `parameter` for the agent in `row`.
  public func real(_ parameter: Int, row: Int) -> Double {
    var stream = stream(parameter + 2, row)
    return population.parameters[parameter].draw(from: &stream)
  }

  public func integer(_ parameter: Int, row: Int) -> Int {
    var stream = stream(parameter + 2, row)
    return population.parameters[parameter].drawInteger(from: &stream)
  }

  public func cash(row: Int) -> Cash {
    var stream = stream(0, row)
    guard let cash = Cash(dollars: population.cash.draw(from: &stream)) else {
      preconditionFailure("cash was checked when the configuration was loaded")
    }
    return cash
  }

  public func shares(row: Int) -> Int {
    var stream = stream(1, row)
    return population.shares.drawInteger(from: &stream)
  }

  /// Tick number and population separate what is drawn; the row inside the population says for whom.
  private func stream(_ what: Int, _ row: Int) -> RowStream {
    return RowStream(
      population.streamKey(seed: seed, purpose: .spawn), row: UInt32(row - population.rows.lowerBound),
      tick: UInt32(what))
  }
}
