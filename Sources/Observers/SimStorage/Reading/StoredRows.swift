import SimTypes

/// Rows as they are stored. Money and prices at 1/10,000 dollar, ids as they leave the program (agents from 1).

/// The tables of a file of results.
public enum StorageTable: String, CaseIterable, Sendable {
  case runs, symbols, populations, agents, trades, candles, events
  case tradeBlocks = "trade_blocks"
  case symbolTicks = "symbol_ticks"
  case symbolTickBlocks = "symbol_tick_blocks"
  case portfolioSnapshots = "portfolio_snapshots"
  case populationSnapshots = "population_snapshots"
  case riskSnapshots = "risk_snapshots"
  case phaseTimings = "phase_timings"
}

/// What a cell of any table holds.
public enum StoredValue: Equatable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
}

public struct StoredRun: Equatable, Sendable {
  public enum Outcome: String, Sendable {
    case running
    case completed
    case interrupted  // somebody asked it to stop, or its process was killed
    case failed
  }

  public let id: Int64
  public let outcome: Outcome
  public let startedAt: Int64  // Unix seconds
  public let endedAt: Int64?
  public let seed: UInt64
  public let ticks: Int  // whose rows are in the file
  public let ticksPlanned: Int
  public let agents: Int
  public let symbols: Int
  public let stateHash: String?  // 16 hexadecimal digits
  public let tradeLog: String
  public let description: RunDescription

  /// Whether every trade is stored, as rows or packed.
  public var hasAllTrades: Bool { tradeLog == "rows" || tradeLog == "packed" }
}

public struct StoredSymbol: Equatable, Sendable {
  public let id: Int64
  public let name: String
  public let sector: String
  public let initialPrice: Int64
  public let tickSize: Int64
  public let issued: Int64  // shares
}

public struct StoredPopulation: Equatable, Sendable {
  public let id: Int64  // place among the run's populations
  public let name: String
  public let strategy: String
  public let tier: Int
  public let agents: Int
  public let parametersJSON: String  // the distributions that its agents' parameters were drawn from
}

public struct StoredAgent: Equatable, Sendable {
  public let id: Int64
  public let strategy: String
  public let population: String
  public let tier: Int
  public let symbol: String  // several are joined by commas
  public let initialCash: Int64
  public let initialShares: Int64  // of all its symbols
  public let initialEquity: Int64  // cash, and shares at the initial prices
  public let parametersJSON: String  // what it drew; what its population has alike is not repeated
}

public struct StoredTrade: Equatable, Sendable {
  public let tick: Int
  public let symbol: String
  public let price: Int64
  public let quantity: Int64
  public let buyer: Int64
  public let seller: Int64
}

public struct StoredCandle: Equatable, Sendable {
  public let symbol: String
  public let timeframe: Int  // ticks
  public let tickStart: Int
  public let open, high, low, close: Int64
  public let volume: Int64  // shares
}

/// What a symbol did in one tick. Without a trade the four prices are the last one.
public struct StoredSymbolTick: Equatable, Sendable {
  public let tick: Int
  public let symbol: String
  public let trades: Int
  public let volume: Int64  // shares
  public let open, high, low, close: Int64
  public let bid, ask: Int64  // as the tick left the book; 0 where nobody waits
  public var depth: StoredDepth?  // nil in runs before schema version 3
}

/// Shares that wait or meet, as a symbol publishes them in a tick.
public struct StoredDepth: Equatable, Sendable {
  public let bid, ask: Int64  // at the best prices, as the tick left the book; 0 where nobody waits
  public let demand, supply: Int64  // at the price of the tick's auction; 0 without one

  /// In the order of the table's columns.
  var values: [Int64] { [bid, ask, demand, supply] }
  static let unknown: [StoredValue] = [.null, .null, .null, .null]
}

public struct StoredPortfolio: Equatable, Sendable {
  public let tick: Int
  public let agent: Int64
  public let cash: Int64
  public let positionsJSON: String
  public let realizedProfit: Int64
  public let equity: Int64
}

/// What all agents of a population had together.
public struct StoredPopulationSum: Equatable, Sendable {
  public let tick: Int
  public let population, strategy: String
  public let agents: Int
  public let initialEquity: Int64  // before the first tick
  public let cash, equity: Int64
  public let realizedProfit: Int64
  public let unrealizedProfit: Int64?  // of open positions; nil in runs before schema version 3

  public var profit: Int64 { equity - initialEquity }
}

/// How an agent had fared when its accounts were last marked; what is not defined is nil.
public struct StoredRisk: Equatable, Sendable {
  public let tick: Int
  public let agent: Int64
  public let periods: Int  // returns
  public let equity: Int64
  public let peak: Int64
  public let totalReturn, volatility, sharpe, sortino: Double?
  public let maxDrawdown: Double?
  public let maxDrawdownPeriods: Int?
  public let cornishFisherValueAtRisk, skewness, excessKurtosis: Double?
}

/// Something that happened to a symbol, a sector or everybody.
public struct StoredEvent: Equatable, Sendable {
  public let tick: Int
  public let kind: String
  public let symbol: String?
  public let sector: String?
  public let magnitude: Double
  public let sentiment: Double
  public let durationTicks: Int
  public let headline: String

  public init(
    tick: Int, kind: String, symbol: String? = nil, sector: String? = nil, magnitude: Double, sentiment: Double,
    durationTicks: Int, headline: String
  ) {
    (self.tick, self.kind, self.symbol, self.sector) = (tick, kind, symbol, sector)
    (self.magnitude, self.sentiment) = (magnitude, sentiment)
    (self.durationTicks, self.headline) = (durationTicks, headline)
  }
}

/// Where a phase's time went over a run. The phase `tick` is the whole tick.
public struct StoredPhaseTiming: Equatable, Sendable {
  public let phase: String
  public let ticks: Int
  public let totalNanoseconds: Int64
  public let meanNanoseconds: Double
  public let medianNanoseconds: Int64
  public let p99Nanoseconds: Int64
}

/// Profit of all agents of a strategy at the last snapshot, against what they started with.
public struct StrategyProfit: Equatable, Sendable {
  public let strategy: String
  public let agents: Int
  public let winners: Int  // agents that gained
  public let profit: Int64
  public let profitPerAgent: Double
  public let realizedProfit: Int64
}

/// What all agents of a strategy had together at a snapshot.
public struct StrategyHistoryPoint: Equatable, Sendable {
  public let strategy: String
  public let tick: Int
  public let agents: Int
  public let cash, equity: Int64
  public let profit: Int64  // against what they began with
  public let realizedProfit: Int64
  public let unrealizedProfit: Int64?  // of open positions; nil in runs before schema version 3
}

/// An agent's result at the last snapshot.
public struct AgentResult: Equatable, Sendable {
  public let rank: Int  // 1 has the largest profit
  public let agent: Int64
  public let strategy, population, symbol: String
  public let initialEquity, equity, profit: Int64
}

/// A symbol's bar of a trading day.
public struct DailyBar: Equatable, Sendable {
  public let symbol: String
  public let day: Int
  public let open, high, low, close: Int64
  public let volume: Int64
}
