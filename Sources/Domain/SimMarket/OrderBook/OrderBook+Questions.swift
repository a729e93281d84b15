import SimTypes

/// What a book can be asked. Prices in ticks, nil on an empty side; quantities in shares.
extension OrderBook {
  public var bestBid: Int32? { prices[0].level < 0 ? nil : prices[0].key }
  public var bestAsk: Int32? { prices[1].level < 0 ? nil : ~prices[1].key }

  public var isEmpty: Bool { prices[0].level < 0 && prices[1].level < 0 }

  /// Ask less bid; nil unless both sides have orders.
  public var spread: Int32? {
    guard let bestBid, let bestAsk else { return nil }
    return bestAsk - bestBid
  }

  /// Bid plus ask, twice the price in the middle, so that half a tick is a whole number; nil unless both sides have
  /// orders.
  public var doubledMid: Int32? {
    guard let bestBid, let bestAsk else { return nil }
    return Int32(clamping: Int64(bestBid) + Int64(bestAsk))
  }

  /// One price of one side.
  public struct Level: Sendable, Equatable {
    public var price: Int32
    public var quantity: Int64
    public var orders: Int32

    public init(price: Int32, quantity: Int64, orders: Int32) {
      (self.price, self.quantity, self.orders) = (price, quantity, orders)
    }
  }

  /// Shares at the best `levelsMax` prices of a side.
  public func depth(_ side: Side, levelsMax: Int) -> Int64 {
    var sum: Int64 = 0
    var left = levelsMax
    forEachLevel(side) { level in
      guard left > 0 else { return false }
      sum += levels[level].quantity
      left -= 1
      return true
    }
    return sum
  }

  /// Shares from the best price of a side to `price`, inclusive.
  public func depth(_ side: Side, to price: Int32) -> Int64 {
    var sum: Int64 = 0
    forEachLevel(side) { level in
      guard side == .buy ? levels[level].price >= price : levels[level].price <= price else { return false }
      sum += levels[level].quantity
      return true
    }
    return sum
  }

  /// The best `levelsMax` prices of a side, best first. Allocates: for reports and tests.
  public func snapshot(_ side: Side, levelsMax: Int = 10) -> [Level] {
    var found: [Level] = []
    forEachLevel(side) { level in
      guard found.count < levelsMax else { return false }
      found.append(Level(price: levels[level].price, quantity: levels[level].quantity, orders: levels[level].count))
      return true
    }
    return found
  }

  /// Slots of a side's orders by priority, the next to trade first. Allocates: for reports and tests.
  public func slotsByPriority(_ side: Side) -> [Int] {
    var found: [Int] = []
    forEachOrder(side, to: side == .buy ? Int32.min : Int32.max) { found.append($0) }
    return found
  }

  /// Calls `body` with the slot of each order of a side whose price is no worse than `price`, by priority.
  @inline(__always) func forEachOrder(_ side: Side, to price: Int32, _ body: (_ slot: Int) -> Void) {
    forEachLevel(side) { level in
      guard side == .buy ? levels[level].price >= price : levels[level].price <= price else { return false }
      var slot = levels[level].head
      while slot >= 0 {
        body(Int(slot))
        slot = orders.next[Int(slot)]
      }
      return true
    }
  }

  @inline(__always) private func forEachLevel(_ side: Side, _ body: (_ level: Int) -> Bool) {
    prices.forEachFromBest(Int(side.rawValue), body)
  }
}
