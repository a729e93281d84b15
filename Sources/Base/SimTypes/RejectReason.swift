/// Why an order was refused before it could reach a market. The raw value indexes the reject counters.
@frozen public enum RejectReason: Int, CaseIterable, Sendable {
  /// A buy whose limit × quantity exceeds the agent's cash less what its other orders hold.
  case insufficientCash
  /// A sale of more shares than the agent owns less what its other orders hold, where short selling is off.
  case insufficientShares
  /// Limit below one tick or above the largest price a column holds.
  case invalidPrice
  /// Quantity below one share.
  case invalidQuantity
  /// Price × quantity does not fit 64 bits.
  case notionalOverflow
  /// A limit further from the last price than the price band allows.
  case outsidePriceBand
  /// A slot its agent does not have, or one that an earlier order of the same tick named already.
  case invalidSlot
  /// Fill or kill in a call auction, where nothing is filled at once.
  case needsContinuousMarket

  /// As in reports and column names.
  public var name: String {
    switch self {
    case .insufficientCash: "insufficient_cash"
    case .insufficientShares: "insufficient_shares"
    case .invalidPrice: "invalid_price"
    case .invalidQuantity: "invalid_quantity"
    case .notionalOverflow: "notional_overflow"
    case .outsidePriceBand: "outside_price_band"
    case .invalidSlot: "invalid_slot"
    case .needsContinuousMarket: "needs_continuous_market"
    }
  }
}
