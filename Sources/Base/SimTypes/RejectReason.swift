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

  /// As in reports and column names.
  public var name: String {
    switch self {
    case .insufficientCash: "insufficient_cash"
    case .insufficientShares: "insufficient_shares"
    case .invalidPrice: "invalid_price"
    case .invalidQuantity: "invalid_quantity"
    case .notionalOverflow: "notional_overflow"
    }
  }
}
