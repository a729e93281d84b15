import SimColumns

/// What one incoming order did to the orders it met: trades in execution order, and cancelled orders of its own owner.
public struct ExecutionLog: ~Copyable {
  public internal(set) var tradeCount = 0
  public private(set) var cancelledCount = 0
  // Row = trade.
  public let slot: ColumnView<Int32>  // the resting order
  public let price: ColumnView<Int32>  // ticks
  public let quantity: ColumnView<Int32>  // shares
  /// Slots of the resting orders that were cancelled rather than traded with their owner.
  public let cancelledSlot: ColumnView<Int32>
  private let slots, prices, quantities, cancelledSlots: Column<Int32>

  /// - Parameter capacity: the most orders that may rest.
  init(capacity: Int) {
    slots = Column(roomFor: capacity)
    prices = Column(roomFor: capacity)
    quantities = Column(roomFor: capacity)
    cancelledSlots = Column(roomFor: capacity)
    (slot, price, quantity, cancelledSlot) = (slots.view, prices.view, quantities.view, cancelledSlots.view)
  }

  /// Bytes for each order there is room for.
  static let bytesPerOrder = 16

  @inline(__always) mutating func clear() { (tradeCount, cancelledCount) = (0, 0) }

  /// Writes a trade; `tradeCount` is set after the last one.
  @inline(__always) func traded(_ trade: Int, _ slot: Int32, _ price: Int32, _ quantity: Int32) {
    precondition(trade < self.slot.count, "no more orders rest than the book was made for")
    self.slot[trade] = slot
    self.price[trade] = price
    self.quantity[trade] = quantity
  }

  mutating func cancelled(_ slot: Int32) {
    precondition(cancelledCount < cancelledSlot.count, "no more orders rest than the book was made for")
    cancelledSlot[cancelledCount] = slot
    cancelledCount += 1
  }
}
