import SimColumns
import SimTypes

/// Price-time priority on a book that lives on: the tick's orders arrive one after the other and trade with what rests.
///
/// All agents decided at once, so who comes first is drawn: a seeded random order of the agents, new in every tick, in
/// which each agent's own orders keep their sequence. Trades are at the resting order's price; what is left of an order
/// rests in its slot or expires.
public struct ContinuousTrading: TradingMechanism, ~Copyable {
  private let positions: Column<Int32>  // of the tick's messages
  private let arrivals: ArrivalOrder

  /// - Parameter capacity: the most new orders of one symbol and tick.
  public init(capacity: Int) {
    positions = Column(count: capacity + 7, filledWith: 0)  // written by vectors
    arrivals = ArrivalOrder(capacity: capacity)
  }

  public mutating func trade(_ market: MarketTick, _ book: inout OrderBook) -> MarketOutcome {
    let (boxes, tape, symbol) = (market.boxes, market.tape, market.symbol)
    let positions = positions.view
    var count = boxes.copyPositions(ofSymbol: symbol, to: positions)
    if boxes.hasSpecials(symbol) { count = boxes.applyChanges(positions, count, &book) }
    let (agents, kinds, keys) = (boxes.agent, boxes.kind, boxes.key)
    arrivals.draw(
      market.arrival, tick: market.tick, count: count, sender: { agents[Int(positions[$0])] }, name: { positions[$0] })

    var outcome = MarketOutcome(price: market.reference, volume: 0, tradeCount: 0)
    let firstTrade = Int(tape.first[symbol])
    for index in 0..<count {
      let position = arrivals[index]
      let side = BoxKey(raw: keys[position]).side
      let kind = kinds[position]
      let slot = kind.rests ? Int(boxes.messageSlot[position]) : 0
      let order = IncomingOrder(
        side: side, price: boxes.price[position], quantity: boxes.quantity[position], owner: agents[position],
        lifetime: kind.lifetime)
      let reference = book.doubledMid ?? Int32(clamping: 2 * Int64(outcome.last))
      boxes.reference[position] = reference
      let result = book.submit(order, slot: slot)
      boxes.filled[position] = result.filled
      boxes.value[position] = result.value
      if result.rested > 0 {
        boxes.slotEvents[slot] = boxes.slotEvents[slot].subtracting(.sells).union(
          side == .sell ? [.rested, .sells] : .rested)
      }
      Self.record(&book, order, reference, boxes, tape, firstTrade, &outcome)
    }
    tape.count[symbol] = Int32(truncatingIfNeeded: outcome.tradeCount)
    outcome.quotes = Quotes(book)
    return outcome
  }

  /// Puts the trades of one order on the tape and tells the resting orders' slots. The book is `inout`, since the
  /// compiler would copy it for a borrower.
  private static func record(
    _ book: inout OrderBook, _ order: IncomingOrder, _ reference: Int32, _ boxes: OrderBoxView, _ tape: TapeView,
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
