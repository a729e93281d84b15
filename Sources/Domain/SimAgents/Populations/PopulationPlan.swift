import SimRandom
import SimTypes

/// A population whose settings have been checked: one strategy, one recipe of parameters, a run of account rows.
///
/// Its rows are sorted by symbol: the agents of one symbol are a *segment*, so a kernel loads a price once and uses it
/// for all of them.
public struct PopulationPlan: Sendable {
  public let name: String
  public let schema: StrategySchema
  public let index: Int  // place in the configuration
  public let rows: Range<Int>  // account rows
  public let segments: [Segment]
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

  /// Shares of a symbol that one of its agents may be short: 0 where none are lent.
  public func shortLimit(_ symbol: Int) -> Int64 {
    guard sellsShort else { return 0 }
    return schema.shortSelling == .marketMaker || shortLimits.isEmpty ? .max : shortLimits[symbol]
  }

  /// Spreads `count` agents evenly over `symbols`; the first symbols take the remainder.
  ///
  /// - Parameter shortLimits: shares that an agent may be short, a row for each symbol of the market; empty: any.
  public init(
    name: String, schema: StrategySchema, index: Int, firstRow: Int, count: Int, symbols: [Int], cash: Distribution,
    shares: Distribution, parameters: [Distribution], life: OrderLife = .auto, sellsShort: Bool = false,
    shortLimits: [Int64] = []
  ) {
    precondition(!symbols.isEmpty && count >= 0, "a population trades something")
    precondition(parameters.count == schema.parameters.count, "every parameter has its distribution")
    (self.name, self.schema, self.index) = (name, schema, index)
    (self.cash, self.shares, self.parameters, self.life) = (cash, shares, parameters, life)
    (self.sellsShort, self.shortLimits) = (sellsShort, shortLimits)
    rows = firstRow..<firstRow + count
    let (each, remainder) = count.quotientAndRemainder(dividingBy: symbols.count)
    var next = firstRow
    segments = symbols.enumerated().compactMap { place, symbol in
      let size = each + (place < remainder ? 1 : 0)
      defer { next += size }
      return size == 0 ? nil : Segment(symbol: symbol, rows: next..<next + size)
    }
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
