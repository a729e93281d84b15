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
///     buy at worth · (1 - d), or sell at worth · (1 + d), to the nearest tick (``NoisePrice``)
///
/// `d` is negative in a share of `aggression / (1 + aggression)` of the orders, which then reach across the agent's own
/// estimate. Side and quantity are drawn; a side that the position does not allow (more than `max_shares`, fewer than
/// `min_quantity` to sell) leaves the other one. It never sells short. Where orders rest, one waits in slot 0 until the
/// next takes its place.
///
/// *When* is drawn ahead: the number of ticks to the next success of a Bernoulli trial is geometric, so each agent
/// draws that gap instead of one trial a tick. The same process, but a tick reads four bytes for an agent that does not
/// act.
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
        "min_quantity", unit: "shares", "smallest order", standard: .constant(10), allowed: 1...1_000_000,
        isInteger: true),
      ParameterSpec(
        "max_quantity", unit: "shares", "largest order, or the smallest if that is larger", standard: .constant(100),
        allowed: 1...1_000_000, isInteger: true),
      ParameterSpec(
        "max_shares", unit: "shares", "position at which it stops buying", standard: .constant(600),
        allowed: 0...1_000_000_000, isInteger: true),
    ],
    ordersPerTickMax: 1, restingOrdersMax: 1)

  /// What an agent needs when it acts: kept in its ledger's cache line, which it visits then anyway.
  struct Recipe: BitwiseCopyable, Sendable {
    var inverseLogQ: Float  // 1 / ln(1 - order_probability)
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
  private let scratch: Scratch

  /// Acting agents worked on at once. While one block decides, the next one's cache lines are on their way.
  private static let block = 64

  /// What a block of acting agents needs, side by side. Each chunk has a block of its own.
  private struct Scratch: ~Copyable {
    let recipe: Column<Recipe>
    let gapScale: Column<Double>
    let freeCash: Column<Int64>
    let freeShares: Column<Int32>
    let estimate: Column<Double>  // ticks
    let deviation, aggression: Column<Float>
    let key, sells, limit: Column<Int32>
    let priceWord, gapWord, sizeWord, sideWord: Column<UInt32>

    init(count: Int, blank: Recipe) {
      recipe = Column(count: count, filledWith: blank)
      gapScale = Column(count: count, filledWith: 0)
      freeCash = Column(count: count, filledWith: 0)
      freeShares = Column(count: count, filledWith: 0)
      estimate = Column(count: count, filledWith: 0)
      deviation = Column(count: count, filledWith: 0)
      aggression = Column(count: count, filledWith: 0)
      key = Column(count: count, filledWith: 0)
      sells = Column(count: count, filledWith: 0)
      limit = Column(count: count, filledWith: 0)
      priceWord = Column(count: count, filledWith: 0)
      gapWord = Column(count: count, filledWith: 0)
      sizeWord = Column(count: count, filledWith: 0)
      sideWord = Column(count: count, filledWith: 0)
    }

    static let bytesPerRow =
      MemoryLayout<Recipe>.stride + 3 * MemoryLayout<Int64>.stride + 10 * MemoryLayout<Int32>.stride
  }

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    key = population.streamKey(seed: seed, purpose: .noiseTrader)
    due = Column(count: count, filledWith: 0, placement: placement)
    acting = Column(count: count, filledWith: 0, placement: placement)
    let blank = Recipe(
      inverseLogQ: 0, worth: 0, deviation: 0, aggression: 0, minQuantity: 0, maxQuantity: 0, maxShares: 0)
    let recipes = accounts.strategySpace.rebound(to: Recipe.self)
    let chunks = (count + ChunkGrid.defaultChunkRows - 1) / ChunkGrid.defaultChunkRows
    scratch = Scratch(count: chunks * Self.block, blank: blank)
    for row in 0..<count {
      let agent = population.rows.lowerBound + row
      let minQuantity = Int32(draws.integer(4, row: agent))
      let recipe = Recipe(
        inverseLogQ: Float(GeometricGap.inverseLogQ(probability: draws.real(0, row: agent))),
        worth: Float(1 + draws.real(1, row: agent)), deviation: Float(draws.real(2, row: agent)),
        aggression: Float(draws.real(3, row: agent)), minQuantity: minQuantity,
        maxQuantity: max(minQuantity, Int32(draws.integer(5, row: agent))),
        maxShares: Int32(draws.integer(6, row: agent))
      )
      recipes[agent] = recipe
      // As if it had acted in the tick before the first.
      let word = key.words(row: UInt32(row), tick: UInt32.max)[1]
      due.view[row] = GeometricGap.from(word, inverseLogQ: Double(recipe.inverseLogQ)) &- 1
    }
  }

  public var byteCount: Int {
    due.count * (MemoryLayout<UInt32>.stride + MemoryLayout<Int32>.stride)
      + scratch.recipe.count * Scratch.bytesPerRow
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let first = chunk.rows.lowerBound - chunk.firstRow
    let actingCount = DueScan.vector(
      first..<first + chunk.rows.count, due: due.view, tick: world.tick, into: acting.view)
    let block = Block(
      scratch: first / ChunkGrid.defaultChunkRows * Self.block, firstRow: chunk.firstRow, world: world,
      life: world.slots?.life)
    var segments = SegmentWalk(chunk)
    let end = first + actingCount
    prefetch(acting.view[first..<min(first + Self.block, end)], block)
    for start in stride(from: first, to: end, by: Self.block) {
      let next = min(start + Self.block, end)
      let rows = acting.view[start..<next]
      prefetch(acting.view[next..<min(next + Self.block, end)], block)
      gather(rows, block)
      draw(rows, block)
      chooseSides(rows.count, block) { segments.symbol(ofRow: Int(rows[$0])) }
      NoisePrice.vector(
        block.scratch..<block.scratch + rows.count,
        NoisePrice.Columns(
          estimate: scratch.estimate.view, deviation: scratch.deviation.view, aggression: scratch.aggression.view,
          word: scratch.priceWord.view, sells: scratch.sells.view, limit: scratch.limit.view))
      for index in 0..<rows.count { send(Int(rows[index]), block.scratch &+ index, block, &box) }
    }
  }

  /// Where a chunk's scratch begins, and what its agents see.
  private struct Block {
    let scratch: Int
    let firstRow: Int
    let world: DecisionView
    let life: OrderLife?  // nil where nobody's orders rest; a byte, where the slots are half a kilobyte to copy
  }

  /// The symbols of ascending rows, without a look-up for each.
  private struct SegmentWalk {
    private let segments: [PopulationPlan.Segment]
    private let firstRow: Int
    private var index = 0
    private var end: Int  // first row after the segment, within the population

    init(_ chunk: DecisionChunk) {
      (segments, firstRow) = (chunk.segments, chunk.firstRow)
      end = chunk.segments[0].rows.upperBound - chunk.firstRow
    }

    @inline(__always) mutating func symbol(ofRow row: Int) -> Int {
      while row >= end {
        index += 1
        end = segments[index].rows.upperBound - firstRow
      }
      return segments[index].symbol
    }
  }

  /// Asks for what acting agents own and are like: dozens of cache misses under way together, beside another block's
  /// work. Inside the decision each would wait for the one before.
  private func prefetch(_ rows: ColumnView<Int32>, _ block: Block) {
    let ledger = block.world.accounts.freeCash  // any field asks for the whole line
    for index in 0..<rows.count { ledger.prefetch(block.firstRow &+ Int(rows[index])) }
  }

  /// Brings what the acting agents own and are like side by side.
  private func gather(_ rows: ColumnView<Int32>, _ block: Block) {
    let (accounts, firstRow) = (block.world.accounts, block.firstRow)
    let recipes = accounts.strategySpace.rebound(to: Recipe.self)
    let (freeCash, freeShares) = (accounts.freeCash, accounts.freeShares)
    let (recipe, scale) = (scratch.recipe.view, scratch.gapScale.view)
    let (cash, shares) = (scratch.freeCash.view, scratch.freeShares.view)
    for index in 0..<rows.count {
      let agent = firstRow &+ Int(rows[index])
      let place = block.scratch &+ index
      let own = recipes[agent]
      recipe[place] = own
      scale[place] = Double(own.inverseLogQ)
      cash[place] = freeCash[agent]
      shares[place] = freeShares[agent]
    }
    guard let slots = block.world.slots, slots.slotsPerAgent > 0 else { return }
    // The next order takes the place of the one that rests, and may use what that one holds.
    let tickValue = block.world.symbols.tickSize.raw
    for index in 0..<rows.count {
      let place = block.scratch &+ index
      let held = slots.held(agent: firstRow &+ Int(rows[index]), slot: 0, tickValue: tickValue)
      cash[place] &+= held.cash
      shares[place] &+= Int32(truncatingIfNeeded: held.shares)
    }
  }

  /// Each acting agent's random words, and from one of them when it acts next.
  private func draw(_ rows: ColumnView<Int32>, _ block: Block) {
    let tick = block.world.tick
    let (price, gap, size, side) = (
      scratch.priceWord.view, scratch.gapWord.view, scratch.sizeWord.view, scratch.sideWord.view
    )
    var index = 0
    while index &+ 8 <= rows.count {
      let words = key.words8(
        rows: SIMD8<UInt32>(truncatingIfNeeded: rows.load(index, as: SIMD8<Int32>.self)), tick: tick)
      price.store(words.w0, block.scratch &+ index)
      gap.store(words.w1, block.scratch &+ index)
      size.store(words.w2, block.scratch &+ index)
      side.store(words.w3, block.scratch &+ index)
      index &+= 8
    }
    while index < rows.count {
      let words = key.words(row: UInt32(rows[index]), tick: tick)
      let place = block.scratch &+ index
      (price[place], gap[place], size[place], side[place]) = (words[0], words[1], words[2], words[3])
      index &+= 1
    }
    // Two plain loops: the first, all arithmetic, becomes vectors; the second is all stores.
    let scale = scratch.gapScale.view
    for place in block.scratch..<block.scratch &+ rows.count {
      gap[place] = GeometricGap.from(gap[place], inverseLogQ: scale[place])
    }
    let due = due.view
    for index in 0..<rows.count { due[Int(rows[index])] = Self.later(tick, by: gap[block.scratch &+ index]) }
  }

  private static func later(_ tick: UInt32, by gap: UInt32) -> UInt32 {
    let (next, overflow) = tick.addingReportingOverflow(gap)
    return overflow ? .max : next
  }

  /// The side each acting agent takes, and what it thinks its stock is worth.
  @inline(__always)
  private func chooseSides(_ count: Int, _ block: Block, _ symbolOf: (Int) -> Int) {
    let (recipes, owned, sideWord) = (scratch.recipe.view, scratch.freeShares.view, scratch.sideWord.view)
    let (estimate, deviation, aggression) = (scratch.estimate.view, scratch.deviation.view, scratch.aggression.view)
    let (key, sells, fair) = (scratch.key.view, scratch.sells.view, block.world.symbols.fair)
    for index in 0..<count {
      let place = block.scratch &+ index
      let symbol = symbolOf(index)
      let recipe = recipes[place]
      // 1 or 0 throughout: which side an order takes is a coin toss, and a branch would be wrong every other time.
      let canSell = Self.isAtLeast(recipe.minQuantity, owned[place])
      let canBuy = Self.isAtLeast(recipe.minQuantity, recipe.maxShares &- owned[place])
      let wantsToSell = Int32(truncatingIfNeeded: sideWord[place] &>> 31)
      let isSell = canSell & (wantsToSell | (1 &- canBuy))
      sells[place] = isSell
      key[place] = Int32(truncatingIfNeeded: 2 &* symbol) | isSell
      estimate[place] = fair[symbol] * Double(recipe.worth)
      deviation[place] = recipe.deviation
      aggression[place] = recipe.aggression
    }
  }

  /// 1 when `value` is at least `least`, else 0. Both lie far from the ends of their type.
  @inline(__always) private static func isAtLeast(_ least: Int32, _ value: Int32) -> Int32 {
    1 &+ ((value &- least) &>> 31)
  }

  /// One order at most: never more than the agent owns, has room for, or can pay.
  @inline(__always)
  private func send(_ row: Int, _ place: Int, _ block: Block, _ box: inout OrderWriter) {
    let recipe = scratch.recipe.view[place]
    let owned = scratch.freeShares.view[place]
    let isSell = scratch.sells.view[place]
    let limit = scratch.limit.view[place]
    let room = recipe.maxShares &- owned

    let span = UInt32(truncatingIfNeeded: recipe.maxQuantity &- recipe.minQuantity) &+ 1
    let drawn =
      BoundedInteger.fromWord(scratch.sizeWord.view[place], below: span) ?? redraw(row, block.world.tick, below: span)
    let wanted = recipe.minQuantity &+ Int32(truncatingIfNeeded: drawn)
    var quantity = min(wanted, owned &* isSell &+ room &* (1 &- isSell))
    let price = block.world.symbols.tickSize.price(limit).raw
    let cash = scratch.freeCash.view[place]
    let spends = Int64(quantity) &* price &* Int64(1 &- isSell)
    if spends > cash { quantity = Int32(clamping: cash / price) }
    let key = BoxKey(raw: scratch.key.view[place])
    let agent = block.firstRow &+ row
    let isEnough = Int(Self.isAtLeast(recipe.minQuantity, quantity))
    if let life = block.life, life.rests(in: block.world.symbols.mechanism(key.symbol)) {
      if isEnough == 1 { box.place(slot: 0, agent: agent, key: key, price: limit, quantity: quantity) }
    } else {
      box.append(agent: agent, key: key, price: limit, quantity: quantity, if: isEnough)
    }
  }

  /// One word in tens of millions cannot be used without favouring small quantities; then the agent's next words
  /// decide.
  @inline(never) private func redraw(_ row: Int, _ tick: UInt32, below bound: UInt32) -> UInt32 {
    var stream = RowStream(key, row: UInt32(row), tick: tick)
    for _ in 0..<4 { _ = stream.next32() }
    return stream.bounded(bound)
  }
}
