import SimColumns

/// The orders of a file that may still trade, each in a slot that it gives back when it is done.
///
/// Slots are used again, the last one freed first, so memory follows the orders that live at one time, not the file.
struct LiveOrders: ~Copyable {
  struct Order: BitwiseCopyable, Sendable {
    var id: Int64 = 0
    /// Its number among its symbol's orders that may still trade: the earlier one has the smaller.
    var arrival: Int64 = 0
    var agent: Int32 = 0
    var symbol: Int32 = 0
    var open: Int32 = 0  // shares left

    fileprivate init() {}

    init(_ row: OrderRow, arrival: Int64 = 0) {
      (id, self.arrival, agent, symbol, open) = (row.id, arrival, row.agent, row.symbol, row.quantity)
    }
  }

  private var orders: Column<Order>  // row = slot
  private var slotCount = 0  // slots that were ever taken
  private var free: [Int32] = []
  private var slots = IntegerTable()  // by id: slot + 1

  init() { orders = Column(count: 1_024, filledWith: Order()) }

  /// Orders that can be found.
  var count: Int { slots.count }

  subscript(slot: Int) -> Order {
    get { orders.view[slot] }
    nonmutating set { orders.view[slot] = newValue }
  }

  /// Takes a slot for an order, which cannot be found yet.
  mutating func add(_ order: Order) -> Int {
    if let slot = free.popLast() {
      self[Int(slot)] = order
      return Int(slot)
    }
    if slotCount == orders.count { grow() }
    self[slotCount] = order
    slotCount += 1
    return slotCount - 1
  }

  private mutating func grow() {
    let larger = Column(count: 2 * orders.count, filledWith: Order())
    larger.view.copy(from: orders.view)
    orders = larger
  }

  /// From now on the order's id leads to it.
  mutating func list(_ slot: Int) { slots[self[slot].id] = UInt64(slot) + 1 }

  func slot(of id: Int64) -> Int? {
    let found = slots[id]
    return found == 0 ? nil : Int(found) - 1
  }

  /// Ask for what a look-up will need before it is needed: of its id, then, when that has arrived, of its slot.
  func prefetch(id: Int64) { slots.prefetch(id) }
  func prefetch(slot: Int) { orders.view.prefetch(slot) }

  /// An order that is done: its id leads nowhere any more and its slot is free.
  mutating func remove(_ slot: Int) {
    slots[self[slot].id] = 0
    release(slot)
  }

  /// Gives back the slot of an order that was never listed.
  mutating func release(_ slot: Int) { free.append(Int32(truncatingIfNeeded: slot)) }
}
