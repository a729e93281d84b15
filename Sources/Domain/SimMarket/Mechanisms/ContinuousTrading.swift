import SimTypes

/// Price-time priority on a book that lives on: the tick's orders arrive one after the other and trade with what rests.
///
/// All agents decided at once, so who comes first is drawn: a seeded random order of the agents, new in every tick, in
/// which each agent's own orders keep their sequence. Trades are at the resting order's price; what is left of an order
/// rests in its slot or expires.
public struct ContinuousTrading: TradingMechanism, ~Copyable {
  private var orders: MarketOrders
  private let arrivals: ArrivalOrder

  /// - Parameter capacity: the most new orders of one symbol and tick.
  public init(capacity: Int) {
    orders = MarketOrders(capacity: capacity)
    arrivals = ArrivalOrder(capacity: capacity)
  }

  public mutating func trade(_ market: MarketTick, _ book: inout OrderBook) -> MarketOutcome {
    let (boxes, tape, symbol) = (market.boxes, market.tape, market.symbol)
    if boxes.hasSpecials(symbol) { orders.applyChanges(boxes, symbol: symbol, &book) }
    let count = orders.collectArrivals(boxes, symbol: symbol)
    let (positions, slots) = (orders.position, orders.slot)
    for row in 0..<count {  // where they may rest is anywhere among all agents' slots
      let slot = Int(slots[row])
      book.orders.prefetch(slot)
      boxes.slotEvents.prefetch(slot)
    }
    arrivals.draw(market.arrival, tick: market.tick, count: count) { boxes.agent[Int(positions[$0])] }

    var outcome = MarketOutcome(price: market.reference, volume: 0, tradeCount: 0)
    let firstTrade = Int(tape.first[symbol])
    for index in 0..<count {
      let row = arrivals[index]
      let position = Int(orders.position[row])
      let side = BoxKey(raw: boxes.key[position]).side
      let slot = Int(orders.slot[row])
      let owner = boxes.agent[position]
      let order = IncomingOrder(
        side: side, price: orders.price[row], quantity: orders.quantity[row], owner: owner,
        lifetime: slot >= 0 ? .goodTillCancelled : boxes.kind[position].lifetime)
      let reference = book.doubledMid ?? Int32(clamping: 2 * Int64(outcome.last))
      boxes.reference[position] = reference
      let result = book.submit(order, slot: max(slot, 0))
      boxes.filled[position] = result.filled
      boxes.value[position] = result.value
      if result.rested > 0 {
        boxes.slotEvents[slot] = boxes.slotEvents[slot].subtracting(.sells).union(
          side == .sell ? [.rested, .sells] : .rested)
      }
      Self.record(book, order, reference, boxes, tape, firstTrade, &outcome)
    }
    tape.count[symbol] = Int32(truncatingIfNeeded: outcome.tradeCount)
    outcome.quotes = Quotes(book)
    return outcome
  }

  /// Puts the trades of one order on the tape and tells the resting orders' slots.
  private static func record(
    _ book: borrowing OrderBook, _ order: IncomingOrder, _ reference: Int32, _ boxes: OrderBoxView, _ tape: TapeView,
    _ firstTrade: Int, _ outcome: inout MarketOutcome
  ) {
    for trade in 0..<book.log.tradeCount {
      let slot = Int(book.log.slot[trade])
      let (price, quantity) = (book.log.price[trade], book.log.quantity[trade])
      let resting = book.orders.owner[slot]  // in the line that the trade has just changed
      let row = firstTrade + outcome.tradeCount
      tape.buyer[row] = order.side == .buy ? order.owner : resting
      tape.seller[row] = order.side == .buy ? resting : order.owner
      tape.quantity[row] = quantity
      tape.tradePrice[row] = price
      tape.reference[row] = reference
      tape.aggressor[row] = TapeView.Aggressor(order.side).rawValue
      boxes.filled[boxes.slotBase + slot] += quantity
      boxes.slotEvents[slot].insert(.filled)
      if outcome.tradeCount == 0 { (outcome.open, outcome.high, outcome.low) = (price, price, price) }
      outcome.high = max(outcome.high, price)
      outcome.low = min(outcome.low, price)
      outcome.last = price
      outcome.volume += Int64(quantity)
      outcome.tradeCount += 1
    }
    for index in 0..<book.log.cancelledCount {
      boxes.slotEvents[Int(book.log.cancelledSlot[index])].insert(.selfTrade)
    }
  }
}
