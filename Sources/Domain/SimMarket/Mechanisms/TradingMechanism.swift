import SimRandom

/// Which of the mechanisms a symbol trades by.
@frozen public enum Mechanism: UInt8, CaseIterable, Sendable {
  case call  // a call auction every tick
  case continuous  // a book that lives on

  public init?(name: String) {
    guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = found
  }

  /// As in files: `call`, `continuous`.
  public var name: String {
    switch self {
    case .call: "call"
    case .continuous: "continuous"
    }
  }
}

/// How one symbol's orders of a tick meet. Chosen for each symbol in the configuration.
///
/// Whatever the mechanism, it leaves the same things behind: every order's `filled` in the boxes (orders that rest have
/// positions there too), the trades on the tape, what happened to resting orders in their slots' events, and the book
/// with the orders that go on resting. So accounts are settled in one way.
///
/// An instance is scratch memory of one worker; what a symbol keeps from tick to tick is its book.
public protocol TradingMechanism: ~Copyable {
  mutating func trade(_ market: MarketTick, _ book: inout OrderBook) -> MarketOutcome
}

/// One symbol's part of a tick.
public struct MarketTick: Sendable {
  public let tick: UInt32
  public var symbol: Int
  /// Price ticks of the last trade: decides an auction's last ties.
  public var reference: Int32
  /// Who goes first at an auction's margin.
  public let margin: MarginRule
  /// The order in which a continuous market takes the tick's messages.
  public let arrival: StreamKey
  public let boxes: OrderBoxView
  public let tape: TapeView

  public init(
    tick: UInt32, symbol: Int, reference: Int32, margin: MarginRule, arrival: StreamKey, boxes: OrderBoxView,
    tape: TapeView
  ) {
    (self.tick, self.symbol, self.reference, self.margin) = (tick, symbol, reference, margin)
    (self.arrival, self.boxes, self.tape) = (arrival, boxes, tape)
  }
}

/// What a symbol's tick came to. Prices in ticks.
public struct MarketOutcome: Sendable, Equatable {
  // Of the tick's trades; the reference when there were none.
  public var open, high, low, last: Int32
  public var volume: Int64  // shares traded
  public var tradeCount: Int
  /// Shares wanted and offered at an auction's price; 0 in a continuous market.
  public var demand: Int64 = 0
  public var supply: Int64 = 0
  /// What rests in the book after the tick, or, when nothing does, what the auction left unfilled.
  public var quotes = Quotes()

  public init(price: Int32, volume: Int64, tradeCount: Int) {
    (open, high, low, last) = (price, price, price, price)
    (self.volume, self.tradeCount) = (volume, tradeCount)
  }
}
