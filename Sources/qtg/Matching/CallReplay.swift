import SimMarket
import SimTypes

/// An order file through call auctions: ``CallAuction``, one for each symbol and time that has new orders.
///
/// 1. Rows of one time are taken in the order of the file: orders join their symbol's queue, cancels leave queue or book.
/// 2. When the time is over, symbol by symbol in order of first appearance: the auction of everybody in the queue and in
///    the book. If nobody's new limit crosses anybody's, there is none.
///    - A fill-or-kill order that would be filled only in part is taken out, the latest arrival first, and the auction
///      is held again without it.
///    - Shares that could only have traded with their own owner are cancelled.
/// 3. What is left of limit orders good till cancelled rests in the symbol's ``OrderBook``; all else expires.
///
/// What an auction leaves never crosses: were a bid and an ask left over whose prices meet, a price between them would
/// have traded more. So it is a book like any other, and of the orders in it only those enter the next auction that can
/// matter (``CarriedReach``).
struct CallReplay: OrderReplay, ~Copyable {
  private var shelf = BookShelf()
  private var live = LiveOrders()
  private var markets: [Market] = []  // row = symbol
  private var active: [Int32] = []  // symbols with new orders
  private var time = Int64.min  // of the orders that were taken last
  private let reference: Int32?
  var trades: TradeOutput
  private let tally: MatchTally

  // Of one auction; used again and again.
  private var room = AuctionRoom()
  private var reach = CarriedReach()
  private var entries: [AuctionEntry] = []
  private var carried: [Carried] = []
  private var buyers = FilledOrders()
  private var sellers = FilledOrders()

  /// One symbol's orders of this time, and what is known of the last auction.
  private struct Market {
    var queue: [Queued] = []  // in order of arrival
    var firstArrival: Int64 = 0  // of the queue
    var cancelled = 0  // orders in the queue
    var isActive = false
    // No limit in the queue is better. Market orders included, as the highest and the lowest price.
    var bestBid = Int32.min
    var bestAsk = Int32.max
    var last: Int32?  // price of the last trade, ticks
  }

  private struct Queued {
    var slot: Int32  // -1: the order was cancelled
    let price: Int32
    let side: Side
    let lifetime: TimeInForce

    var isMarket: Bool { price == OrderBoxes.marketBuy || price == OrderBoxes.marketSell }
    var mayRest: Bool { lifetime == .goodTillCancelled && !isMarket }
  }

  /// A resting order on its way into an auction.
  private struct Carried {
    let arrival: Int64
    let slot: Int32
    let side: Side
  }

  /// The best limits of all orders; a side without orders has the other's worst.
  private struct Crossing {
    var bestBid, bestAsk: Int32
    func holds(_ side: Side, _ price: Int32) -> Bool { side == .buy ? price >= bestAsk : price <= bestBid }
  }

  /// - Parameter reference: price in ticks that decides ties before a symbol's first trade.
  init(reference: Int32?, trades: TradeOutput, tally: MatchTally) {
    (self.reference, self.trades, self.tally) = (reference, trades, tally)
  }

  var restingOrders: Int { live.count }

  var restingShares: Int128 { shelf.shares }

  func prefetch(_ batch: borrowing OrderBatch) { batch.prefetch(live, shelf, restAtOnce: false) }

  mutating func take(_ row: OrderRow) throws(Failure) -> RejectionReason? {
    if row.time != time { try holdAuctions() }
    time = row.time
    switch row.action {
    case .replace: return .replaceInCall
    case .enter: enter(row)
    case .cancel:
      guard let slot = live.slot(of: row.id) else { return .orderFinished }
      if live[slot].agent != row.agent { return .otherAgent }
      if live[slot].symbol != row.symbol { return .otherSymbol }
      cancel(slot)
    }
    return nil
  }

  mutating func finish() throws(Failure) { try holdAuctions() }

  // MARK: - Rows

  private mutating func enter(_ row: OrderRow) {
    let symbol = Int(row.symbol)
    while markets.count <= symbol { markets.append(Market()) }
    if !markets[symbol].isActive {
      active.append(row.symbol)
      markets[symbol].isActive = true
    }
    let arrival = markets[symbol].firstArrival + Int64(markets[symbol].queue.count)
    let slot = live.add(LiveOrders.Order(row, arrival: arrival))
    live.list(slot)
    markets[symbol].queue.append(
      Queued(slot: Int32(slot), price: row.price, side: row.side, lifetime: row.lifetime))
    if row.side == .buy {
      markets[symbol].bestBid = max(markets[symbol].bestBid, row.price)
    } else {
      markets[symbol].bestAsk = min(markets[symbol].bestAsk, row.price)
    }
    tally.orders += 1
    tally.entered += Int128(row.quantity)
  }

