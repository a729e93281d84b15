import SimMarket
import SimTypes

/// An order file through call auctions: ``CallAuction``, one for each symbol and time that has new orders.
///
/// 1. Rows of one time are taken in the order of the file: orders join their symbol's queue, cancels leave it.
/// 2. When the time is over, symbol by symbol in order of first appearance: the auction of everybody in the queue.
///    - A fill-or-kill order that would be filled only in part is taken out, the latest arrival first, and the auction
///      is held again without it.
///    - Shares that could only have traded with their own owner are cancelled.
/// 3. What is left of limit orders good till cancelled stays, in order of arrival; all else expires.
///
/// Only orders that cross somebody's limit enter the auction: the others are no part of the volume at any price it can
/// have. A symbol whose new orders cross nobody holds none.
struct CallReplay: OrderReplay, ~Copyable {
  private var live = LiveOrders()
  private var room = AuctionRoom()
  private var markets: [Market] = []  // row = symbol
  private var active: [Int32] = []  // symbols with new orders
  private var time = Int64.min  // of the orders that were taken last
  private let reference: Int32?
  var trades: TradeOutput
  private let tally: MatchTally

  /// One symbol's orders.
  private struct Market {
    var queue: [Int32] = []  // slots, in order of arrival
    var carried = 0  // so many of them were there before this time
    var done = 0  // so many of them are cancelled
    // Nobody's limit is better. Market orders included, as the highest and the lowest price.
    var bestBid = Int32.min
    var bestAsk = Int32.max
    var last: Int32?  // price of the last trade, ticks

    mutating func admit(_ side: Side, _ price: Int32) {
      if side == .buy { bestBid = max(bestBid, price) } else { bestAsk = min(bestAsk, price) }
    }
  }

  /// - Parameter reference: price in ticks that decides ties before a symbol's first trade.
  init(reference: Int32?, trades: TradeOutput, tally: MatchTally) {
    (self.reference, self.trades, self.tally) = (reference, trades, tally)
  }

  var restingOrders: Int { live.count }

