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
/// estimate. Side and quantity are drawn (``NoiseSide``); a side that the position does not allow (more than
/// `max_shares`, fewer than `min_quantity` to sell) leaves the other one. It never sells short. Where orders rest, one
/// waits in slot 0 until the next takes its place.
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
    let gapScale: Column<Double>
    let freeCash: Column<Int64>
    let owned, least, most, maxShares, symbol: Column<Int32>
    let estimate: Column<Double>  // ticks
    let deviation, aggression: Column<Float>
    let sells, limit, quantity: Column<Int32>
    let priceWord, gapWord, sizeWord, sideWord: Column<UInt32>

    init(count: Int) {
      gapScale = Column(count: count, filledWith: 0)
      freeCash = Column(count: count, filledWith: 0)
      owned = Column(count: count, filledWith: 0)
      least = Column(count: count, filledWith: 0)
      most = Column(count: count, filledWith: 0)
      maxShares = Column(count: count, filledWith: 0)
      symbol = Column(count: count, filledWith: 0)
      estimate = Column(count: count, filledWith: 0)
      deviation = Column(count: count, filledWith: 0)
      aggression = Column(count: count, filledWith: 0)
      sells = Column(count: count, filledWith: 0)
      limit = Column(count: count, filledWith: 0)
      quantity = Column(count: count, filledWith: 0)
      priceWord = Column(count: count, filledWith: 0)
      gapWord = Column(count: count, filledWith: 0)
      sizeWord = Column(count: count, filledWith: 0)
      sideWord = Column(count: count, filledWith: 0)
    }

    static let bytesPerRow = 3 * MemoryLayout<Int64>.stride + 14 * MemoryLayout<Int32>.stride

    /// The rows of a chunk's block.
    func view(_ rows: Range<Int>) -> BlockView {
      BlockView(
        gapScale: gapScale.view[rows], freeCash: freeCash.view[rows], owned: owned.view[rows],
        least: least.view[rows], most: most.view[rows], maxShares: maxShares.view[rows], symbol: symbol.view[rows],
        estimate: estimate.view[rows], deviation: deviation.view[rows], aggression: aggression.view[rows],
        sells: sells.view[rows], limit: limit.view[rows], quantity: quantity.view[rows],
        priceWord: priceWord.view[rows], gapWord: gapWord.view[rows], sizeWord: sizeWord.view[rows],
        sideWord: sideWord.view[rows])
    }
  }

  /// A chunk's block, borrowed. Row = place among the agents that act.
  private struct BlockView {
    let gapScale: ColumnView<Double>
    let freeCash: ColumnView<Int64>
    let owned, least, most, maxShares, symbol: ColumnView<Int32>
    let estimate: ColumnView<Double>
    let deviation, aggression: ColumnView<Float>
    let sells, limit, quantity: ColumnView<Int32>
    let priceWord, gapWord, sizeWord, sideWord: ColumnView<UInt32>
  }

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    key = population.streamKey(seed: seed, purpose: .noiseTrader)
    due = Column(count: count, filledWith: 0, placement: placement)
    acting = Column(count: count, filledWith: 0, placement: placement)
    let recipes = accounts.strategySpace.rebound(to: Recipe.self)
    let chunks = (count + ChunkGrid.defaultChunkRows - 1) / ChunkGrid.defaultChunkRows
    scratch = Scratch(count: chunks * Self.block)
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
      + scratch.limit.count * Scratch.bytesPerRow
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let first = chunk.rows.lowerBound - chunk.firstRow
    let actingCount = DueScan.vector(
      first..<first + chunk.rows.count, due: due.view, tick: world.tick, into: acting.view)
    let place = first / ChunkGrid.defaultChunkRows * Self.block
    let block = scratch.view(place..<place + Self.block)
    var segments = SegmentWalk(chunk)
    let end = first + actingCount
    Self.prefetch(acting.view[first..<min(first + Self.block, end)], chunk.firstRow, world.accounts)
    for start in stride(from: first, to: end, by: Self.block) {
      let next = min(start + Self.block, end)
      let rows = acting.view[start..<next]
      Self.prefetch(acting.view[next..<min(next + Self.block, end)], chunk.firstRow, world.accounts)
      Self.gather(rows, chunk.firstRow, block, &segments, world)
      draw(rows, block, world.tick)
      NoiseSide.vector(
        0..<rows.count,
        NoiseSide.Columns(
          owned: block.owned, least: block.least, most: block.most, maxShares: block.maxShares,
          sideWord: block.sideWord, sizeWord: block.sizeWord, sells: block.sells, quantity: block.quantity)
      ) { redraw(Int(rows[$0]), world.tick, below: $1) }
      NoisePrice.vector(
        0..<rows.count,
        NoisePrice.Columns(
          estimate: block.estimate, deviation: block.deviation, aggression: block.aggression, word: block.priceWord,
          sells: block.sells, limit: block.limit))
      Self.send(rows, chunk.firstRow, block, world, &box)
    }
  }

  /// Asks for what acting agents own and are like: dozens of cache misses under way together, beside another block's
  /// work. Inside the decision each would wait for the one before.
  private static func prefetch(_ rows: ColumnView<Int32>, _ firstRow: Int, _ accounts: AccountView) {
    let ledger = accounts.freeCash  // any field asks for the whole line
    for index in 0..<rows.count { ledger.prefetch(firstRow &+ Int(rows[index])) }
  }

  /// Brings what the acting agents own, are like and look at side by side.
  private static func gather(
    _ rows: ColumnView<Int32>, _ firstRow: Int, _ block: BlockView, _ segments: inout SegmentWalk, _ world: DecisionView
  ) {
    let (freeCash, freeShares, fair) = (world.accounts.freeCash, world.accounts.freeShares, world.symbols.fair)
    let recipes = world.accounts.strategySpace.rebound(to: Recipe.self)
    for index in 0..<rows.count {
      let row = Int(rows[index])
      let symbol = segments.symbol(ofRow: row)
      let recipe = recipes[firstRow &+ row]
      block.gapScale[index] = Double(recipe.inverseLogQ)
      block.estimate[index] = fair[symbol] * Double(recipe.worth)
      block.deviation[index] = recipe.deviation
      block.aggression[index] = recipe.aggression
      block.least[index] = recipe.minQuantity
      block.most[index] = recipe.maxQuantity
      block.maxShares[index] = recipe.maxShares
      block.symbol[index] = Int32(truncatingIfNeeded: symbol)
      block.freeCash[index] = freeCash[firstRow &+ row]
      block.owned[index] = freeShares[firstRow &+ row]
    }
    guard let slots = world.slots, slots.slotsPerAgent > 0 else { return }
    // The next order takes the place of the one that rests, and may use what that one holds.
    let tickValue = world.symbols.tickSize.raw
    for index in 0..<rows.count {
      let held = slots.held(agent: firstRow &+ Int(rows[index]), slot: 0, tickValue: tickValue)
      block.freeCash[index] &+= held.cash
      block.owned[index] &+= Int32(truncatingIfNeeded: held.shares)
    }
  }

  /// Each acting agent's random words, and from one of them when it acts next.
  private func draw(_ rows: ColumnView<Int32>, _ block: BlockView, _ tick: UInt32) {
    let key = key
    var index = 0
    while index &+ 8 <= rows.count {
      let words = key.words8(
        rows: SIMD8<UInt32>(truncatingIfNeeded: rows.load(index, as: SIMD8<Int32>.self)), tick: tick)
      block.priceWord.store(words.w0, index)
      block.gapWord.store(words.w1, index)
      block.sizeWord.store(words.w2, index)
      block.sideWord.store(words.w3, index)
      index &+= 8
    }
    while index < rows.count {
      let words = key.words(row: UInt32(rows[index]), tick: tick)
      (block.priceWord[index], block.gapWord[index]) = (words[0], words[1])
      (block.sizeWord[index], block.sideWord[index]) = (words[2], words[3])
      index &+= 1
    }
    // Two plain loops: the first, all arithmetic, becomes vectors; the second is all stores.
    let (gap, scale) = (block.gapWord, block.gapScale)
    for index in 0..<rows.count { gap[index] = GeometricGap.from(gap[index], inverseLogQ: scale[index]) }
    let due = due.view
    for index in 0..<rows.count { due[Int(rows[index])] = Self.later(tick, by: gap[index]) }
  }

  @inline(__always) private static func later(_ tick: UInt32, by gap: UInt32) -> UInt32 {
    let (next, overflow) = tick.addingReportingOverflow(gap)
    return overflow ? .max : next
  }

  /// An order of each at most: never for more than the agent can pay, and none smaller than its least.
  @inline(never) private static func send(
    _ rows: ColumnView<Int32>, _ firstRow: Int, _ block: BlockView, _ world: DecisionView, _ box: inout OrderWriter
  ) {
    let (limits, quantities, least) = (block.limit, block.quantity, block.least)
    let (symbols, sells) = (block.symbol, block.sells)
    NoisePurse.vector(
      0..<rows.count, NoisePurse.Columns(cash: block.freeCash, limit: limits, sells: sells, quantity: quantities),
      world.symbols.tickSize)
    guard world.orderLife == nil else { return place(rows, firstRow, block, world, &box) }
    var index = 0
    while index < rows.count {
      if index &+ 8 <= rows.count {
        let quantity = quantities.load(index, as: SIMD8<Int32>.self)
        if areAllEnough(quantity, least.load(index, as: SIMD8<Int32>.self)) {
          let symbol = symbols.load(index, as: SIMD8<Int32>.self)
          box.append(
            agents: rows.load(index, as: SIMD8<Int32>.self) &+ SIMD8(repeating: Int32(truncatingIfNeeded: firstRow)),
            keys: symbol &+ symbol | sells.load(index, as: SIMD8<Int32>.self),
            prices: limits.load(index, as: SIMD8<Int32>.self), quantities: quantity)
          index &+= 8
          continue
        }
      }
      let end = min(index &+ 8, rows.count)
      while index < end {
        box.append(
          agent: firstRow &+ Int(rows[index]), key: BoxKey(raw: 2 &* symbols[index] | sells[index]),
          price: limits[index], quantity: quantities[index], if: quantities[index] >= least[index] ? 1 : 0)
        index &+= 1
      }
    }
  }

  @inline(__always) private static func areAllEnough(_ quantity: SIMD8<Int32>, _ least: SIMD8<Int32>) -> Bool {
    let eight = quantity &- least  // amounts lie far from the ends of their type
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return two.x | two.y >= 0
  }

  /// The same where orders may rest.
  @inline(never) private static func place(
    _ rows: ColumnView<Int32>, _ firstRow: Int, _ block: BlockView, _ world: DecisionView, _ box: inout OrderWriter
  ) {
    for index in 0..<rows.count where block.quantity[index] >= block.least[index] {
      let (agent, price, quantity) = (firstRow &+ Int(rows[index]), block.limit[index], block.quantity[index])
      let key = BoxKey(raw: 2 &* block.symbol[index] | block.sells[index])
      if world.rests(key.symbol) {
        box.place(slot: 0, agent: agent, key: key, price: price, quantity: quantity)
      } else {
        box.append(agent: agent, key: key, price: price, quantity: quantity)
      }
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