  private mutating func cancel(_ slot: Int) {
    let order = live[slot]
    let symbol = Int(order.symbol)
    tally.cancels += 1
    tally.cancelled += Int128(order.open)
    live.remove(slot)
    if order.arrival < markets[symbol].firstArrival { return takeFromBook(slot, shelf[order.symbol]) }
    markets[symbol].queue[Int(order.arrival - markets[symbol].firstArrival)].slot = -1
    markets[symbol].cancelled += 1
    if 2 * markets[symbol].cancelled > markets[symbol].queue.count + 64 { closeGaps(symbol) }
  }

  /// Takes the cancelled orders out of the queue, so that it is never much longer than the orders in it.
  private mutating func closeGaps(_ symbol: Int) {
    markets[symbol].queue.removeAll { $0.slot < 0 }
    markets[symbol].cancelled = 0
    for (place, order) in markets[symbol].queue.enumerated() {
      live[Int(order.slot)].arrival = markets[symbol].firstArrival + Int64(place)
    }
  }

  private func takeFromBook(_ slot: Int, _ place: BookShelf.Place) {
    place.book.cancel(slot: slot)
    place.count -= 1
  }

  // MARK: - Auctions

  private mutating func holdAuctions() throws(Failure) {
    if active.count > 1 { active.sort() }
    for index in active.indices {
      try hold(active[index])
      rest(active[index])
    }
    active.removeAll(keepingCapacity: true)
  }

  private mutating func hold(_ symbol: Int32) throws(Failure) {
    let place = shelf.withRoom(for: symbol, slot: 0)
    guard mayCross(symbol, place) else { return }
    while let crossing = crossing(symbol, place) {
      gather(symbol, place, crossing)
      let known = markets[Int(symbol)].last ?? reference
      guard let reference = known ?? middle(place, crossing) else { return }
      let outcome = room.run(entries, reference: reference)
      if let spoiled = entries.indices.last(where: { isPartial($0) }) {
        expire(Int(entries[spoiled].slot))
        continue
      }
      if outcome.tradeCount > 0 { markets[Int(symbol)].last = outcome.price }
      if outcome.volume < min(outcome.demand, outcome.supply) { cancelSelfTrades(outcome) }
      try settle(symbol, outcome)
      takeFillsFromBook(place)
      return
    }
  }

  /// False when no order of this time crosses anybody's: what most rows of a deep book come to.
  private func mayCross(_ symbol: Int32, _ place: BookShelf.Place) -> Bool {
    let (bid, ask) = (markets[Int(symbol)].bestBid, markets[Int(symbol)].bestAsk)
    return max(bid, place.book.bestBid ?? .min) >= min(ask, place.book.bestAsk ?? .max)
  }

  /// Nil when nobody crosses anybody.
  private func crossing(_ symbol: Int32, _ place: BookShelf.Place) -> Crossing? {
    var found = Crossing(bestBid: place.book.bestBid ?? .min, bestAsk: place.book.bestAsk ?? .max)
    var (hasBids, hasAsks) = (place.book.bestBid != nil, place.book.bestAsk != nil)
    for order in markets[Int(symbol)].queue where order.slot >= 0 && live[Int(order.slot)].open > 0 {
      if order.side == .buy {
        (found.bestBid, hasBids) = (max(found.bestBid, order.price), true)
      } else {
        (found.bestAsk, hasAsks) = (min(found.bestAsk, order.price), true)
      }
    }
    return hasBids && hasAsks && found.bestBid >= found.bestAsk ? found : nil
  }

  /// Writes down who takes part, in order of arrival: of the book the orders that can matter, then what stands for
  /// those that only count, then new orders.
  private mutating func gather(_ symbol: Int32, _ place: BookShelf.Place, _ crossing: Crossing) {
    entries.removeAll(keepingCapacity: true)
    for order in markets[Int(symbol)].queue
    where order.slot >= 0 && crossing.holds(order.side, order.price) && live[Int(order.slot)].open > 0 {
      let known = live[Int(order.slot)]
      entries.append(
        AuctionEntry(
          slot: order.slot, agent: known.agent, price: order.price, quantity: known.open, side: order.side,
          isAllOrNothing: order.lifetime == .fillOrKill))
    }
    carried.removeAll(keepingCapacity: true)
    reach.removeTails()
    for side in Side.allCases {
      reach.find(side, of: place, for: entries) { slot in
        carried.append(Carried(arrival: live[slot].arrival, slot: Int32(slot), side: side))
      }
    }
    if carried.isEmpty && reach.tails.isEmpty { return }
    if carried.count > 1 { carried.sort { $0.arrival < $1.arrival } }
    let rows = shelf.orders
    entries.insert(
      contentsOf: carried.map { order in
        let slot = Int(order.slot)
        return AuctionEntry(
          slot: order.slot, agent: rows.owner[slot], price: rows.price[slot], quantity: rows.quantity[slot],
          side: order.side)
      } + reach.tails, at: 0)
  }

