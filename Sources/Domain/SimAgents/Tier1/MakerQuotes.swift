import SimColumns

/// Where market makers quote, a run of makers of one symbol at a time.
///
///     reference = last · (1 - w) + fair · worth · w
///     lean      = -skew · spread · clamp((position - target) / range, -1, 1)
///     bid       = floor(reference · (1 - spread + lean)), at least 1
///     ask       = ceil(reference · (1 + spread + lean)), at least a tick above the bid
///
/// Prices in ticks; what no price column holds becomes the largest that it does.
struct MakerQuotes {
  typealias Quotes = (bid: Int32, ask: Int32)

  let last, fair: Double  // ticks
  let recipes: StridedView<MarketMaker.Recipe>  // row = account
  let position: ColumnView<Int32>  // row = account
  let spread: ColumnView<Double>  // row = maker of the population, half-spreads
  let firstRow: Int  // account of its first maker

  /// The definition.
  /// - Parameter agent: account row.
  @inline(__always) func scalar(_ agent: Int) -> Quotes {
    let (recipe, spread) = (recipes[agent], spread[agent &- firstRow])
    let w = Double(recipe.weight)
    let reference = last * (1 - w) + fair * Double(recipe.worth) * w
    let stretch = (Float(position[agent]) - recipe.target) * recipe.inverseRange
    let lean = -Double(recipe.skew) * spread * Double(min(max(stretch, -1), 1))
    let bid = Self.bounded((reference * (1 - spread + lean)).rounded(.down))
    return (max(1, bid), max(max(1, bid) &+ 1, Self.bounded((reference * (1 + spread + lean)).rounded(.up))))
  }

  private static func bounded(_ price: Double) -> Int32 { Int32(min(max(price, 0), priceMax)) }
  /// Leaves room for an ask above it.
  private static let priceMax = 2_147_483_646.0

  /// The same for four makers from `agent` on.
  @inline(__always) func vector(_ agent: Int) -> (bid: SIMD4<Int32>, ask: SIMD4<Int32>) {
    let (a, b, c, d) = (recipes[agent], recipes[agent &+ 1], recipes[agent &+ 2], recipes[agent &+ 3])
    let w = SIMD4<Double>(SIMD4(a.weight, b.weight, c.weight, d.weight))
    let worth = SIMD4<Double>(SIMD4(a.worth, b.worth, c.worth, d.worth))
    let skew = SIMD4<Double>(SIMD4(a.skew, b.skew, c.skew, d.skew))
    let target = SIMD4(a.target, b.target, c.target, d.target)
    let inverseRange = SIMD4(a.inverseRange, b.inverseRange, c.inverseRange, d.inverseRange)
    let spread = spread.load(agent &- firstRow, as: SIMD4<Double>.self)
    let reference = last * (1 - w) + fair * worth * w
    let stretch = (SIMD4<Float>(position.load(agent, as: SIMD4<Int32>.self)) - target) * inverseRange
    let above = SIMD4<Float>(repeating: -1).replacing(with: stretch, where: stretch .> -1)
    let lean = -skew * spread * SIMD4<Double>(SIMD4<Float>(repeating: 1).replacing(with: above, where: above .< 1))
    let one = SIMD4<Int32>(repeating: 1)
    let lower = Self.bounded(reference * (1 - spread + lean))
    let upper = Self.bounded(reference * (1 + spread + lean))
    let lowest = Self.whole(lower.near.replacing(with: lower.near - 1, where: lower.near .> lower.exact))
    let highest = Self.whole(upper.near.replacing(with: upper.near + 1, where: upper.near .< upper.exact))
    let bid = one.replacing(with: lowest, where: lowest .> one)
    let next = bid &+ one
    return (bid, next.replacing(with: highest, where: highest .> next))
  }

  /// Prices from 0 to the largest, and the integers near them: every step is exact below 2⁵¹.
  @inline(__always)
  private static func bounded(_ price: SIMD4<Double>) -> (exact: SIMD4<Double>, near: SIMD4<Double>) {
    let raised = SIMD4<Double>().replacing(with: price, where: price .> 0)
    let exact = SIMD4(repeating: priceMax).replacing(with: raised, where: raised .< priceMax)
    return (exact, (exact + 0x1p52) - 0x1p52)
  }

  @inline(__always) private static func whole(_ values: SIMD4<Double>) -> SIMD4<Int32> {
    SIMD4<Int32>(truncatingIfNeeded: VectorBits.integers(values + 0x1p52))
  }
}
