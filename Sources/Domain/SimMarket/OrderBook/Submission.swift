import SimTypes

/// How long an order lives.
@frozen public enum TimeInForce: UInt8, CaseIterable, Sendable {
  /// Rests until it is filled or cancelled.
  case goodTillCancelled
  /// Trades what it can at once; the rest expires.
  case immediateOrCancel
  /// Trades all of it at once or nothing.
  case fillOrKill

  /// As in files: `gtc`, `ioc`, `fok`.
  public var name: String {
    switch self {
    case .goodTillCancelled: "gtc"
    case .immediateOrCancel: "ioc"
    case .fillOrKill: "fok"
    }
  }
}

/// An order on its way into a book.
@frozen public struct IncomingOrder: Sendable {
  public var side: Side
  /// Limit in ticks, at least 1; `OrderBoxes.marketBuy` or `marketSell` for a market order, which never rests.
  public var price: Int32
  public var quantity: Int32  // shares, at least 1
  public var owner: Int32
  public var lifetime: TimeInForce

  @inlinable public init(side: Side, price: Int32, quantity: Int32, owner: Int32, lifetime: TimeInForce) {
    (self.side, self.price, self.quantity) = (side, price, quantity)
    (self.owner, self.lifetime) = (owner, lifetime)
  }

  @inlinable public var isMarket: Bool { price == OrderBoxes.marketBuy || price == OrderBoxes.marketSell }
}

/// What became of an order that was submitted to a book. `quantity = filled + rested + ended`.
@frozen public struct Submission: Sendable, Equatable {
  public var filled: Int32  // shares traded
  public var rested: Int32  // shares now waiting in the book
  public var ended: Int32  // shares that will not trade: expired, killed, or kept from a trade with their owner
  public var reason: Ending
  /// Σ price · shares of its trades, ticks · shares.
  public var value: Int64
  /// Distinct prices it traded at.
  public var levelsCrossed: Int32

  @inlinable public init(
    filled: Int32, rested: Int32, ended: Int32, reason: Ending, value: Int64, levelsCrossed: Int32
  ) {
    (self.filled, self.rested, self.ended, self.reason) = (filled, rested, ended, reason)
    (self.value, self.levelsCrossed) = (value, levelsCrossed)
  }

  /// Why shares ended.
  @frozen public enum Ending: UInt8, Sendable {
    case none
    case expired  // the rest of a market or immediate-or-cancel order
    case killed  // a fill-or-kill order that could not be filled
    case selfTrade  // the smaller of two orders of one owner that met
  }
}
