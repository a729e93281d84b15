import SimTypes

/// What must hold at the end of every tick, in the order it is checked.
public enum Invariant: String, Sendable, CaseIterable {
  case cashConserved = "the cash of all accounts stays what it was at the start, less what borrowing cost"
  case sharesConserved = "the shares of all accounts add up to the issue"
  case cashNotNegative = "nobody owes cash, unless a short position had to be bought back"
  case sharesNotNegative = "nobody owes shares who may not sell short"
  case sharesLent = "the shares lent are those the accounts have borrowed"
  case lentWithinPool = "no more shares are lent than can be borrowed"
  case cashReserved = "the cash reserved is what the agent's resting orders and short position need"
  case sharesReserved = "the shares reserved are what the agent's resting orders need"
  case bookNotCrossed = "the best bid is below the best ask"
  case ordersCounted = "accepted orders are those the accounts counted"
  case rejectionsCounted = "rejected orders are those the accounts counted"
  case fillsCounted = "filled orders are those the accounts counted"
  case fillsWithinOrders = "no more orders are filled than accepted"
  case tradeQuantityPositive = "a trade moves at least one share"
  case tradePriceOnGrid = "a trade's price is at least one tick"
  case tradePartiesExist = "buyers and sellers are agents of this run"
  case tradePartiesDiffer = "nobody trades with himself"
  case volumeMatchesTrades = "a symbol's volume is that of its trades"
  case tradesCounted = "trades are those on the tape"
  case volumeCounted = "the tick's volume is that of its trades"
}

/// The first invariant that did not hold, and where.
public struct InvariantViolation: Error, Sendable, Equatable {
  /// What a number should have been.
  public enum Expected: Sendable, Equatable {
    case exactly(Int64)
    case atLeast(Int64)
    case atMost(Int64)
    case anythingBut(Int64)
  }

  public let invariant: Invariant
  public let tick: UInt32
  public var symbol: String?  // the symbol it is about, if it is about one
  public var agent: AgentID?  // the agent it is about, if it is about one
  public let expected: Expected  // cash at 1/10,000 dollar, shares, or a count
  public let found: Int64

  public init(
    _ invariant: Invariant, tick: UInt32, symbol: String? = nil, agent: AgentID? = nil, expected: Expected, found: Int64
  ) {
    (self.invariant, self.tick, self.symbol, self.agent) = (invariant, tick, symbol, agent)
    (self.expected, self.found) = (expected, found)
  }
}

extension InvariantViolation: CustomStringConvertible {
  public var description: String {
    let place = ["tick \(tick)", symbol, agent?.description].compactMap { $0 }.joined(separator: ", ")
    return "broken invariant at \(place): \(invariant.rawValue); expected \(expected), found \(found)"
  }
}

extension InvariantViolation.Expected: CustomStringConvertible {
  public var description: String {
    switch self {
    case .exactly(let value): "\(value)"
    case .atLeast(let value): "at least \(value)"
    case .atMost(let value): "at most \(value)"
    case .anythingBut(let value): "anything but \(value)"
    }
  }
}
