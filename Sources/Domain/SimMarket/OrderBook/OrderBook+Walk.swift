import SimTypes

/// A book from its best price on, for who needs only its front.
extension OrderBook {
  /// Calls `body` with the prices of a side, the best first, until it returns false.
  /// - Parameter body: is told the price and the slot of its first order, behind which ``slot(behind:)`` follows.
  public func forEachLevel(_ side: Side, _ body: (_ level: Level, _ firstSlot: Int) -> Bool) {
    prices.forEachFromBest(Int(side.rawValue)) { row in
      let level = levels[row]
      return body(Level(price: level.price, quantity: level.quantity, orders: level.count), Int(level.head))
    }
  }

  /// The order that waits behind another at the same price; nil behind the last.
  public func slot(behind slot: Int) -> Int? {
    let next = orders.next[slot]
    return next < 0 ? nil : Int(next)
  }
}
