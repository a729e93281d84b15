/// Rows as they are stored. Money and prices at 1/10,000 dollar, ids as they leave the program (agents from 1).

/// The tables of a file of results.
public enum StorageTable: String, CaseIterable, Sendable {
  case runs, symbols, agents, trades, candles
  case portfolioSnapshots = "portfolio_snapshots"
}

public struct StoredRun: Equatable, Sendable {
  public enum Outcome: String, Sendable {
    case running  // or killed before it could say otherwise
    case completed, interrupted, failed
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
}

public struct StoredSymbol: Equatable, Sendable {
  public let id: Int64
  public let name: String
  public let sector: String
  public let initialPrice: Int64
  public let tickSize: Int64
  public let issued: Int64  // shares
}

public struct StoredAgent: Equatable, Sendable {
  public let id: Int64
  public let strategy: String
  public let population: String
  public let tier: Int
  public let symbol: String
  public let initialCash: Int64
  public let initialShares: Int64
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

public struct StoredPortfolio: Equatable, Sendable {
  public let tick: Int
  public let agent: Int64
  public let cash: Int64
  public let positionsJSON: String
  public let realizedProfit: Int64
  public let equity: Int64
}
