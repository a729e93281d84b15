/// The orders of a file that may still trade, each in a slot that it gives back when it is done.
///
/// Slots are used again, the last one freed first, so memory follows the orders that live at one time, not the file.
struct LiveOrders {
  struct Order {
    var id: Int64
    /// Its number among its symbol's orders that may still trade: the earlier one has the smaller.
    var arrival: Int64
    var agent: Int32
    var symbol: Int32
    var open: Int32  // shares left

    init(_ row: OrderRow, arrival: Int64 = 0) {
      (id, self.arrival, agent, symbol, open) = (row.id, arrival, row.agent, row.symbol, row.quantity)
    }
  }

  private var orders: [Order] = []  // row = slot
  private var free: [Int32] = []
  private var slots = IntegerTable()  // by id: slot + 1

  /// Orders that can be found.
  var count: Int { slots.count }

  subscript(slot: Int) -> Order {
    _read { yield orders[slot] }
    _modify { yield &orders[slot] }
  }

  /// Takes a slot for an order, which cannot be found yet.
  mutating func add(_ order: Order) -> Int {
    guard let slot = free.popLast() else {
      orders.append(order)
      return orders.count - 1
    }
    orders[Int(slot)] = order
    return Int(slot)
  }

  /// From now on the order's id leads to it.
  mutating func list(_ slot: Int) { slots[orders[slot].id] = UInt64(slot) + 1 }

  func slot(of id: Int64) -> Int? {
    let found = slots[id]
    return found == 0 ? nil : Int(found) - 1
  }

  /// An order that is done: its id leads nowhere any more and its slot is free.
  mutating func remove(_ slot: Int) {
    slots[orders[slot].id] = 0
    release(slot)
  }

  /// Gives back the slot of an order that was never listed.
  mutating func release(_ slot: Int) { free.append(Int32(truncatingIfNeeded: slot)) }
}
