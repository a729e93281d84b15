import SimColumns
import SimMarket
import SimTypes

/// Step a of order validation: an agent's orders are checked one after the other against what its earlier ones left.
///
/// An accepted buy holds `limit × quantity` of cash and an accepted sell holds its shares until the market has answered, so
/// nothing is promised twice. A refused order stays in its box with quantity 0, which no market sees, and is counted by
/// reason.
public enum OrderValidation {
  /// Checks the orders of one chunk, and counts the accepted ones by symbol and side.
  /// - Parameter rejected: a row per reason, the chunk's own; overwritten.
  public static func run(
    chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, tickSize: TickSize, rejected: ColumnView<Int32>
  ) {
    rejected.fill(0..<rejected.count, with: 0)
    let perKey = boxes.emptyKeyCounts(ofChunk: chunk)
    let (agents, keys, prices, quantities) = (boxes.agent, boxes.key, boxes.price, boxes.quantity)
    let orders = accounts.orders
    for position in boxes.positions(ofChunk: chunk) {
      let agent = Int(agents[position])
      let key = keys[position]
      let reason = reserve(
        agent, isSell: key & 1 != 0, price: prices[position], quantity: quantities[position], accounts, tickSize)
      guard let reason else {
        orders[agent] &+= 1
        perKey[Int(key)] &+= 1
        continue
      }
      quantities[position] = 0
      accounts.rejected[agent] &+= 1
      rejected[reason.rawValue] &+= 1
    }
  }

  /// Reserves what the order needs; the reason when it cannot.
  @inline(__always)
  private static func reserve(
    _ agent: Int, isSell: Bool, price: Int32, quantity: Int32, _ accounts: AccountView, _ tickSize: TickSize
  ) -> RejectReason? {
    if quantity < 1 { return .invalidQuantity }
    if price < 1 || price == OrderBoxes.marketBuy { return .invalidPrice }
    if isSell {
      let free = accounts.freeShares[agent]
      if quantity > free { return .insufficientShares }
      accounts.freeShares[agent] = free &- quantity
    } else {
      guard let value = tickSize.price(price).value(of: Int64(quantity)) else { return .notionalOverflow }
      let free = accounts.freeCash[agent]
      if value.raw > free { return .insufficientCash }
      accounts.freeCash[agent] = free &- value.raw
    }
    return nil
  }
}
