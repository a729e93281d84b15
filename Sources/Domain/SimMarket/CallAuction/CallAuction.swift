import SimColumns
import SimRandom
import SimTypes

/// The textbook uniform-price call auction: all orders of a tick meet at once, at one price.
///
/// 1. *Clear*: find the price that trades most (``ClearingRule``).
/// 2. *Allocate*: on each side better-priced orders fill first; the price where a side runs out is shared by
///    ``MarginRule``.
/// 3. *Pair*: walk both sides' fills in arrival order and note who bought from whom. Nobody trades with himself.
///
/// Everyone trades at the one price, so nobody ever trades beyond his limit.
///
/// One instance is scratch memory for one worker; symbols are independent of each other.
///
/// - Complexity: O(orders + prices in use); O(orders · log orders) for the orders at the margin, and for all of them
///   when the crossing prices span more than 1,022 ticks and the price has left the window around the reference.
public struct CallAuction: ~Copyable {
  var orders: MarketOrders
  var ladder = PriceLadder()
  let keys: Column<UInt64>  // orders at the margin, or all orders: something to sort by, then the place
  private let wideKeys: Column<UInt128>  // the same for remainders, which may need more than 32 bits

  /// - Parameter capacity: the most orders of one symbol and tick.
  public init(capacity: Int) {
    orders = MarketOrders(capacity: capacity)
    keys = Column(count: capacity, filledWith: 0)
    wideKeys = Column(count: capacity, filledWith: 0)
  }

  /// What one symbol's auction came to.
  public struct Outcome: Sendable, Equatable {
    public var price: Int32  // ticks; the reference when nothing traded
    public var volume: Int64  // shares traded
    public var demand: Int64  // shares wanted at `price` or higher
    public var supply: Int64  // shares offered at `price` or lower
    public var tradeCount: Int
    /// What is left unfilled.
    public var quotes = Quotes()
  }

  /// Runs one symbol's auction: writes every order's `filled`, the symbol's trades to `tape`, and returns the outcome.
  ///
  /// - Parameters:
  ///   - reference: price ticks that decide the last ties, usually the last trade's.
  ///   - margin: who goes first at the price where a side runs out.
  public mutating func run(
    _ boxes: OrderBoxView, symbol: Int, reference: Int32, margin: MarginRule, tick: UInt32, tape: TapeView
  ) -> Outcome {
    orders.collect(boxes, symbol: symbol)
    return auction(
      boxes, symbol: symbol, reference: reference, margin: margin, tick: tick, tape: tape, whenAllocated: { _ in })
  }

  /// The auction of the orders collected.
  /// - Parameter whenAllocated: called when every order's `filled` stands, with the slots of the resting orders.
  @inline(__always) mutating func auction(
    _ boxes: OrderBoxView, symbol: Int, reference: Int32, margin: MarginRule, tick: UInt32, tape: TapeView,
    whenAllocated: (_ slots: ColumnView<Int32>) -> Void
  ) -> Outcome {
    tape.count[symbol] = 0
    tape.price[symbol] = reference
    guard let clearing = clear(reference: reference) else {
      for place in 0..<orders.asks.upperBound { boxes.filled[Int(orders.position[place])] = 0 }
      whenAllocated(orders.slot)
      return Outcome(price: reference, volume: 0, demand: 0, supply: 0, tradeCount: 0, quotes: quotes(nil))
    }
    let buyers = allocate(orders.bids, clearing.bids, boxes, isBid: true, margin, tick)
    let sellers = allocate(orders.asks, clearing.asks, boxes, isBid: false, margin, tick)
    whenAllocated(orders.slot)
    let firstTrade = Int(tape.first[symbol])
    let paired = pair(buyers, sellers, boxes, tape, firstTrade: firstTrade)
    tape.count[symbol] = Int32(truncatingIfNeeded: paired.tradeCount)
    tape.price[symbol] = clearing.winner.price
    let trades = firstTrade..<firstTrade + paired.tradeCount
    tape.tradePrice.fill(trades, with: clearing.winner.price)
    tape.reference.fill(trades, with: Int32(clamping: 2 * Int64(reference)))
    tape.aggressor.fill(trades, with: TapeView.Aggressor.nobody.rawValue)
    return Outcome(
      price: clearing.winner.price, volume: paired.volume, demand: clearing.winner.demand,
      supply: clearing.winner.supply, tradeCount: paired.tradeCount, quotes: clearing.quotes)
  }

  // MARK: - 1. Clear

