import SimColumns
import SimTypes

/// Cancels and changes of resting orders come before the tick's new orders, whatever the mechanism: an agent that gave
/// the order to cancel in tick t is not filled in tick t. All agents decide at once on what tick t - 1 left, so nobody
/// could have been faster.
extension MarketOrders {
  /// Takes out every message that only changes a resting order. A replaced order is cancelled here, and what replaces
  /// it stays in the boxes as a new order. Uses up the rows of `position` and `slot`.
  ///
  /// Three walks over the messages, each of which asks for what the next one reads: an order rests somewhere among all
  /// agents' and its neighbours somewhere else, and one after the other their cache misses would take longer than all
  /// the rest.
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
      Self.apply(boxes, Int(places[index]), slot: Int(slots[index]), &book)
    }
  }

  private static func apply(_ boxes: OrderBoxView, _ place: Int, slot: Int, _ book: inout OrderBook) {
    let left = book.orders.quantity[slot]
    let (price, quantity) = (boxes.runPrice[place], boxes.runQuantity[place])
    let isCancel = boxes.kindOfMessage(place).isCancel
    if left > 0 {
      let sells = BoxKey(raw: boxes.key[Int(boxes.runPosition[place])]).side == .sell
      let sold = boxes.slotEvents[slot].contains(.sells)
      let staysInPlace = !isCancel && price == book.orders.price[slot] && quantity <= left && sold == sells
      if !staysInPlace {
        book.cancel(slot: slot)
        boxes.slotEvents[slot].insert(.cancelled)
      } else if quantity < left {
        book.shrink(slot: slot, to: quantity)
        boxes.slotEvents[slot].insert(.cancelled)
      }
      if staysInPlace { boxes.takeOut(place) }
    }
    if isCancel { boxes.takeOut(place) }
  }
}
