/// A mechanism that an order file is replayed through.
protocol OrderReplay: ~Copyable {
  /// Where the trades go.
  var trades: TradeOutput { get set }
  /// Asks memory for what the rows will touch, before they are taken. Changes nothing.
  func prefetch(_ batch: borrowing OrderBatch)
  /// Takes the next row. Why it is refused, if it is.
  mutating func take(_ row: OrderRow) throws(Failure) -> RejectionReason?
  /// The file has ended.
  mutating func finish() throws(Failure)
  /// Orders that rest.
  var restingOrders: Int { get }
  /// Their shares, counted where they rest.
  var restingShares: Int128 { get }
}