  var restingShares: Int128 {
    markets.reduce(0) { sum, market in market.queue.reduce(sum) { $0 + Int128(live[Int($1)].open) } }
  }

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
    if markets[symbol].queue.count == markets[symbol].carried { active.append(row.symbol) }
    let slot = live.add(LiveOrders.Order(row))
    live.list(slot)
    markets[symbol].queue.append(Int32(slot))
    markets[symbol].admit(row.side, row.price)
    tally.orders += 1
    tally.entered += Int128(row.quantity)
  }

  /// The order keeps its place in the queue, without shares, until the queue is cleared up.
  private mutating func cancel(_ slot: Int) {
    let symbol = Int(live[slot].symbol)
    tally.cancels += 1
    tally.cancelled += Int128(live[slot].open)
    live.forget(slot)
    markets[symbol].done += 1
    if 2 * markets[symbol].done > markets[symbol].queue.count + 64 { clearUp(symbol, from: 0) }
  }

  // MARK: - Auctions

  private mutating func holdAuctions() throws(Failure) {
    active.sort()
    for symbol in active.map({ Int($0) }) {
      let isCrossed = markets[symbol].bestBid >= markets[symbol].bestAsk
      if isCrossed { try hold(symbol) }
      expire(symbol)
      clearUp(symbol, from: isCrossed ? 0 : markets[symbol].carried)
      markets[symbol].carried = markets[symbol].queue.count
    }
    active.removeAll(keepingCapacity: true)
  }

  private mutating func hold(_ symbol: Int) throws(Failure) {
    while true {
      let taking = participants(symbol)
      guard !taking.isEmpty, let reference = markets[symbol].last ?? self.reference ?? middle(taking) else { return }
      let outcome = room.run(taking, of: live, reference: reference)
      if let place = taking.indices.last(where: { isPartial($0, taking) }) {
        expire(slot: Int(taking[place]))
        continue
      }
      if outcome.tradeCount > 0 { markets[symbol].last = outcome.price }
      if outcome.volume < min(outcome.demand, outcome.supply) { cancelSelfTrades(taking, outcome) }
      try settle(Int32(symbol), taking, outcome)
      return
    }
  }

  /// Slots of the orders that cross somebody, in order of arrival.
  private func participants(_ symbol: Int) -> [Int32] {
    var (bestBid, bestAsk) = (Int32.min, Int32.max)
    var (hasBids, hasAsks) = (false, false)
    for slot in markets[symbol].queue where live[Int(slot)].open > 0 {
      let order = live[Int(slot)]
      if order.side == .buy {
        (bestBid, hasBids) = (max(bestBid, order.price), true)
      } else {
        (bestAsk, hasAsks) = (min(bestAsk, order.price), true)
      }
    }
    guard hasBids, hasAsks, bestBid >= bestAsk else { return [] }
    return markets[symbol].queue.filter { slot in
      let order = live[Int(slot)]
      return order.open > 0 && (order.side == .buy ? order.price >= bestAsk : order.price <= bestBid)
    }
  }

  /// The reference of an auction that has none: halfway between the lowest and the highest limit that takes part,
  /// rounded down to the grid. Nil when there are market orders alone.
  private func middle(_ taking: [Int32]) -> Int32? {
    var (lowest, highest) = (Int32.max, Int32.min)
    for slot in taking where !live[Int(slot)].isMarket {
      lowest = min(lowest, live[Int(slot)].price)
      highest = max(highest, live[Int(slot)].price)
    }
    return lowest <= highest ? lowest + (highest - lowest) / 2 : nil
  }

  /// Whether a fill-or-kill order got something, and not all.
  private func isPartial(_ place: Int, _ taking: [Int32]) -> Bool {
    let order = live[Int(taking[place])]
    let filled = room.filled(place)
    return order.lifetime == .fillOrKill && filled > 0 && filled < order.open
  }

  /// The auction gave these orders shares and took them back, because only their owner was left on the other side:
  /// those shares end here. What each order was given follows from price and arrival.
  private mutating func cancelSelfTrades(_ taking: [Int32], _ outcome: CallAuction.Outcome) {
    for side in Side.allCases {
      let better: (Int32, Int32) -> Bool = side == .buy ? { $0 > $1 } : { $0 < $1 }
      var queue = taking.indices.filter {
        let order = live[Int(taking[$0])]
        return order.side == side && !better(outcome.price, order.price)
      }
      queue.sort { a, b in
        let (first, second) = (live[Int(taking[a])].price, live[Int(taking[b])].price)
        return first == second ? a < b : better(first, second)
      }
      var left = min(outcome.demand, outcome.supply)
      for place in queue where left > 0 {
        let slot = Int(taking[place])
        let given = Int32(min(left, Int64(live[slot].open)))
        left -= Int64(given)
        let kept = given - room.filled(place)
        live[slot].open -= kept
        tally.selfTraded += Int128(kept)
      }
    }
  }

  /// Takes the fills off the orders and writes the trades.
  ///
  /// The tape names agents, not orders: an agent's trades go to his orders in order of arrival, to each as many shares
  /// as it was filled.
  private mutating func settle(_ symbol: Int32, _ taking: [Int32], _ outcome: CallAuction.Outcome) throws(Failure) {
    var unpaired = [Int32](repeating: 0, count: taking.count)
    for place in taking.indices {
      let filled = room.filled(place)
      unpaired[place] = filled
      live[Int(taking[place])].open -= filled
    }
    let tape = room.trades
    var (firstBid, firstAsk) = (0, 0)
    for trade in tape.rows(ofSymbol: 0) {
      var left = tape.quantity[trade]
      while left > 0 {
        let bid = next(.buy, of: tape.buyer[trade], from: &firstBid, taking, unpaired)
        let ask = next(.sell, of: tape.seller[trade], from: &firstAsk, taking, unpaired)
        let quantity = min(left, unpaired[bid], unpaired[ask])
        try trades.append(
          time: time, symbol: symbol, price: outcome.price, quantity: quantity, buy: live[Int(taking[bid])].id,
          sell: live[Int(taking[ask])].id)
        unpaired[bid] -= quantity
        unpaired[ask] -= quantity
        left -= quantity
      }
    }
  }

  /// The agent's first order with shares that are not paired yet. `first` moves on to the first of anybody's.
  private func next(
    _ side: Side, of agent: Int32, from first: inout Int, _ taking: [Int32], _ unpaired: [Int32]
  ) -> Int {
    while live[Int(taking[first])].side != side || unpaired[first] == 0 { first += 1 }
    var place = first
    while live[Int(taking[place])].side != side || unpaired[place] == 0 || live[Int(taking[place])].agent != agent {
      place += 1
    }
    return place
  }

  // MARK: - Afterwards

  /// Ends what is left of this time's orders that may not wait for the next.
  private mutating func expire(_ symbol: Int) {
    for slot in markets[symbol].queue[markets[symbol].carried...] {
      let order = live[Int(slot)]
      if order.lifetime != .goodTillCancelled || order.isMarket { expire(slot: Int(slot)) }
    }
  }

  private mutating func expire(slot: Int) {
    tally.expired += Int128(live[slot].open)
    live[slot].open = 0
  }

  /// Takes the orders without shares out of the queue, from the place `start` on. Only a queue that is cleared up from
  /// its beginning knows its best prices again; until then they may be better than anybody's.
  private mutating func clearUp(_ symbol: Int, from start: Int) {
    if start == 0 { (markets[symbol].bestBid, markets[symbol].bestAsk) = (Int32.min, Int32.max) }
    let carried = markets[symbol].carried
    var kept = start
    for place in start..<markets[symbol].queue.count {
      let slot = Int(markets[symbol].queue[place])
      let order = live[slot]
      if order.open > 0 {
        markets[symbol].queue[kept] = Int32(slot)
        markets[symbol].admit(order.side, order.price)
        kept += 1
        continue
      }
      if live.slot(of: order.id) == slot { live.forget(slot) } else { markets[symbol].done -= 1 }
      live.release(slot)
      if place < carried { markets[symbol].carried -= 1 }
    }
    markets[symbol].queue.removeSubrange(kept...)
  }
}
