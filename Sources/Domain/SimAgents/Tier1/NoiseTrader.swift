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

  public init(_ population: PopulationPlan, seed: UInt64, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    key = StreamKey(seed: seed &+ UInt64(population.index) &* 0x9e37_79b9_7f4a_7c15, purpose: .noiseTrader)
    due = Column(count: count, filledWith: 0, placement: placement)
    acting = Column(count: count, filledWith: 0, placement: placement)
    let blank = Recipe(
      inverseLogQ: 0, worth: 0, deviation: 0, aggression: 0, minQuantity: 0, maxQuantity: 0, maxShares: 0)
    recipes = Column(count: count, filledWith: blank, placement: placement)
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
    due.count * (MemoryLayout<UInt32>.stride + MemoryLayout<Int32>.stride + MemoryLayout<Recipe>.stride)
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let first = chunk.rows.lowerBound - chunk.firstRow
    let actingCount = DueScan.vector(
      first..<first + chunk.rows.count, due: due.view, tick: world.tick, into: acting.view)
    let list = acting.view
    var index = first
    while index &+ 8 <= first &+ actingCount {
      let rows = SIMD8<UInt32>(truncatingIfNeeded: list.load(index, as: SIMD8<Int32>.self))
      let words = key.words8(rows: rows, tick: world.tick)
      for lane in 0..<8 {
        let draw = SIMD4(words.w0[lane], words.w1[lane], words.w2[lane], words.w3[lane])
        act(Int(rows[lane]), draw, chunk.firstRow, world, &box)
      }
      index &+= 8
    }
    while index < first &+ actingCount {
      let row = Int(list[index])
      act(row, key.words(row: UInt32(row), tick: world.tick), chunk.firstRow, world, &box)
      index &+= 1
    }
  }

  /// One order at most. `draw`: where in the price band, when next, how much, which side.
  @inline(__always)
  private func act(_ row: Int, _ draw: SIMD4<UInt32>, _ firstRow: Int, _ world: DecisionView, _ box: inout OrderWriter) {
    let recipe = recipes.view[row]
    let agent = firstRow &+ row
    let (gap, overflow) = world.tick.addingReportingOverflow(
      GeometricGap.from(draw[1], inverseLogQ: recipe.inverseLogQ))
    due.view[row] = overflow ? UInt32.max : gap

    let accounts = world.accounts
    let position = accounts.quantity[agent]
    let canSell = position >= recipe.minQuantity
    let room = recipe.maxShares &- position
    let canBuy = room >= recipe.minQuantity
    let wantsToSell = draw[3] >> 31 == 1
    let sells = canSell && (wantsToSell || !canBuy)
    guard sells || canBuy else { return }

    let span = UInt32(truncatingIfNeeded: recipe.maxQuantity &- recipe.minQuantity) &+ 1
    let drawn = BoundedInteger.fromWord(draw[2], below: span) ?? redraw(row, world.tick, below: span)
    let wanted = recipe.minQuantity &+ Int32(truncatingIfNeeded: drawn)

    let symbol = accounts.symbol[agent]
    let worth = world.symbols.fair[Int(symbol)] * Double(recipe.worth)
    let aggression = Double(recipe.aggression)
    let d = Double(recipe.deviation) * (UniformReal.unit(draw[0]) * (1 + aggression) - aggression)
    let limit = Int32(clamping: Int(max(1, (worth * (sells ? 1 + d : 1 - d)).rounded())))

    // Never more than it owns, has room for, or can pay.
    var quantity = min(wanted, sells ? accounts.freeShares(agent) : room)
    if !sells {
      let price = world.symbols.tickSize.price(limit).raw
      if Int64(quantity) &* price > accounts.freeCash(agent) {
        quantity = Int32(clamping: accounts.freeCash(agent) / price)
      }
    }
    guard quantity >= recipe.minQuantity else { return }
    box.append(
      agent: agent, key: BoxKey(symbol: symbol, side: sells ? .sell : .buy), price: limit, quantity: quantity)
  }

  /// One word in a few million cannot be used without favouring small quantities; then the agent's next words decide.
  @inline(never) private func redraw(_ row: Int, _ tick: UInt32, below bound: UInt32) -> UInt32 {
    var stream = RowStream(key, row: UInt32(row), tick: tick)
    for _ in 0..<4 { _ = stream.next32() }
    return stream.bounded(bound)
  }
}
