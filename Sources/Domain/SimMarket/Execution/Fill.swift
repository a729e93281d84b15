import SimTypes

/// One party's side of a trade: what an order got, and the price that stood when it came.
///
/// A trade is one execution at one price between two orders; it gives two fills. The *reference* of both is the middle
/// of the book when the aggressor arrived, in a call auction the price before the auction.
///
///     slippage = price - reference for a buy, reference - price for a sale          positive: worse than the reference
@frozen public struct Fill: Sendable, Equatable {
  public var side: Side
  public var price: Int32  // ticks
  public var quantity: Int32  // shares
  /// Twice the reference price in ticks, so that half a tick is a whole number; 0 without one.
  public var doubledReference: Int32
  /// Whether the order came to an order that rested, rather than resting itself or meeting it in an auction.
  public var isAggressor: Bool

  public init(side: Side, price: Int32, quantity: Int32, doubledReference: Int32, isAggressor: Bool) {
    (self.side, self.price, self.quantity) = (side, price, quantity)
    (self.doubledReference, self.isAggressor) = (doubledReference, isAggressor)
  }

  /// In half ticks a share; nil without a reference.
  public var doubledSlippage: Int64? {
    guard doubledReference > 0 else { return nil }
    let worse = 2 * Int64(price) - Int64(doubledReference)
    return side == .buy ? worse : -worse
  }

  /// In basis points of the reference, truncated towards zero; nil without a reference.
  public var slippageBasisPoints: Int64? { doubledSlippage.map { $0 * 10_000 / Int64(doubledReference) } }
}

extension TapeView {
  /// The fill that a trade gave the party on `side`.
  public func fill(_ row: Int, _ side: Side) -> Fill {
    Fill(
      side: side, price: tradePrice[row], quantity: quantity[row], doubledReference: reference[row],
      isAggressor: aggressor[row] == Aggressor(side).rawValue)
  }

  /// Which party's order met one that rested.
  enum Aggressor: UInt8 {
    case nobody, buyer, seller
    init(_ side: Side) { self = side == .buy ? .buyer : .seller }
  }
}
