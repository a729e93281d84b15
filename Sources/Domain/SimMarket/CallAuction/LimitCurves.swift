import SimColumns

/// How many shares are wanted and offered at a price: the two curves an auction looks for the crossing of.
///
///     demand(p) = Σ quantity of bids with limit ≥ p = above(bids, p - 1)
///     supply(p) = Σ quantity of asks with limit ≤ p = above(asks, -∞) - above(asks, p)
///     above(side, p) = Σ quantity of the side's orders with limit > p
///
/// Nothing is counted, sorted or cleared: every question is one pass over the orders, eight at a time, and there are few
/// of them. Sums are exact: where all shares together need more than 31 bits they are added up in 64, a row at a time,
/// which is also the definition of what the vectors do.
struct LimitCurves {
  let price, quantity: ColumnView<Int32>
  let bids, asks: Range<Int>  // whole vectors, filled up with orders of no shares (``MarketOrders``)
  let supply: Int64  // shares of all asks
  let isNarrow: Bool  // whether all shares together fit 31 bits

  init(_ orders: borrowing MarketOrders) {
    (price, quantity) = (orders.price, orders.quantity)
    (bids, asks) = (orders.padded(orders.bids), orders.padded(orders.asks))
    supply = orders.supply
    isNarrow = orders.demand &+ orders.supply <= Int64(Int32.max)
  }

  typealias Three<Value> = (Value, Value, Value)
  private typealias Lanes = SIMD8<Int32>

  // MARK: - Shares

  /// demand(p) - supply(p) at three prices, none of them `Int32.min`.
  @inline(__always) func excess(at p: Three<Int32>) -> Three<Int64> {
    let below = (p.0 &- 1, p.1 &- 1, p.2 &- 1)
    guard isNarrow else {
      let (wanted, beyond) = (wideAbove(bids, below), wideAbove(asks, p))
      return (wanted.0 + beyond.0 - supply, wanted.1 + beyond.1 - supply, wanted.2 + beyond.2 - supply)
    }
    var sums = (Lanes(), Lanes(), Lanes())
    add(bids, below, to: &sums)
    add(asks, p, to: &sums)
    let (first, second, third) = (sums.0.sumOfLanes, sums.1.sumOfLanes, sums.2.sumOfLanes)
    return (Int64(first) &- supply, Int64(second) &- supply, Int64(third) &- supply)
  }

  /// Shares of a side whose limits are above a price.
  @inline(__always) func above(_ side: Range<Int>, _ bound: Int32) -> Int64 {
    guard isNarrow else { return wideAbove(side, (bound, bound, bound)).0 }
    let (price, quantity) = (price, quantity)
    let (none, low) = (Lanes(), Lanes(repeating: bound))
    var sum = none
    var row = side.lowerBound
    while row < side.upperBound {
      sum &+= none.replacing(
        with: quantity.load(row, as: Lanes.self), where: price.load(row, as: Lanes.self) .> low)
      row &+= MarketOrders.vectorRows
    }
    return Int64(sum.sumOfLanes)
  }

  /// The definition.
  private func wideAbove(_ side: Range<Int>, _ bounds: Three<Int32>) -> Three<Int64> {
    var sums: Three<Int64> = (0, 0, 0)
    for row in side {
      let shares = Int64(quantity[row])
      sums.0 &+= price[row] > bounds.0 ? shares : 0
      sums.1 &+= price[row] > bounds.1 ? shares : 0
      sums.2 &+= price[row] > bounds.2 ? shares : 0
    }
    return sums
  }

  @inline(__always)
  private func add(_ side: Range<Int>, _ bounds: Three<Int32>, to sums: inout Three<Lanes>) {
    let (price, quantity) = (price, quantity)
    let (none, low, middle, high) = (
      Lanes(), Lanes(repeating: bounds.0), Lanes(repeating: bounds.1), Lanes(repeating: bounds.2)
    )
    var row = side.lowerBound
    while row < side.upperBound {
      let limits = price.load(row, as: Lanes.self)
      let shares = quantity.load(row, as: Lanes.self)
      sums.0 &+= none.replacing(with: shares, where: limits .> low)
      sums.1 &+= none.replacing(with: shares, where: limits .> middle)
      sums.2 &+= none.replacing(with: shares, where: limits .> high)
      row &+= MarketOrders.vectorRows
    }
  }

  // MARK: - Limits

  /// What a side has on either side of a price.
  struct Neighbours {
    var below: Int32  // the highest limit below the price; Int32.min without one
    var above: Int32  // the lowest limit at the price or above it; Int32.max without one
    var shares: Int64  // with limits at the price or above it
  }

  @inline(__always) func neighbours(_ side: Range<Int>, of p: Int32) -> Neighbours {
    let (price, quantity) = (price, quantity)
    let (none, bound) = (Lanes(), Lanes(repeating: p &- 1))
    let (least, most) = (Lanes(repeating: Int32.min), Lanes(repeating: Int32.max))
    var (below, above, sum) = (least, most, none)
    var row = side.lowerBound
    while row < side.upperBound {
      let limits = price.load(row, as: Lanes.self)
      let isAbove = limits .> bound
      let lower = limits.replacing(with: least, where: isAbove)
      let higher = most.replacing(with: limits, where: isAbove)
      below = below.replacing(with: lower, where: lower .> below)
      above = above.replacing(with: higher, where: above .> higher)
      sum &+= none.replacing(with: quantity.load(row, as: Lanes.self), where: isAbove)
      row &+= MarketOrders.vectorRows
    }
    let shares = isNarrow ? Int64(sum.sumOfLanes) : wideAbove(side, (p &- 1, p, p)).0
    return Neighbours(below: below.highestLane, above: above.lowestLane, shares: shares)
  }

  /// The highest limit of a side below a price; `Int32.min` without one.
  @inline(__always) func highest(_ side: Range<Int>, below p: Int32) -> Int32 { extreme(side, beyond: p, flip: 0) }

  /// The lowest limit of a side above a price; `Int32.max` without one.
  @inline(__always) func lowest(_ side: Range<Int>, above p: Int32) -> Int32 { ~extreme(side, beyond: ~p, flip: -1) }

  /// The highest turned limit below a turned price. Turning all bits reverses the order of numbers.
  @inline(__always) private func extreme(_ side: Range<Int>, beyond p: Int32, flip: Int32) -> Int32 {
    let price = price
    let (bound, turn) = (Lanes(repeating: p), Lanes(repeating: flip))
    let none = Lanes(repeating: Int32.min)
    var best = none
    var row = side.lowerBound
    while row < side.upperBound {
      let limits = price.load(row, as: Lanes.self) ^ turn
      let found = none.replacing(with: limits, where: bound .> limits)
      best = best.replacing(with: found, where: found .> best)
      row &+= MarketOrders.vectorRows
    }
    return best.highestLane
  }
}
