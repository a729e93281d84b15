import SimMarket
import SimTypes

/// An order file through continuous books: ``OrderBook``, one for each symbol, all over one table of resting orders.
///
/// Books and table have room for a fixed number of orders. One that is full is put up anew, larger, and its orders rest
/// again in order of priority. A book is never crossed, so none of them trades. Memory follows the orders
/// that rest at one time.
struct ContinuousReplay: OrderReplay, ~Copyable {
  private var table = RestingOrders(count: slotsMin)
  private var markets: [Market] = []  // row = symbol
  private var live = LiveOrders()
  var trades: TradeOutput
  private let tally: MatchTally

  private static let slotsMin = 1_024
  private static let ordersMin = 16  // of a book

  /// One symbol's book.
  private final class Market {
    var book: OrderBook
    var capacity: Int
    var count = 0  // orders that rest

    init(_ orders: RestingOrderView, capacity: Int) {
      book = OrderBook(orders: orders, capacity: capacity)
      self.capacity = capacity
    }
  }

  init(trades: TradeOutput, tally: MatchTally) { (self.trades, self.tally) = (trades, tally) }

  var restingOrders: Int { live.count }

  var restingShares: Int128 {
    markets.reduce(0) { sum, market in
      sum + Int128(market.book.depth(.buy, levelsMax: .max)) + Int128(market.book.depth(.sell, levelsMax: .max))
    }
  }

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
    while markets.count <= Int(row.symbol) { markets.append(Market(table.view, capacity: Self.ordersMin)) }
    let market = markets[Int(row.symbol)]
    let slot = live.add(LiveOrders.Order(row))
    if slot == table.view.count { growTable() }
    if market.count == market.capacity { rebuild(market, capacity: market.capacity * 3 / 2) }
    let order = IncomingOrder(
      side: row.side, price: row.price, quantity: row.quantity, owner: row.agent, lifetime: row.lifetime)
    let result = market.book.submit(order, slot: slot)
    tally.orders += 1
    tally.entered += Int128(row.quantity)
    try settle(result, row, row.side, market)
    if result.rested > 0 {
      live[slot].open = result.rested
      live.list(slot)
      market.count += 1
    } else {
      live.release(slot)
    }
  }

  private mutating func cancel(_ slot: Int) {
    let market = markets[Int(live[slot].symbol)]
    tally.cancels += 1
    tally.cancelled += Int128(market.book.cancel(slot: slot))
    remove(slot, market)
  }

  private mutating func replace(_ slot: Int, _ row: OrderRow) throws(Failure) {
    let order = live[slot]
    let market = markets[Int(order.symbol)]
    guard let result = market.book.replace(slot: slot, price: row.price, quantity: row.quantity) else {
      preconditionFailure("a live order rests")
    }
    tally.replacements += 1
    tally.cancelled += Int128(order.open)
    tally.entered += Int128(row.quantity)
    live[slot].price = row.price
    live[slot].open = result.rested
    try settle(result, row, order.side, market)
    if result.rested == 0 { remove(slot, market) }
  }

  // MARK: - What the book did

  /// Writes the trades of the order that was just submitted and lets go of the orders that are done.
  private mutating func settle(_ result: Submission, _ row: OrderRow, _ side: Side, _ market: Market) throws(Failure) {
    for trade in 0..<market.book.log.tradeCount {
      let slot = Int(market.book.log.slot[trade])
      let quantity = market.book.log.quantity[trade]
      let resting = live[slot].id
      try trades.append(
        time: row.time, symbol: row.symbol, price: market.book.log.price[trade], quantity: quantity,
        buy: side == .buy ? row.id : resting, sell: side == .buy ? resting : row.id)
      live[slot].open -= quantity
      if live[slot].open == 0 { remove(slot, market) }
    }
    for index in 0..<market.book.log.cancelledCount {
      let slot = Int(market.book.log.cancelledSlot[index])
      tally.selfTraded += Int128(live[slot].open)
      remove(slot, market)
    }
    let ended = Int128(result.ended)
    if result.reason == .selfTrade { tally.selfTraded += ended } else { tally.expired += ended }
  }

  private mutating func remove(_ slot: Int, _ market: Market) {
    live.forget(slot)
    live.release(slot)
    market.count -= 1
  }

  // MARK: - Room

  private mutating func growTable() {
    let larger = RestingOrders(count: 2 * table.view.count)
    let slots = markets.map { Self.slots(of: $0) }
    table = larger
    for (market, slots) in zip(markets, slots) { rest(slots, market, capacity: market.capacity) }
  }

  private mutating func rebuild(_ market: Market, capacity: Int) {
    let slots = Self.slots(of: market)
    for slot in slots { table.view.quantity[slot] = 0 }  // free, until it rests again
    rest(slots, market, capacity: capacity)
  }

  /// Orders of a book, each side in order of priority.
  private static func slots(of market: Market) -> [Int] {
    market.book.slotsByPriority(.buy) + market.book.slotsByPriority(.sell)
  }

  /// Puts up a new book of these orders.
  private mutating func rest(_ slots: [Int], _ market: Market, capacity: Int) {
    market.book = OrderBook(orders: table.view, capacity: 1)  // the old one goes before its successor comes
    market.book = OrderBook(orders: table.view, capacity: capacity)
    market.capacity = capacity
    for slot in slots {
      let order = live[slot]
      let result = market.book.submit(
        IncomingOrder(
          side: order.side, price: order.price, quantity: order.open, owner: order.agent,
          lifetime: .goodTillCancelled), slot: slot)
      precondition(result.rested == order.open, "orders that rested rest again")
    }
  }
}