  struct Clearing {
    let winner: ClearingRule.Candidate
    let bids, asks: Margin
    var quotes = Quotes()
  }

  /// Where a side runs out: orders better than `price` fill, worse ones do not, those at it share `fill` of `total`.
  struct Margin {
    var price: Int32
    var fill: Int64
    var total: Int64
    var isRationed: Bool { fill < total }
  }

  mutating func clear(reference: Int32) -> Clearing? {
    let (prices, quantities) = (orders.price, orders.quantity)
    let (bestBid, bestAsk) = (orders.bestBid, orders.bestAsk)
    // Only prices from the best ask to the best bid have volume.
    guard !orders.bids.isEmpty, !orders.asks.isEmpty, bestBid >= bestAsk else { return nil }

    let windowTicks = PriceLadder.windowTicks
    let fits = Int(bestBid) - Int(bestAsk) < windowTicks
    // In the middle of the window, so that the prices next to the crossing ones have rungs of their own too.
    let room = windowTicks - 1 - (Int(bestBid) - Int(bestAsk))
    ladder.base = Int32(clamping: fits ? Int(bestAsk) - room / 2 : Int(reference) - windowTicks / 2)
    ladder.count(orders.bids, price: prices, quantity: quantities, into: ladder.bids.view)
    ladder.count(orders.asks, price: prices, quantity: quantities, into: ladder.asks.view)
    defer { ladder.clear() }
    if var clearing = sweep(totalDemand: orders.demand, reference: reference) {
      let left = ladderQuotes(clearing) ?? quotes(clearing)
      clearing.quotes = left
      return clearing
    }
    guard var clearing = clearBySorting(reference: reference) else { return nil }
    let left = quotes(clearing)
    clearing.quotes = left
    return clearing
  }

  /// Finds the winner among the ladder's prices. Nil when one outside the window might do as well.
  ///
  /// Going up, demand falls and supply grows, so the volume rises to where they cross and falls after it. One cheap
  /// walk finds the crossing; only the prices around it that share the largest volume are weighed against each other.
  private func sweep(totalDemand: Int64, reference: Int32) -> Clearing? {
    let top = PriceLadder.rungCount - 1
    let referenceRung = ladder.rung(of: reference)
    if referenceRung > 0 && referenceRung < top { ladder.markInUse(referenceRung) }

    // Up to the first rung where supply has caught up: the volume is largest there or one rung earlier.
    let (bids, asks) = (ladder.bids.view, ladder.asks.view)
    var demand = totalDemand &- bids[0]
    var supply = asks[0]
    var volume: Int64 = 0  // at the rung before: all of its supply
    var crossing = 1
    while let rung = ladder.next(from: crossing), rung < top {
      supply &+= asks[rung]
      crossing = rung
      if supply >= demand { break }
      volume = supply
      demand &-= bids[rung]
      crossing = rung &+ 1
    }
    guard crossing < top, supply >= demand else { return nil }  // they do not cross in this window
    volume = max(volume, demand)

    // Back down to the first rung that trades as much, then up again as long as they do.
    var first = crossing
    while let rung = ladder.previous(before: first), rung > 0 {
      let (demandBelow, supplyBelow) = (demand &+ bids[rung], supply &- asks[first])
      if min(demandBelow, supplyBelow) < volume { break }
      (first, demand, supply) = (rung, demandBelow, supplyBelow)
    }
    var rule = ClearingRule(reference: reference)
    var next: Int? = first
    supply &-= asks[first]
    while let rung = next, rung < top {
      supply &+= asks[rung]
      // Only the crossing itself may trade less than a rung below it.
      if demand < volume && rung > crossing { break }
      rule.consider(ladder.price(ofRung: rung), demand: demand, supply: supply)
      demand &-= bids[rung]
      next = ladder.next(from: rung &+ 1)
    }
    // Below the window no more is offered than `asks[0]`, above it no more is wanted than `bids[top]`.
    guard let winner = rule.winner, winner.volume > asks[0], winner.volume > bids[top] else { return nil }
    let rung = ladder.rung(of: winner.price)

    var bidMargin = Margin(price: winner.price, fill: bids[rung], total: bids[rung])
    var cut = winner.demand - winner.volume
    if cut > 0 {  // the lowest-priced bids go without
      var marginal = rung
      while bids[marginal] <= cut {
        cut -= bids[marginal]
        marginal += 1
      }
      bidMargin = Margin(price: ladder.price(ofRung: marginal), fill: bids[marginal] - cut, total: bids[marginal])
    }
    var askMargin = Margin(price: winner.price, fill: asks[rung], total: asks[rung])
    cut = winner.supply - winner.volume
    if cut > 0 {  // the highest-priced asks go without
      var marginal = rung
      while asks[marginal] <= cut {
        cut -= asks[marginal]
        marginal -= 1
      }
      askMargin = Margin(price: ladder.price(ofRung: marginal), fill: asks[marginal] - cut, total: asks[marginal])
    }
    return Clearing(winner: winner, bids: bidMargin, asks: askMargin)
  }

