import SimColumns
import SimTypes

/// Cancels and changes of resting orders come before the tick's new orders, whatever the mechanism: an agent that gave
/// the order to cancel in tick t is not filled in tick t. All agents decide at once on what tick t - 1 left, so nobody
/// could have been faster.
///
/// An order rests somewhere among all agents' and its neighbours somewhere else, and one after the other their cache
/// misses would take longer than all the rest. So there are three walks over the messages, each of which asks for what
/// the next one reads.
extension OrderBoxView {
  /// Takes out every message at `positions` that only changes a resting order. A replaced order is cancelled here, and
  /// what replaces it stays as a new order. Returns how many stay, in the rows they then have.
  func applyChanges(_ positions: ColumnView<Int32>, _ count: Int, _ book: inout OrderBook) -> Int {
    let slots = messageSlot
    for row in 0..<count {
      let slot = Int(slots[Int(positions[row])])
      book.orders.prefetch(slot)
      slotEvents.prefetch(slot)
    }
    for row in 0..<count where kind[Int(positions[row])].usesSlot {
      book.expectCancel(slot: Int(slots[Int(positions[row])]), .near)
    }
    var staying = 0
    for row in 0..<count {
      let position = positions[row]
      positions[staying] = position
      staying &+= apply(Int(position), &book) ? 0 : 1
    }
    return staying
  }

  /// Changes what the message at `position` asks for. Returns whether that was all, and nothing of it goes to the market.
  @inline(__always) func apply(_ position: Int, _ book: inout OrderBook) -> Bool {
    let kind = kind[position]
    guard kind.usesSlot else { return false }
    let slot = Int(messageSlot[position])
    let left = book.orders.quantity[slot]
    let quantity = quantity[position]
    var isDone = kind.isCancel
    if left > 0 {
      let sells = BoxKey(raw: key[position]).side == .sell
      let staysInPlace =
        !kind.isCancel && price[position] == book.orders.price[slot] && quantity <= left
        && slotEvents[slot].contains(.sells) == sells
      if !staysInPlace {
        book.cancel(slot: slot)
        slotEvents[slot].insert(.cancelled)
      } else if quantity < left {
        book.shrink(slot: slot, to: quantity)
        slotEvents[slot].insert(.cancelled)
      }
      isDone = isDone || staysInPlace
    }
    if isDone { filled[position] = 0 }
    return isDone
  }
}

extension MarketOrders {
  /// The same for messages in runs, from which they are taken out. Uses up the rows of `position` and `slot`.
  func applyChanges(_ boxes: OrderBoxView, symbol: Int, _ book: inout OrderBook) {
    let (places, slots) = (position, slot)
    var count = 0
    boxes.forEachMessage(ofSymbol: symbol) { chunk, place, _ in
      let slot = boxes.slotOfMessage(chunk, place)
      guard slot >= 0 else { return }
      places[count] = Int32(truncatingIfNeeded: place)
      slots[count] = Int32(truncatingIfNeeded: slot)
      count &+= 1
      book.orders.prefetch(slot)
    }
    for index in 0..<count { book.expectCancel(slot: Int(slots[index]), .near) }
    for index in 0..<count {
      let place = Int(places[index])
      if boxes.apply(Int(boxes.runPosition[place]), &book) { boxes.runQuantity[place] = 0 }
    }
  }
}
