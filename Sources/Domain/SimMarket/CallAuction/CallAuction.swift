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
/// - Complexity: O(orders · log ticks), where the ticks are those between the best bid and the best ask; the orders at
///   the margin are sorted.
public struct CallAuction: ~Copyable {
  var orders: MarketOrders
  /// Account rows of the orders that are filled, where these stand.
  let trader: Column<Int32>
  // Orders at the margin: their places, the draw that says who is first, remainders with their places.
  private let marginal: Column<Int32>
  private let draws: ArrivalOrder
  private let remainders: Column<UInt128>

  /// - Parameter capacity: the most orders of one symbol and tick.
  public init(capacity: Int) {
    orders = MarketOrders(capacity: capacity)
    trader = Column(count: orders.price.count, filledWith: 0)
    marginal = Column(count: capacity, filledWith: 0)
    draws = ArrivalOrder(capacity: capacity)
    remainders = Column(count: capacity, filledWith: 0)
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
      for place in orders.bids { boxes.filled[Int(orders.position[place])] = 0 }
      for place in orders.asks { boxes.filled[Int(orders.position[place])] = 0 }
      whenAllocated(orders.slot)
      let left = Self.quotes(LimitCurves(orders), nil, nil)
      return Outcome(price: reference, volume: 0, demand: 0, supply: 0, tradeCount: 0, quotes: left)
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

  // MARK: - 2. Allocate

  /// Writes `filled` of every order at `places`, moves the filled ones to the front and returns where they stand.
  ///
  /// A quarter of the orders are filled, in no order a processor could learn: comparing sets a bit for each of them, 64
  /// orders at a time, and only they are visited.
  /// - Parameter isBid: a higher price is better; for asks a lower one is.
  private mutating func allocate(
    _ places: Range<Int>, _ margin: Margin, _ boxes: OrderBoxView, isBid: Bool, _ rule: MarginRule, _ tick: UInt32
  ) -> Range<Int> {
    let (quantities, positions, traders) = (orders.quantity, orders.position, trader.view)
    let (filled, agents) = (boxes.filled, boxes.agent)
    if margin.isRationed { ration(places, margin, boxes, isBid: isBid, rule, tick) }
    for place in places { filled[Int(positions[place])] = 0 }
    var next = places.lowerBound
    orders.forEach(places, atLeast: margin.price, isBid: isBid) { place in
      let fill = quantities[place]
      guard fill > 0 else { return }  // nothing was left for it
      let position = positions[place]
      filled[Int(position)] = fill
      quantities[next] = fill
      positions[next] = position
      traders[next] = agents[Int(position)]
      next &+= 1
    }
    return places.lowerBound..<next
  }

  /// Cuts the orders at the margin to their share.
  private mutating func ration(
    _ places: Range<Int>, _ margin: Margin, _ boxes: OrderBoxView, isBid: Bool, _ rule: MarginRule, _ tick: UInt32
  ) {
    let (prices, marginal) = (orders.price, marginal.view)
    var count = 0
    orders.forEach(places, atLeast: margin.price, isBid: isBid) { place in
      marginal[count] = Int32(truncatingIfNeeded: place)
      count &+= prices[place] == margin.price ? 1 : 0
    }
    var left = margin.fill
    switch rule {
    case .arrival:
      for index in 0..<count { fill(Int(marginal[index]), &left) }
    case .randomTime where count == 1: fill(Int(marginal[0]), &left)
    case .randomTime(let priority):
      let (positions, agents) = (orders.position, boxes.agent)
      draws.draw(
        priority, tick: tick, count: count, sender: { agents[Int(positions[Int(marginal[$0])])] },
        name: { marginal[$0] })
      for index in 0..<count { fill(draws[index], &left) }
    case .proRata: shareOut(count, margin)
    }
  }

  private mutating func fill(_ place: Int, _ left: inout Int64) {
    let fill = min(Int64(orders.quantity[place]), left)
    orders.quantity[place] = Int32(truncatingIfNeeded: fill)
    left -= fill
  }

  /// `quantity · fill / total` each, in whole numbers of any size.
  private mutating func shareOut(_ count: Int, _ margin: Margin) {
    let (marginal, keys) = (marginal.view, remainders.view)
    let (fill, total) = (margin.fill.magnitude, margin.total.magnitude)
    var left = margin.fill
    for index in 0..<count {
      let place = Int(marginal[index])
      let product = UInt64(orders.quantity[place].magnitude).multipliedFullWidth(by: fill)
      let (share, remainder) = total.dividingFullWidth(product)
      orders.quantity[place] = Int32(truncatingIfNeeded: share)
      left -= Int64(share)
      // The largest remainder sorts first, then the earlier arrival.
      keys[index] = UInt128(~remainder) << 32 | UInt128(place)
    }
    HeapSort.ascending(keys[0..<count])
    for index in 0..<Int(left) {
      let place = Int(truncatingIfNeeded: keys[index] & 0xffff_ffff)
      orders.quantity[place] += 1
    }
  }
}
