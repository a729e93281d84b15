import SimColumns
import SimMarket
import SimTypes

/// Step a of order validation: an agent's orders are checked one after the other against what its earlier ones left.
///
/// An accepted buy holds `limit × quantity` of cash and an accepted sell holds its shares until the market has answered, so
/// nothing is promised twice. A refused order stays in its box with quantity 0, which no market sees, and is counted by
/// reason.
public enum OrderValidation {
  /// Checks the orders of one chunk.
  /// - Parameter rejected: a row per reason, the chunk's own; overwritten.
  public static func run(
    chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, tickSize: TickSize, rejected: ColumnView<Int32>
  ) {
    rejected.fill(0..<rejected.count, with: 0)
    for position in boxes.positions(ofChunk: chunk) {
      let agent = Int(boxes.agent[position])
      guard let reason = accept(position, agent, boxes, accounts, tickSize) else {
        accounts.orders[agent] &+= 1
        continue
      }
      boxes.quantity[position] = 0
      accounts.rejected[agent] &+= 1
      rejected[reason.rawValue] &+= 1
    }
  }

  /// Reserves what the order needs; the reason when it cannot.
  @inline(__always)
  private static func accept(
    _ position: Int, _ agent: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ tickSize: TickSize
  ) -> RejectReason? {
    let quantity = boxes.quantity[position]
    let price = boxes.price[position]
    if quantity < 1 { return .invalidQuantity }
    if price < 1 || price == OrderBoxes.marketBuy { return .invalidPrice }
    if boxes.key[position] & 1 == Side.buy.rawValue {
      guard let value = tickSize.price(price).value(of: Int64(quantity)) else { return .notionalOverflow }
      if value.raw > accounts.freeCash(agent) { return .insufficientCash }
      accounts.reservedCash[agent] &+= value.raw
    } else {
      if quantity > accounts.freeShares(agent) { return .insufficientShares }
      accounts.reservedShares[agent] &+= quantity
    }
    return nil
  }
}
