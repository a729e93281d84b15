import SimMarket
import SimTypes

/// An order file through continuous books: ``OrderBook``, one for each symbol.
struct ContinuousReplay: OrderReplay, ~Copyable {
  private var shelf = BookShelf()
  private var live = LiveOrders()
  var trades: TradeOutput
  private let tally: MatchTally

  init(trades: TradeOutput, tally: MatchTally) { (self.trades, self.tally) = (trades, tally) }

  var restingOrders: Int { live.count }

  var restingShares: Int128 { shelf.shares }

  func prefetch(_ batch: borrowing OrderBatch) { batch.prefetch(live, shelf, restAtOnce: true) }

  mutating func take(_ row: OrderRow) throws(Failure) -> RejectionReason? {
    if row.action == .enter {
      try enter(row)
      return nil
    }
    guard let slot = live.slot(of: row.id) else { return .orderFinished }
    if live[slot].agent != row.agent { return .otherAgent }
    if live[slot].symbol != row.symbol { return .otherSymbol }
    if row.action == .cancel { cancel(slot) } else { try replace(slot, row) }
    return nil
  }

  mutating func finish() throws(Failure) {}

  // MARK: - Rows

  private mutating func enter(_ row: OrderRow) throws(Failure) {
    let slot = live.add(LiveOrders.Order(row))
    let place = shelf.withRoom(for: row.symbol, slot: slot)
    let order = IncomingOrder(
      side: row.side, price: row.price, quantity: row.quantity, owner: row.agent, lifetime: row.lifetime)
    let result = place.book.submit(order, slot: slot)
    tally.orders += 1
    tally.entered += Int128(row.quantity)
    try settle(result, row, row.side, place)
    if result.rested > 0 {
      live[slot].open = result.rested
      live.list(slot)
      place.count += 1
    } else {
      live.release(slot)
    }
  }

  private mutating func cancel(_ slot: Int) {
    let place = shelf[live[slot].symbol]
    tally.cancels += 1
    tally.cancelled += Int128(place.book.cancel(slot: slot))
    remove(slot, place)
  }

  private mutating func replace(_ slot: Int, _ row: OrderRow) throws(Failure) {
    let place = shelf[row.symbol]
    let before = live[slot].open
    let side: Side = shelf.orders.price[slot] <= place.book.bestBid ?? 0 ? .buy : .sell  // a book is never crossed
    guard let result = place.book.replace(slot: slot, price: row.price, quantity: row.quantity) else {
      preconditionFailure("a live order rests")
    }
    tally.replacements += 1
    tally.cancelled += Int128(before)
    tally.entered += Int128(row.quantity)
    live[slot].open = result.rested
    try settle(result, row, side, place)
    if result.rested == 0 { remove(slot, place) }
  }

  // MARK: - What the book did

  /// Writes the trades of the order that was just submitted and lets go of the orders that are done.
  private mutating func settle(
    _ result: Submission, _ row: OrderRow, _ side: Side, _ place: BookShelf.Place
  ) throws(Failure) {
    for trade in 0..<place.book.log.tradeCount {
      let slot = Int(place.book.log.slot[trade])
      let quantity = place.book.log.quantity[trade]
      let resting = live[slot].id
      try trades.append(
        time: row.time, symbol: row.symbol, price: place.book.log.price[trade], quantity: quantity,
        buy: side == .buy ? row.id : resting, sell: side == .buy ? resting : row.id)
      live[slot].open -= quantity
      if live[slot].open == 0 { remove(slot, place) }
    }
    for index in 0..<place.book.log.cancelledCount {
      let slot = Int(place.book.log.cancelledSlot[index])
      tally.selfTraded += Int128(live[slot].open)
      remove(slot, place)
    }
    let ended = Int128(result.ended)
    if result.reason == .selfTrade { tally.selfTraded += ended } else { tally.expired += ended }
  }

  private mutating func remove(_ slot: Int, _ place: BookShelf.Place) {
    live.remove(slot)
    place.count -= 1
  }
}
