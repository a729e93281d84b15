/// At which price, and who is filled at it.
///
///     demand  ─────────────┐                       crossing: the lowest price at which supply meets demand,
///                          └──────┐                  an order's limit or the price just above one
///              ┌──────────────────┼────            below, above: the candidates next to it, limits or the reference
///     supply ──┘                  └─────
///                     below   above
///
/// Going up, demand falls and supply grows: below the crossing all that is offered trades, and more of it at higher
/// prices; from the crossing on all that is wanted trades, and less of it at higher prices. So the largest volume is
/// that of the candidate below or of the one above, and so is the smallest imbalance with it. Others can only do as well
/// as these two, and then matter only to the rules that weigh prices against each other (``ClearingRule``).
extension CallAuction {
  struct Clearing {
    let winner: ClearingRule.Candidate
    let bids, asks: Margin
    let quotes: Quotes
  }

  /// Where a side runs out: orders better than `price` fill, worse ones do not, those at it share `fill` of `total`.
  struct Margin {
    var price: Int32
    var fill: Int64
    var total: Int64
    var isRationed: Bool { fill < total }
  }

  /// Nil when nothing can trade.
  mutating func clear(reference: Int32) -> Clearing? {
    guard !orders.bids.isEmpty, !orders.asks.isEmpty, orders.bestBid >= orders.bestAsk else { return nil }
    let curves = LimitCurves(orders)
    let crossing = crossing(curves, reference: reference)

    let bidding = curves.neighbours(curves.bids, of: crossing)
    let asking = curves.neighbours(curves.asks, of: crossing)
    // The worst of all prices is nobody's.
    let below = max(bidding.below, asking.below, reference < crossing ? reference : Int32.min)
    let above = min(bidding.above, asking.above, reference >= crossing ? reference : Int32.max)

    // Between the two candidates nobody has a limit: what is wanted at the one above is wanted at the crossing, and what
    // is offered at the one below is offered just under it.
    let (bidsAbove, asksBelow) = (bidding.shares, curves.supply - asking.shares)
    let bidsFromBelow = curves.above(curves.bids, max(below, Int32.min + 1) &- 1)
    let asksToAbove = curves.supply - curves.above(curves.asks, above)
    var rule = ClearingRule(reference: reference)
    if below != Int32.min { rule.consider(below, demand: bidsFromBelow, supply: asksBelow) }
    if above != Int32.max { rule.consider(above, demand: bidsAbove, supply: asksToAbove) }
    if rule.isWeighingPrices { rule = Self.weighNeighbours(curves, below, above, reference) }
    guard let winner = rule.winner else { return nil }
    let volume = winner.volume

    let bids =
      bidsAbove < volume
      ? Margin(price: below, fill: volume - bidsAbove, total: bidsFromBelow - bidsAbove)
      : Margin(price: bidsAbove == volume ? crossing : OrderBoxes.marketBuy, fill: volume, total: bidsAbove)
    let asks =
      asksBelow < volume
      ? Margin(price: above, fill: volume - asksBelow, total: asksToAbove - asksBelow)
      : Margin(price: asksBelow == volume ? crossing &- 1 : OrderBoxes.marketSell, fill: volume, total: asksBelow)
    return Clearing(winner: winner, bids: bids, asks: asks, quotes: Self.quotes(curves, bids, asks))
  }

  /// The lowest price at which no more is wanted than offered.
  ///
  /// Looks at the reference and a little to either side first, which is where it mostly is, and then cuts what is left
  /// into four, again and again. Every look takes three prices in one pass.
  private mutating func crossing(_ curves: LimitCurves, reference: Int32) -> Int32 {
    // At `low` more is wanted than offered, at `high` not; `Int32.min` and `Int32.max` are no limits.
    var low = max(Int(orders.bestAsk) &- 1, Int(Int32.min))
    var high = min(Int(orders.bestBid) &+ 1, Int(Int32.max))
    let first = max(1, (high &- low) &>> 5)
    let centre = min(max(Int(reference), low), high)
    Self.look(curves, centre &- first, centre, centre &+ first, &low, &high)
    while high &- low > 1 {
      let quarter = (high &- low) &>> 2
      Self.look(curves, low &+ quarter, low &+ (high &- low) &>> 1, high &- quarter, &low, &high)
    }
    return Int32(truncatingIfNeeded: high)
  }

  /// Narrows `low ..< high` by what is found at three prices in ascending order.
  @inline(__always)
  private static func look(_ curves: LimitCurves, _ a: Int, _ b: Int, _ c: Int, _ low: inout Int, _ high: inout Int) {
    func inside(_ price: Int) -> Int32 { Int32(truncatingIfNeeded: min(max(price, low &+ 1), high &- 1)) }
    guard high &- low > 1 else { return }
    let prices = (inside(a), inside(b), inside(c))
    let excess = curves.excess(at: prices)
    if excess.2 > 0 { low = Int(prices.2) } else { high = Int(prices.2) }
    if excess.1 > 0 { low = max(low, Int(prices.1)) } else { high = Int(prices.1) }
    if excess.0 > 0 { low = max(low, Int(prices.0)) } else { high = Int(prices.0) }
  }

  /// The rule over all candidates that tie with those next to the crossing.
  private static func weighNeighbours(
    _ curves: LimitCurves, _ below: Int32, _ above: Int32, _ reference: Int32
  ) -> ClearingRule {
    func demand(_ price: Int32) -> Int64 { curves.above(curves.bids, price &- 1) }
    func supply(_ price: Int32) -> Int64 { curves.supply - curves.above(curves.asks, price) }
    func candidate(below price: Int32) -> Int32 {
      max(
        curves.highest(curves.bids, below: price), curves.highest(curves.asks, below: price),
        reference < price ? reference : Int32.min)
    }
    func candidate(above price: Int32) -> Int32 {
      min(
        curves.lowest(curves.bids, above: price), curves.lowest(curves.asks, above: price),
        reference > price ? reference : Int32.max)
    }
    var first = below == Int32.min ? above : below
    var ties = (demand(first), supply(first))
    var next = candidate(below: first)
    while next != Int32.min && (demand(next), supply(next)) == ties {
      first = next
      next = candidate(below: next)
    }
    var rule = ClearingRule(reference: reference)
    next = first
    while next != Int32.max {
      let found = (demand(next), supply(next))
      if next > above {
        if found != ties { break }
      } else {
        ties = found
      }
      rule.consider(next, demand: found.0, supply: found.1)
      next = candidate(above: next)
    }
    return rule
  }
}