  // MARK: - 2. Allocate

  /// Writes `filled` of every order at `places`, moves the filled ones to the front and returns where they stand.
  ///
  /// Two plain passes. The first, over neighbouring columns only, becomes vectors; the second has no branch. Half of
  /// the orders are filled, in no order a processor could learn.
  /// - Parameter isBid: a higher price is better; for asks a lower one is.
  private func allocate(
    _ places: Range<Int>, _ margin: Margin, _ boxes: OrderBoxView, isBid: Bool, _ rule: MarginRule, _ tick: UInt32
  ) -> Range<Int> {
    let (prices, quantities, positions) = (orders.price, orders.quantity, orders.position)
    let filled = boxes.filled
    if margin.isRationed { ration(places, margin, boxes, rule, tick) }
    let flip: Int32 = isBid ? 0 : -1  // all bits turned: the order of prices reversed
    let marginPrice = margin.price ^ flip
    for place in places { quantities[place] = (prices[place] ^ flip) >= marginPrice ? quantities[place] : 0 }
    var next = places.lowerBound
    for place in places {
      let position = positions[place]
      let fill = quantities[place]
      filled[Int(position)] = fill
      positions[next] = position
      quantities[next] = fill
      next &+= Int(UInt32(bitPattern: 0 &- fill) &>> 31)  // 1 when filled
    }
    return places.lowerBound..<next
  }

  /// Cuts the orders at the margin to their share.
  private func ration(
    _ places: Range<Int>, _ margin: Margin, _ boxes: OrderBoxView, _ rule: MarginRule, _ tick: UInt32
  ) {
    switch rule {
    case .arrival:
      var left = margin.fill
      for place in places where orders.price[place] == margin.price { fill(place, &left) }
    case .randomTime(let priority): rationAtRandom(places, margin, boxes, priority, tick)
    case .proRata: rationProRata(places, margin)
    }
  }

  private func fill(_ place: Int, _ left: inout Int64) {
    let fill = min(Int64(orders.quantity[place]), left)
    orders.quantity[place] = Int32(truncatingIfNeeded: fill)
    left -= fill
  }

  private func rationAtRandom(
    _ places: Range<Int>, _ margin: Margin, _ boxes: OrderBoxView, _ priority: StreamKey, _ tick: UInt32
  ) {
    let keys = keys.view
    var count = 0
    for place in places where orders.price[place] == margin.price {
      let agent = boxes.agent[Int(orders.position[place])]
      let draw = priority.words(row: UInt32(bitPattern: agent), tick: tick)[0]
      // Equal draws: the earlier arrival first.
      keys[count] = UInt64(draw) << 32 | UInt64(place)
      count += 1
    }
    HeapSort.ascending(keys[0..<count])
    var left = margin.fill
    for index in 0..<count { fill(Int(keys[index] & 0xffff_ffff), &left) }
  }

  /// `quantity · fill / total` each, in whole numbers of any size.
  private func rationProRata(_ places: Range<Int>, _ margin: Margin) {
    let keys = wideKeys.view
    let (fill, total) = (margin.fill.magnitude, margin.total.magnitude)
    var count = 0
    var left = margin.fill
    for place in places where orders.price[place] == margin.price {
      let product = UInt64(orders.quantity[place].magnitude).multipliedFullWidth(by: fill)
      let (share, remainder) = total.dividingFullWidth(product)
      orders.quantity[place] = Int32(truncatingIfNeeded: share)
      left -= Int64(share)
      // The largest remainder sorts first, then the earlier arrival.
      keys[count] = UInt128(~remainder) << 32 | UInt128(place)
      count += 1
    }
    HeapSort.ascending(keys[0..<count])
    for index in 0..<Int(left) {
      let place = Int(truncatingIfNeeded: keys[index] & 0xffff_ffff)
      orders.quantity[place] += 1
    }
  }
}
