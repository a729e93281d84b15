import SimColumns
import SimMarket
import SimRandom
import SimTypes

/// Quotes both sides around a reference between market and fair value, and leans against its inventory.
///
///     reference = last · (1 - w) + fair value · (1 + belief) · w                    w = fair_value_weight
///     lean      = -inventory_skew · half_spread · clamp((shares - target) / range, -1, 1)
///     bid       = floor(reference · (1 - half_spread + lean))
///     ask       = ceil(reference · (1 + half_spread + lean)), at least one tick above the bid
///
/// The skew is counted in half-spreads and relative to a *target* inventory, so a maker who starts with what it wants
/// to hold quotes evenly, and a full one shifts its quotes by `inventory_skew` half-spreads and no further.
/// It bids while it holds less than target + range, and offers what it owns above target - range; where shares are lent
/// that may be below zero. Where orders rest, its bid waits in slot 0 and its ask in slot 1 until the next quote
/// replaces them.
public final class MarketMaker: StrategyTable {
  public static let schema = StrategySchema(
    name: "market_maker", tier: 1, summary: "quotes a bid and an ask and leans against its inventory",
    parameters: [
      ParameterSpec(
        "half_spread", unit: "fraction", "distance of each quote from the reference", standard: .constant(0.0005),
        allowed: 0...0.5),
      ParameterSpec(
        "quote_size", unit: "shares", "size of each quote", standard: .constant(60), allowed: 1...1_000_000,
        isInteger: true),
      ParameterSpec(
        "fair_value_weight", unit: "fraction", "how much the reference follows fair value rather than the market",
        standard: .constant(0.3), allowed: 0...1),
      ParameterSpec(
        "belief", unit: "fraction", "what it thinks fair value is off by", standard: .uniform(-0.002...0.002),
        allowed: -0.9...9),
      ParameterSpec(
        "inventory_target", unit: "shares", "what it wants to hold", standard: .constant(800),
        allowed: 0...1_000_000_000, isInteger: true),
      ParameterSpec(
        "inventory_range", unit: "shares", "how far from the target it lets its inventory go",
        standard: .constant(700), allowed: 1...1_000_000_000, isInteger: true),
      ParameterSpec(
        "inventory_skew", unit: "half-spreads", "shift of both quotes when the range is used up",
        standard: .constant(2), allowed: 0...100),
      ParameterSpec(
        "refresh_interval", unit: "ticks", "how often it quotes", standard: .constant(1), allowed: 1...1_000_000,
        isInteger: true),
    ],
    ordersPerTickMax: 2, restingOrdersMax: 2, shortSelling: .marketMaker)

  /// What a maker weighs its inventory with: in its ledger's cache line, beside the cash it quotes with.
  struct Recipe: BitwiseCopyable, Sendable {
    var weight: Float  // fair_value_weight
    var worth: Float  // 1 + belief
    var target: Float  // shares
    var inverseRange: Float  // 1 / shares
    var skew: Float  // half-spreads
    var lowest: Int32  // inventory it offers down to
    var highest: Int32  // inventory it bids up to
  }

