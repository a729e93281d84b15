import SimColumns
import SimKernels
import SimMarket
import SimRandom
import SimTypes

/// Trades for reasons of its own: now and then, on either side, around what it believes the stock is worth.
///
/// Each tick, with probability `order_probability`:
///
///     worth = fair value · (1 + belief)
///     d     = price_deviation · (u · (1 + aggression) - aggression)          u uniform in [0, 1)
///     buy at worth · (1 - d), or sell at worth · (1 + d); at least one tick
///
/// `d` is negative in a share of `aggression / (1 + aggression)` of the orders, which then reach across the agent's own
/// estimate. Side and quantity are drawn; a side that the position does not allow (more than `max_shares`, fewer than
/// `min_quantity` to sell) leaves the other one. It never sells short.
///
/// *When* is drawn ahead: the number of ticks to the next success of a Bernoulli trial is geometric, so each agent draws
/// that gap instead of one trial a tick. The same process, but a tick reads four bytes for an agent that does not act.
public final class NoiseTrader: StrategyTable {
  public static let schema = StrategySchema(
    name: "noise_trader", tier: 1, summary: "buys and sells at random around its own idea of fair value",
    parameters: [
      ParameterSpec(
        "order_probability", unit: "per tick", "chance of sending an order", standard: .constant(0.3), allowed: 0...1),
      ParameterSpec(
        "belief", unit: "fraction", "what it thinks fair value is off by", standard: .uniform(-0.3...0.3),
        allowed: -0.9...9),
      ParameterSpec(
        "price_deviation", unit: "fraction", "how far from its estimate it quotes at most", standard: .constant(0.02),
        allowed: 0...0.9),
      ParameterSpec(
        "aggression", unit: "fraction", "how far beyond its estimate it goes, as a part of price_deviation",
        standard: .constant(0.2), allowed: 0...1),
      ParameterSpec(
        "min_quantity", unit: "shares", "smallest order", standard: .constant(10), allowed: 1...1_000_000, isInteger: true),
      ParameterSpec(
        "max_quantity", unit: "shares", "largest order, or the smallest if that is larger", standard: .constant(100),
        allowed: 1...1_000_000, isInteger: true),
      ParameterSpec(
        "max_shares", unit: "shares", "position at which it stops buying", standard: .constant(600),
        allowed: 0...1_000_000_000, isInteger: true),
    ],
    ordersPerTickMax: 1)

  /// What an agent needs when it acts, side by side: half a cache line, read by few agents a tick.
  struct Recipe: BitwiseCopyable, Sendable {
    var inverseLogQ: Double  // 1 / ln(1 - order_probability)
    var worth: Float  // 1 + belief
    var deviation: Float
    var aggression: Float
    var minQuantity: Int32
    var maxQuantity: Int32
    var maxShares: Int32
  }

  private let key: StreamKey
  private let due: Column<UInt32>  // tick of the next order
  private let acting: Column<Int32>  // scratch: rows that act, a chunk's from its first row on
  private let recipes: Column<Recipe>
  // Scratch for the agents that act, laid out like `acting`.
  private let priceWords, gapWords, sizeWords, sideWords: Column<UInt32>
  private let gapScales: Column<Double>
  private let freeShares: Column<Int32>
  private let freeCash: Column<Int64>
  private let actingRecipes: Column<Recipe>

  public init(_ population: PopulationPlan, seed: UInt64, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    key = StreamKey(seed: seed &+ UInt64(population.index) &* 0x9e37_79b9_7f4a_7c15, purpose: .noiseTrader)
    due = Column(count: count, filledWith: 0, placement: placement)
    acting = Column(count: count, filledWith: 0, placement: placement)
    priceWords = Column(count: count, filledWith: 0, placement: placement)
    gapWords = Column(count: count, filledWith: 0, placement: placement)
    gapScales = Column(count: count, filledWith: 0, placement: placement)
    sizeWords = Column(count: count, filledWith: 0, placement: placement)
    sideWords = Column(count: count, filledWith: 0, placement: placement)
    freeShares = Column(count: count, filledWith: 0, placement: placement)
    freeCash = Column(count: count, filledWith: 0, placement: placement)
    let blank = Recipe(
      inverseLogQ: 0, worth: 0, deviation: 0, aggression: 0, minQuantity: 0, maxQuantity: 0, maxShares: 0)
    recipes = Column(count: count, filledWith: blank, placement: placement)
    actingRecipes = Column(count: count, filledWith: blank, placement: placement)
    for row in 0..<count {
      let agent = population.rows.lowerBound + row
      let minQuantity = Int32(draws.integer(4, row: agent))
      let recipe = Recipe(
        inverseLogQ: GeometricGap.inverseLogQ(probability: draws.real(0, row: agent)),
        worth: Float(1 + draws.real(1, row: agent)), deviation: Float(draws.real(2, row: agent)),
        aggression: Float(draws.real(3, row: agent)), minQuantity: minQuantity,
        maxQuantity: max(minQuantity, Int32(draws.integer(5, row: agent))), maxShares: Int32(draws.integer(6, row: agent))
      )
      recipes.view[row] = recipe
      // As if it had acted in the tick before the first.
      let word = key.words(row: UInt32(row), tick: UInt32.max)[1]
      due.view[row] = GeometricGap.from(word, inverseLogQ: recipe.inverseLogQ) &- 1
    }
  }

