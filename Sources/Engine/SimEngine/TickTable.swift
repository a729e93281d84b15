import SimParallel

/// One tick, as a table. The order of the cases is the order of execution, which the pipeline refuses to break; the
/// table drives timing, the columns of `timings.csv`, the toggles and the documentation.
public enum Phase: Int, CaseIterable, Sendable {
  case news
  case indicators
  case wakeConditions
  case agentCollection
  case orderValidation
  case locates
  case auctions
  case tradeUpdates
  case candleUpdates
  case fillNotifications
  case riskTracking
  case hooks

  /// What a phase's independent items are.
  public enum Domain: String, Sendable {
    case chunks  // runs of agents, ``ChunkGrid``
    case symbols  // blocks of neighbouring symbols
    case lanes  // longer blocks of symbols, which are the lanes of vectors
    case once  // the leading thread alone
  }

  /// The spelling in files and tables: `agent_collection`.
  public var name: String {
    if self == .locates { return "locates" }  // the second step of order validation, under its toggle
    if let toggle { return toggle.name }
    precondition(self == .news || self == .hooks, "every phase has a name of its own")
    return self == .news ? "news" : "hooks"
  }

  /// The toggle that makes the phase parallel; nil for a phase that never is.
  public var toggle: ParallelToggle? {
    switch self {
    case .indicators: .indicators
    case .wakeConditions: .wakeConditions
    case .agentCollection: .agentCollection
    case .orderValidation, .locates: .orderValidation
    case .auctions: .auctions
    case .tradeUpdates: .tradeUpdates
    case .candleUpdates: .candleUpdates
    case .fillNotifications: .fillNotifications
    case .riskTracking: .riskTracking
    case .news, .hooks: nil
    }
  }

  public var domain: Domain {
    switch self {
    case .wakeConditions, .agentCollection, .orderValidation, .fillNotifications, .riskTracking: .chunks
    case .locates, .auctions, .tradeUpdates, .candleUpdates: .symbols
    case .indicators: .lanes
    case .news, .hooks: .once
    }
  }

  /// Whether every other tick walks its items backwards. It pays where a phase streams through more than a cache holds:
  /// the rows a walk saw last are the ones it finds when it turns round. Elsewhere it only brings the heavy items, which
  /// stand first, to the end, where nobody can share them.
  var turnsRound: Bool { self == .fillNotifications || self == .riskTracking }

  /// What it does, in a line.
  public var summary: String {
    switch self {
    case .news: "companies report, rates change, fair values move"
    case .indicators: "the indicators that strategies declared take in the candles that closed with the last tick"
    case .wakeConditions: "prices, time and news wake the agents that wait for them"
    case .agentCollection: "agents read the market as the last tick left it and write orders into their chunk's box"
    case .orderValidation:
      "each order is checked against what the agent's earlier ones left, then all are sorted by symbol"
    case .locates: "sales of borrowed shares get them, symbol by symbol, as long as there are some"
    case .auctions: "each symbol finds its price and allocates its trades; volume and imbalance"
    case .tradeUpdates: "last price, total volume and the tape's fingerprint"
    case .candleUpdates: "every timeframe's candle grows, and closes when its time is up"
    case .fillNotifications: "fills change cash, shares and realised profit; what was not filled is free again"
    case .riskTracking: "every few ticks all accounts are marked to market: equity, return moments, peak, drawdown"
    case .hooks: "observers see the tick"
    }
  }
}