  private let halfSpread: Column<Double>
  private let quoteSize: Column<Int32>  // shares
  private let interval: Column<UInt32>  // ticks

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    halfSpread = Column(count: count, filledWith: 0, placement: placement)
    quoteSize = Column(count: count, filledWith: 0, placement: placement)
    interval = Column(count: count, filledWith: 1, placement: placement)
    let recipes = accounts.strategySpace.rebound(to: Recipe.self)
    for row in 0..<count {
      let agent = population.rows.lowerBound + row
      let goal = draws.integer(4, row: agent)
      let range = draws.integer(5, row: agent)
      halfSpread.view[row] = draws.real(0, row: agent)
      quoteSize.view[row] = Int32(draws.integer(1, row: agent))
      interval.view[row] = UInt32(draws.integer(7, row: agent))
      recipes[agent] = Recipe(
        weight: Float(draws.real(2, row: agent)), worth: Float(1 + draws.real(3, row: agent)), target: Float(goal),
        inverseRange: 1 / Float(range), skew: Float(draws.real(6, row: agent)),
        lowest: Int32(clamping: population.sellsShort ? goal - range : max(0, goal - range)),
        highest: Int32(clamping: goal + range))
    }
  }

  public var byteCount: Int {
    interval.count * (MemoryLayout<Double>.stride + MemoryLayout<Int32>.stride + MemoryLayout<UInt32>.stride)
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    for segment in chunk.segments {
      // Two loops: one that looks at what rests, and one that need not.
      if world.rests(segment.symbol), let slots = world.slots {
        quote(segment, chunk.firstRow, world, slots, &box)
      } else {
        quote(segment, chunk.firstRow, world, nil, &box)
      }
    }
  }

  @inline(__always)
  private func quote(
    _ segment: PopulationPlan.Segment, _ firstRow: Int, _ world: DecisionView, _ resting: AgentSlots?,
    _ box: inout OrderWriter
  ) {
    let quotes = MakerQuotes(
      last: Double(world.symbols.last[segment.symbol]), fair: world.symbols.fair[segment.symbol],
      recipes: world.accounts.strategySpace.rebound(to: Recipe.self), position: world.accounts.quantity,
      spread: halfSpread.view, firstRow: firstRow)
    let maker = Maker(
      symbol: Int32(segment.symbol), tickValue: world.symbols.tickSize.raw, recipes: quotes.recipes,
      position: quotes.position, freeCash: world.accounts.freeCash, size: quoteSize.view, firstRow: firstRow,
      resting: resting)
    let (intervals, tick) = (interval.view, world.tick)
    var agent = segment.rows.lowerBound
    while agent < segment.rows.upperBound {
      let row = agent &- firstRow
      if agent &+ 4 <= segment.rows.upperBound, Self.quoteEveryTick(intervals, row) {
        let (bid, ask) = quotes.vector(agent)
        maker.send(agent, bid.x, ask.x, &box)
        maker.send(agent &+ 1, bid.y, ask.y, &box)
        maker.send(agent &+ 2, bid.z, ask.z, &box)
        maker.send(agent &+ 3, bid.w, ask.w, &box)
        agent &+= 4
      } else {
        // Makers with one interval take turns, a different one each tick.
        if intervals[row] == 1 || (tick &+ UInt32(truncatingIfNeeded: row)) % intervals[row] == 0 {
          let (bid, ask) = quotes.scalar(agent)
          maker.send(agent, bid, ask, &box)
        }
        agent &+= 1
      }
    }
  }

  @inline(__always) private static func quoteEveryTick(_ intervals: ColumnView<UInt32>, _ row: Int) -> Bool {
    let other = intervals.load(row, as: SIMD4<UInt32>.self) ^ SIMD4(repeating: 1)
    let two = other.lowHalf | other.highHalf
    return two.x | two.y == 0
  }

  /// What the makers of a symbol need to turn quotes into orders.
  private struct Maker {
    let symbol: Int32
    let tickValue: Int64
    let recipes: StridedView<Recipe>
    let position: ColumnView<Int32>
    let freeCash: StridedView<Int64>
    let size: ColumnView<Int32>
    let firstRow: Int
    let resting: AgentSlots?

    /// As much as the maker may hold, has and can pay.
    @inline(__always) func send(_ agent: Int, _ bid: Int32, _ ask: Int32, _ box: inout OrderWriter) {
      let bidKey = BoxKey(symbol: symbol, side: .buy)
      let askKey = BoxKey(symbol: symbol, side: .sell)
      let (recipe, position, size) = (recipes[agent], position[agent], size[agent &- firstRow])
      let price = Int64(bid) &* tickValue
      let cash = freeCash[agent] &+ (resting?.held(agent: agent, slot: 0, tickValue: tickValue).cash ?? 0)
      let affordable = price &* Int64(size) <= cash ? Int64(size) : cash / price
      let bidSize = min(affordable, Int64(recipe.highest &- position))
      let askSize = min(size, position &- recipe.lowest)
      if let resting {
        box.quote(bidKey, bid, Int32(truncatingIfNeeded: bidSize), agent, slot: 0, resting)
        box.quote(askKey, ask, askSize, agent, slot: 1, resting)
      } else {
        box.append(
          agent: agent, key: bidKey, price: bid, quantity: Int32(truncatingIfNeeded: bidSize), if: bidSize > 0 ? 1 : 0)
        box.append(agent: agent, key: askKey, price: ask, quantity: askSize, if: askSize > 0 ? 1 : 0)
      }
    }
  }
}