  public var byteCount: Int {
    let scratch = 4 * MemoryLayout<UInt32>.stride + MemoryLayout<Int32>.stride + MemoryLayout<Int64>.stride
    return due.count * (MemoryLayout<UInt32>.stride + 2 * MemoryLayout<Recipe>.stride + scratch)
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let first = chunk.rows.lowerBound - chunk.firstRow
    let actingCount = DueScan.vector(
      first..<first + chunk.rows.count, due: due.view, tick: world.tick, into: acting.view)
    let places = first..<first + actingCount
    gather(places, chunk.firstRow, world.accounts)
    draw(places, tick: world.tick)
    var place = places.lowerBound
    for segment in chunk.segments {
      let end = segment.rows.upperBound - chunk.firstRow
      let fair = world.symbols.fair[segment.symbol]
      while place < places.upperBound && Int(acting.view[place]) < end {
        act(place, chunk.firstRow, Int32(segment.symbol), fair, world, &box)
        place &+= 1
      }
    }
  }

  /// Brings what the acting agents own and are like side by side. Asked for all at once, dozens of cache misses are under
  /// way together; inside the decision each would wait for the one before.
  private func gather(_ places: Range<Int>, _ firstRow: Int, _ accounts: AccountView) {
    let (list, recipes, gathered) = (acting.view, recipes.view, actingRecipes.view)
    let (shares, cash) = (freeShares.view, freeCash.view)
    let scales = gapScales.view
    for place in places {
      let row = Int(list[place])
      recipes.prefetch(row)
      accounts.freeCash.prefetch(firstRow &+ row)
    }
    for place in places {
      let recipe = recipes[Int(list[place])]
      gathered[place] = recipe
      scales[place] = recipe.inverseLogQ
    }
    for place in places {
      let agent = firstRow &+ Int(list[place])
      shares[place] = accounts.freeShares[agent]
      cash[place] = accounts.freeCash[agent]
    }
  }

  /// Each acting agent's random words, and from one of them when it acts next.
  private func draw(_ places: Range<Int>, tick: UInt32) {
    let list = acting.view
    let (price, gap, size, side) = (priceWords.view, gapWords.view, sizeWords.view, sideWords.view)
    var place = places.lowerBound
    while place &+ 8 <= places.upperBound {
      let words = key.words8(
        rows: SIMD8<UInt32>(truncatingIfNeeded: list.load(place, as: SIMD8<Int32>.self)), tick: tick)
      price.store(words.w0, place)
      gap.store(words.w1, place)
      size.store(words.w2, place)
      side.store(words.w3, place)
      place &+= 8
    }
    while place < places.upperBound {
      let words = key.words(row: UInt32(list[place]), tick: tick)
      (price[place], gap[place], size[place], side[place]) = (words[0], words[1], words[2], words[3])
      place &+= 1
    }
    // Two plain loops: the first, all arithmetic, becomes vectors; the second is all stores.
    let inverseLogQ = gapScales.view
    for place in places { gap[place] = GeometricGap.from(gap[place], inverseLogQ: inverseLogQ[place]) }
    let due = due.view
    for place in places { due[Int(list[place])] = Self.later(tick, by: gap[place]) }
  }

  private static func later(_ tick: UInt32, by gap: UInt32) -> UInt32 {
    let (next, overflow) = tick.addingReportingOverflow(gap)
    return overflow ? .max : next
  }

  /// One order at most.
  @inline(__always)
  private func act(
    _ place: Int, _ firstRow: Int, _ symbol: Int32, _ fair: Double, _ world: DecisionView, _ box: inout OrderWriter
  ) {
    let row = Int(acting.view[place])
    let recipe = actingRecipes.view[place]
    let owned = freeShares.view[place]
    let canSell = owned >= recipe.minQuantity
    let room = recipe.maxShares &- owned
    let canBuy = room >= recipe.minQuantity
    let wantsToSell = sideWords.view[place] >> 31 == 1
    let sells = canSell && (wantsToSell || !canBuy)
    guard sells || canBuy else { return }

    let span = UInt32(truncatingIfNeeded: recipe.maxQuantity &- recipe.minQuantity) &+ 1
    let drawn = BoundedInteger.fromWord(sizeWords.view[place], below: span) ?? redraw(row, world.tick, below: span)
    let wanted = recipe.minQuantity &+ Int32(truncatingIfNeeded: drawn)

    let worth = fair * Double(recipe.worth)
    let aggression = Double(recipe.aggression)
    let d = Double(recipe.deviation) * (UniformReal.unit(priceWords.view[place]) * (1 + aggression) - aggression)
    // To the nearest tick, halves up.
    let limit = Int32(clamping: Int(max(1, worth * (1 + (sells ? d : -d)) + 0.5)))

    // Never more than it owns, has room for, or can pay.
    var quantity = min(wanted, sells ? owned : room)
    if !sells {
      let price = world.symbols.tickSize.price(limit).raw
      let cash = freeCash.view[place]
      if Int64(quantity) &* price > cash { quantity = Int32(clamping: cash / price) }
    }
    let keep = quantity >= recipe.minQuantity ? 1 : 0
    box.append(
      agent: firstRow &+ row, key: BoxKey(symbol: symbol, side: sells ? .sell : .buy), price: limit,
      quantity: quantity, if: keep)
  }

  /// One word in a few million cannot be used without favouring small quantities; then the agent's next words decide.
  @inline(never) private func redraw(_ row: Int, _ tick: UInt32, below bound: UInt32) -> UInt32 {
    var stream = RowStream(key, row: UInt32(row), tick: tick)
    for _ in 0..<4 { _ = stream.next32() }
    return stream.bounded(bound)
  }
}
