/// What a strategy tells the world about itself: enough to check a configuration, spawn its agents and size their
/// boxes.
public struct StrategySchema: Sendable {
  /// As in `strategy: "noise_trader"`.
  public let name: String
  /// 1 decides every tick, 2 when a condition wakes it, 3 trades for a crowd that is not simulated one by one.
  public let tier: Int
  /// One line for `--help` and the schema.
  public let summary: String
  public let parameters: [ParameterSpec]
  /// The most orders one agent sends in one tick, for each of its symbols.
  public let ordersPerTickMax: Int
  /// The most orders one agent has resting, where orders rest: its slots.
  public let restingOrdersMax: Int
  /// Whether its agents sell shares they do not own, where the market lends them.
  public let shortSelling: ShortSelling
  /// Which of its population's symbols each of its agents trades.
  public let symbolUse: SymbolUse

  public init(
    name: String, tier: Int, summary: String, parameters: [ParameterSpec], ordersPerTickMax: Int,
    restingOrdersMax: Int = 0, shortSelling: ShortSelling = .never, symbolUse: SymbolUse = .one
  ) {
    precondition((1...3).contains(tier), "agents belong to tier 1, 2 or 3")
    precondition(ordersPerTickMax >= 1, "a strategy that never sends an order is none")
    precondition(symbolUse == .one || restingOrdersMax == 0, "orders of agents with several symbols live for one tick")
    (self.name, self.tier, self.summary) = (name, tier, summary)
    (self.parameters, self.ordersPerTickMax) = (parameters, ordersPerTickMax)
    (self.restingOrdersMax, self.shortSelling, self.symbolUse) = (restingOrdersMax, shortSelling, symbolUse)
  }
}

/// Why a population cannot have the value of a parameter that others do not go with.
public struct ParameterObjection: Hashable, Sendable {
  public let parameter: String
  public let found, allowed: String

  public init(_ parameter: String, found: String, allowed: String) {
    (self.parameter, self.found, self.allowed) = (parameter, found, allowed)
  }
}

/// One parameter of a strategy. Every agent draws its own value from its population's distribution.
public struct ParameterSpec: Sendable {
  public let name: String
  public let unit: String  // "shares", "fraction", "ticks", …
  public let summary: String
  public let standard: Distribution  // when the population says nothing
  public let allowed: ClosedRange<Double>  // no draw may leave it
  public let isInteger: Bool

  public init(
    _ name: String, unit: String, _ summary: String, standard: Distribution, allowed: ClosedRange<Double>,
    isInteger: Bool = false
  ) {
    (self.name, self.unit, self.summary, self.standard) = (name, unit, summary, standard)
    (self.allowed, self.isInteger) = (allowed, isInteger)
    precondition(
      allowed.lowerBound <= standard.support.lowerBound && standard.support.upperBound <= allowed.upperBound,
      "the standard value of \(name) is allowed")
  }
}
