import SimColumns
import SimTypes

/// What whoever knows requests in advance can tell a book: which memory they will touch.
///
/// A book that was not visited for a while lies in far caches, and one request's misses wait for each other: the order,
/// then its level, then the last order there. Misses of different requests need not. So a request is announced three
/// times, each time a few requests nearer, and each time reads what the time before asked for:
///
///     far     the order's row, and the block its price is in
///     near    the level of that price; of an order to cancel, its neighbours and its level
///     next    the last order of that level
///
/// Hints change nothing but time: any may be wrong, come late or be left out.
extension OrderBook {
  /// How far ahead of its request a hint comes.
  public enum Notice: Sendable { case far, near, next }

  /// `order` will be submitted to rest in `slot`.
  public mutating func expect(_ order: IncomingOrder, slot: Int, _ notice: Notice) {
    let side = Int(order.side.rawValue)
    let key = order.price ^ (0 &- order.side.rawValue)
    switch notice {
    case .far:
      orders.prefetch(slot)
      prices.prefetch(side, key)
    case .near: levels.prefetch(Int(prices.find(side, key).level))
    case .next:
      let level = prices.find(side, key).level
      if level >= 0 { orders.prefetch(Int(levels[Int(level)].tail)) }
    }
  }

  /// The order in `slot` will be cancelled.
  public func expectCancel(slot: Int, _ notice: Notice) {
    switch notice {
    case .far: orders.prefetch(slot)
    case .near:
      orders.prefetch(Int(orders.next[slot]))
      orders.prefetch(Int(orders.previous[slot]))
      levels.prefetch(Int(orders.level[slot]))
    case .next: break
    }
  }
}