  /// The reference of an auction that has none: halfway between the lowest and the highest limit that crosses somebody,
  /// rounded down to the grid. Nil when there are market orders alone.
  private func middle(_ place: BookShelf.Place, _ crossing: Crossing) -> Int32? {
    var (lowest, highest) = (Int32.max, Int32.min)
    for entry in entries where !entry.isMarket {
      (lowest, highest) = (min(lowest, entry.price), max(highest, entry.price))
    }
    // Not all of the book that crosses is among the entries.
    for side in Side.allCases {
      place.book.forEachLevel(side) { level, _ in
        guard crossing.holds(side, level.price) else { return false }
        (lowest, highest) = (min(lowest, level.price), max(highest, level.price))
        return true
      }
    }
    return lowest <= highest ? lowest + (highest - lowest) / 2 : nil
  }

  /// Whether a fill-or-kill order got something, and not all.
  private func isPartial(_ place: Int) -> Bool {
    guard entries[place].isAllOrNothing else { return false }
    let filled = room.filled(place)
    return filled > 0 && filled < entries[place].quantity
  }

  /// The auction gave these orders shares and took them back, because only their owner was left on the other side:
  /// those shares end here. What each order was given follows from price and arrival.
  private mutating func cancelSelfTrades(_ outcome: CallAuction.Outcome) {
    for side in Side.allCases {
      let better: (Int32, Int32) -> Bool = side == .buy ? { $0 > $1 } : { $0 < $1 }
      var queue = entries.indices.filter { entries[$0].side == side && !better(outcome.price, entries[$0].price) }
      queue.sort { a, b in
        let (first, second) = (entries[a].price, entries[b].price)
        return first == second ? a < b : better(first, second)
      }
      var left = min(outcome.demand, outcome.supply)
      for place in queue where left > 0 {
        let given = Int32(min(left, Int64(entries[place].quantity)))
        left -= Int64(given)
        let kept = given - room.filled(place)
        live[Int(entries[place].slot)].open -= kept
        tally.selfTraded += Int128(kept)
      }
    }
  }

  /// Takes the fills off the orders and writes the trades.
  private mutating func settle(_ symbol: Int32, _ outcome: CallAuction.Outcome) throws(Failure) {
    buyers.removeAll()
    sellers.removeAll()
    for place in entries.indices {
      let filled = room.filled(place)
      guard filled > 0 else { continue }
      let entry = entries[place]
      live[Int(entry.slot)].open -= filled
      if entry.side == .buy {
        buyers.append(slot: entry.slot, agent: entry.agent, filled: filled)
      } else {
        sellers.append(slot: entry.slot, agent: entry.agent, filled: filled)
      }
    }
    let tape = room.trades
    for trade in tape.rows(ofSymbol: 0) {
      var left = tape.quantity[trade]
      while left > 0 {
        let (buy, sell) = (buyers.next(of: tape.buyer[trade]), sellers.next(of: tape.seller[trade]))
        let quantity = min(left, buyers.left(buy), sellers.left(sell))
        try trades.append(
          time: time, symbol: symbol, price: outcome.price, quantity: quantity, buy: live[buyers.slot(buy)].id,
          sell: live[sellers.slot(sell)].id)
        buyers.take(quantity, from: buy)
        sellers.take(quantity, from: sell)
        left -= quantity
      }
    }
  }

  /// The book learns what its orders have left.
  private mutating func takeFillsFromBook(_ place: BookShelf.Place) {
    let quantities = shelf.orders.quantity
    for order in carried {
      let slot = Int(order.slot)
      let left = live[slot].open
      if left == quantities[slot] { continue }
      if left > 0 {
        place.book.shrink(slot: slot, to: left)
      } else {
        takeFromBook(slot, place)
        live.remove(slot)
      }
    }
  }

  // MARK: - Afterwards

  private mutating func expire(_ slot: Int) {
    tally.expired += Int128(live[slot].open)
    live[slot].open = 0
  }

  /// Empties the queue: what is left and may wait for the next auction rests, all else ends.
  private mutating func rest(_ symbol: Int32) {
    let market = Int(symbol)
    for index in markets[market].queue.indices {
      let order = markets[market].queue[index]
      guard order.slot >= 0 else { continue }
      let slot = Int(order.slot)
      let known = live[slot]
      guard known.open > 0 && order.mayRest else {
        expire(slot)
        live.remove(slot)
        continue
      }
      let place = shelf.withRoom(for: symbol, slot: slot)
      let result = place.book.submit(
        IncomingOrder(
          side: order.side, price: order.price, quantity: known.open, owner: known.agent,
          lifetime: .goodTillCancelled), slot: slot)
      precondition(result.rested == known.open, "what an auction leaves does not cross")
      place.count += 1
    }
    markets[market].firstArrival += Int64(markets[market].queue.count)
    markets[market].queue.removeAll(keepingCapacity: true)
    markets[market].cancelled = 0
    markets[market].isActive = false
    (markets[market].bestBid, markets[market].bestAsk) = (Int32.min, Int32.max)
  }
}
