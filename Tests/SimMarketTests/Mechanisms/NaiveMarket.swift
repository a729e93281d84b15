import SimMarket
import SimTestSupport
import SimTypes

/// A symbol's whole tick, written to be read: cancels and changes, then the new orders, in both mechanisms.
struct NaiveMarket {
  typealias Message = MarketBench.Message
  typealias Trade = MarketBench.Trade

  let slotsEach: Int
  var last: Int32
  var book = NaiveOrderBook()

  init(slotsEach: Int, last: Int32) { (self.slotsEach, self.last) = (slotsEach, last) }

  /// Takes back and changes what rests. Returns the messages that are new orders, by their places in the list.
  private mutating func applyChanges(_ messages: [Message]) -> [Int] {
    messages.indices.filter { index in
      let message = messages[index]
      guard message.kind.usesSlot else { return true }
      let slot = message.agent * slotsEach + message.kind.slot
      let ownSide = book[message.side].first { $0.slot == slot }
      if !message.kind.isCancel, let ownSide, ownSide.price == message.price, message.quantity <= ownSide.quantity {
        book.shrink(slot: slot, to: message.quantity)
        return false
      }
      _ = book.cancel(slot: slot)
      return !message.kind.isCancel
    }
  }

  /// One after the other, agents by `draw`, an agent's own as it sent them. Returns the trades in order, and what each
  /// message was filled on arrival.
  mutating func tradeContinuously(_ messages: [Message], draw: (Int) -> UInt32) -> (trades: [Trade], filled: [Int32]) {
    let new = applyChanges(messages)
    var trades: [Trade] = []
    var filled = [Int32](repeating: 0, count: messages.count)
    let arriving = new.sorted { a, b in
      let (x, y) = (draw(messages[a].agent), draw(messages[b].agent))
      return x != y ? x < y : a < b
    }
    for index in arriving {
      let message = messages[index]
      let middle = book.bids.first.flatMap { bid in book.asks.first.map { bid.price + $0.price } }
      let order = IncomingOrder(
        side: message.side, price: message.price, quantity: message.quantity, owner: Int32(message.agent),
        lifetime: message.kind.lifetime)
      let slot = message.kind.usesSlot ? message.agent * slotsEach + message.kind.slot : 0
      let reference = middle ?? 2 * last
      filled[index] = book.submit(order, slot: slot).filled
      for trade in book.trades {
        let (own, other) = (Int32(message.agent), Int32(trade.slot / slotsEach))
        trades.append(
          Trade(
            buyer: message.side == .buy ? own : other, seller: message.side == .buy ? other : own, price: trade.price,
            quantity: trade.quantity, reference: reference))
        last = trade.price
      }
    }
    return (trades, filled)
  }

  /// All at once, those that rest before the new ones. Nil when nothing can trade.
  mutating func auction(_ messages: [Message], _ margin: NaiveCallAuction.Margin) -> NaiveCallAuction.Result? {
    let new = applyChanges(messages)
    let rested = book.bids.map { (true, $0) } + book.asks.map { (false, $0) }
    let orders =
      rested.map { NaiveCallAuction.Order(isBuy: $0, price: $1.price, quantity: $1.quantity, agent: $1.owner) }
      + new.map {
        NaiveCallAuction.Order(
          isBuy: messages[$0].side == .buy, price: messages[$0].price, quantity: messages[$0].quantity,
          agent: Int32(messages[$0].agent))
      }
    let result = NaiveCallAuction.run(orders, reference: last, margin: margin)
    let fills = result?.fills ?? orders.map { _ in 0 }
    for ((_, order), fill) in zip(rested, fills) {
      if Int64(order.quantity) == fill {
        _ = book.cancel(slot: order.slot)
      } else {
        book.shrink(slot: order.slot, to: order.quantity - Int32(fill))
      }
    }
    for (index, fill) in zip(new, fills.dropFirst(rested.count)) {
      let (message, left) = (messages[index], messages[index].quantity - Int32(fill))
      guard message.kind.rests, left > 0 else { continue }
      _ = book.submit(
        IncomingOrder(
          side: message.side, price: message.price, quantity: left, owner: Int32(message.agent),
          lifetime: .goodTillCancelled), slot: message.agent * slotsEach + message.kind.slot)
    }
    if let result { last = result.price }
    return result
  }
}
