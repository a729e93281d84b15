/// Why an order was refused before it could reach a market. The raw value indexes the reject counters.
@frozen public enum RejectReason: Int, CaseIterable, Sendable {
  /// A buy whose limit × quantity exceeds the agent's cash less what its other orders hold.
  case insufficientCash
  /// A sale of more shares than the agent owns less what its other orders hold, where it may not sell short.
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
  /// A short sale beyond what one agent may be short in the symbol.
  case shortLimit
  /// A short sale for which nobody has shares left to lend.
  case noBorrow
  /// A short sale that the agent's cash does not secure.
  case insufficientMargin
  /// Any order of an agent whose short position is being bought back for it.
  case marginCall

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
    case .shortLimit: "short_limit"
    case .noBorrow: "no_borrow"
    case .insufficientMargin: "insufficient_margin"
    case .marginCall: "margin_call"
    }
  }
}
