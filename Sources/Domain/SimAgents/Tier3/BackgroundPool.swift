import SimColumns
import SimMarket
import SimNews
import SimRandom
import SimTypes

/// A crowd that is not simulated one by one: many small investors who share an account for each symbol.
///
/// An agent of this strategy is the crowd's account in one symbol, with cash, shares and limits like everybody's; it
/// stands for `participants` people. Each tick:
///
///     s     = decay · s + what is new + moodiness · √(1 - decay²) · z        sentiment, -max … max; z standard normal
///     n     = orders_per_tick · activity ± 20 %                              orders
///     buys  = 1/2 + s / 2, for contrarians 1/2 - s / 2                        chance that an order buys
///     limit = last · (1 ∓ d), for the aggressive last · (1 ± d)               d: ``PoolDraws/distance(_:lambda:most:)``
///
/// News are *impulses*: each event moves the sentiment once, by `news_scale · sentiment`, its sector's and rates by half
/// of that, and then fades with the rest. Activity, contrarians and moodiness are those of the ``PoolRegime``, which may
/// move to a neighbouring one by chance, for all symbols at once.
///
/// It sells what it owns, buys what it can pay, and never meets its own orders; its profit is that of its account.
public final class BackgroundPool: StrategyTable {
  /// Of an account in a tick: 80, in a crisis three times as many, and a fifth.
  private static let ordersMax = 288

  public static let schema = StrategySchema(
    name: "background_pool", tier: 3, summary: "trades for a crowd that is not simulated one by one",
    parameters: [
      ParameterSpec(
        "participants", unit: "people", "how many an account stands for", standard: .constant(1_750),
        allowed: 1...10_000_000, isInteger: true),
      ParameterSpec(
        "orders_per_tick", unit: "orders", "an account's orders in a tick of the normal regime, on average",
        standard: .constant(17.5), allowed: 0...80),
      ParameterSpec(
        "regime", unit: "regime", "at the start: 0 calm, 1 normal, 2 volatile, 3 crisis", standard: .constant(1),
        allowed: 0...3, isInteger: true),
      ParameterSpec(
        "regime_change", unit: "probability", "chance in a tick to move to a neighbouring regime",
        standard: .constant(0), allowed: 0...1),
      ParameterSpec("mean_size", unit: "shares", "of an order", standard: .constant(40), allowed: 1...1_000_000),
      ParameterSpec(
        "size_deviation", unit: "shares", "standard deviation of an order's size", standard: .constant(10),
        allowed: 0...1_000_000),
      ParameterSpec(
        "max_size", unit: "shares", "of an order", standard: .constant(120), allowed: 1...1_000_000, isInteger: true),
      ParameterSpec(
        "price_rate", unit: "1/fraction", "how fast limits thin out with their distance from the price",
        standard: .constant(10), allowed: 0.001...10_000),
      ParameterSpec(
        "max_deviation", unit: "fraction", "the furthest a limit lies from the price", standard: .constant(0.05),
        allowed: 0...0.5),
      ParameterSpec(
        "aggressive", unit: "fraction", "of the orders that reach across the price", standard: .constant(0.1),
        allowed: 0...1),
      ParameterSpec(
        "sentiment_decay", unit: "fraction", "of the sentiment that is left after a tick", standard: .constant(0.995),
        allowed: 0...1),
      ParameterSpec("max_sentiment", unit: "fraction", "its bound", standard: .constant(0.8), allowed: 0...1),
      ParameterSpec(
        "news_scale", unit: "fraction", "of an event's sentiment that the crowd takes over", standard: .constant(0.5),
        allowed: 0...10),
    ],
    ordersPerTickMax: ordersMax)

  /// What an account is made of.
  struct Recipe: BitwiseCopyable, Sendable {
    var ordersPerTick, regimeChange: Double
    var sizes, distances: QuantileTable.View
    var maxSize: Int32
    var aggressive: Double
    var decay, maxSentiment, newsScale: Double
  }

  private let orderKey, moodKey: StreamKey
  private let recipes: Column<Recipe>
  private let tables: [QuantileTable]  // what recipes look at
  private let sentiment: Column<Double>
  private let regime: Column<UInt8>
  private let chunks: PopulationChunks
  private let words: Column<UInt32>  // scratch of each chunk: the four words of an account's orders …
  private let drafts: Column<Int32>  // … and what they come to
  /// A block for an account's number of orders and one for each order, in whole vectors.
  private static let wordRows = (1 + ordersMax + 7) / 8 * 8

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    orderKey = population.streamKey(seed: seed, purpose: .poolOrders)
    moodKey = population.streamKey(seed: seed, purpose: .poolMood)
    let draws = SpawnDraws(seed: seed, population: population)
    sentiment = Column(count: population.rows.count, filledWith: 0, placement: placement)
    regime = Column(count: population.rows.count, filledWith: 0, placement: placement)
    for (row, agent) in population.rows.enumerated() { regime.view[row] = UInt8(draws.integer(2, row: agent)) }
    var tables: [(of: [Double], table: QuantileTable)] = []
    // Accounts that draw alike share a table, which then stays in the nearest cache.
    func table(_ of: [Double], _ make: () -> QuantileTable) -> QuantileTable {
      if let known = tables.first(where: { $0.of == of }) { return known.table }
      tables.append((of, make()))
      return tables[tables.count - 1].table
    }
    let drawn = population.rows.map { agent in
      let (mean, deviation) = (draws.real(4, row: agent), draws.real(5, row: agent))
      let (rate, most) = (draws.real(7, row: agent), draws.real(8, row: agent))
      return Recipe(
        ordersPerTick: draws.real(1, row: agent), regimeChange: draws.real(3, row: agent),
        sizes: table([0, mean, deviation]) { PoolDraws.sizes(mean: mean, deviation: deviation) }.view,
        distances: table([1, rate, most]) { PoolDraws.distances(lambda: rate, most: most) }.view,
        maxSize: Int32(draws.integer(6, row: agent)), aggressive: draws.real(9, row: agent),
        decay: draws.real(10, row: agent), maxSentiment: draws.real(11, row: agent),
        newsScale: draws.real(12, row: agent))
    }
    recipes = Column(drawn)
    self.tables = tables.map(\.table)
    chunks = PopulationChunks(population)
    words = Column(count: chunks.count * 4 * Self.wordRows, filledWith: 0)
    drafts = Column(count: chunks.count * 3 * Self.wordRows, filledWith: 0)
  }

  public var byteCount: Int {
    recipes.count * MemoryLayout<Recipe>.stride + sentiment.count * 9 + tables.count * QuantileTable.byteCount
      + words.count * MemoryLayout<UInt32>.stride + drafts.count * MemoryLayout<Int32>.stride
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let latest = world.news?.latest ?? NewsEvents()
    // Everybody reads the same words: a crisis is a crisis everywhere.
    let market = moodKey.words(row: 0, tick: world.tick)
    let scratch = scratch(ofChunk: chunks.index(of: chunk))
    for segment in chunk.segments {
      for agent in segment.rows {
        let row = agent - chunk.firstRow
        moveOn(row, segment.symbol, market, latest, world)
        send(agent, row, segment.symbol, scratch, world, &box)
      }
    }
  }

  /// What the crowd of an account thinks, and how excited it is.
  func mood(row: Int) -> (sentiment: Double, regime: UInt8) { (sentiment.view[row], regime.view[row]) }

  /// Lets every account start from this sentiment.
  func believe(_ level: Double) { sentiment.view.fill(0..<sentiment.count, with: level) }

  private func moveOn(
    _ row: Int, _ symbol: Int, _ market: SIMD4<UInt32>, _ latest: NewsEvents, _ world: DecisionView
  ) {
    let recipe = recipes.view[row]
    let now = PoolRegime(rawValue: regime.view[row]) ?? .normal
    if UniformReal.unit(market.x) < recipe.regimeChange {
      regime.view[row] = now.neighbour(up: market.y >> 31 == 1).rawValue
    }

    let own = moodKey.words(row: UInt32(row) + 1, tick: world.tick)
    let noise = NormalDistribution.from(own.x, own.y)
    var level = recipe.decay * sentiment.view[row]
    level += now.moodiness * (1 - recipe.decay * recipe.decay).squareRoot() * noise
    if !latest.isEmpty, let news = world.news {
      for event in latest {
        level += recipe.newsScale * Self.impulse(event, symbol: symbol, sector: Int(news.sector[symbol]))
      }
    }
    sentiment.view[row] = min(max(level, -recipe.maxSentiment), recipe.maxSentiment)
  }

  /// How much an event moves those who trade `symbol`, of `sector`.
  static func impulse(_ event: NewsEvent, symbol: Int, sector: Int) -> Double {
    switch event.reach {
    case .symbol(let target): target == symbol ? event.sentiment : 0
    case .sector(let target): target == sector ? event.sentiment / 2 : 0
    case .everybody: event.sentiment / 2
    }
  }

  private func send(
    _ agent: Int, _ row: Int, _ symbol: Int, _ orders: PoolOrders.Columns, _ world: DecisionView,
    _ box: inout OrderWriter
  ) {
    let recipe = recipes.view[row]
    let regime = PoolRegime(rawValue: regime.view[row]) ?? .normal
    let tickValue = world.symbols.tickSize.raw
    var (cash, shares) = (world.accounts.freeCash[agent], world.accounts.freeShares[agent])
    draw(8, from: 0, row: row, tick: world.tick, orders)
    let mean = recipe.ordersPerTick * regime.activity
    let exactCount = mean * (0.8 + 0.4 * UniformReal.unit(orders.side[0])) + UniformReal.unit(orders.reach[0])
    let count = min(Int(exactCount), Self.ordersMax)
    draw(count + 1, from: 8, row: row, tick: world.tick, orders)
    let optimism = sentiment.view[row] / 2
    // Contrarians do the opposite, so all together they are a smaller optimism.
    let buying = 0.5 + optimism * (1 - 2 * regime.contrarians)
    PoolOrders.vector(
      1..<1 + (count + 3) / 4 * 4, orders,  // whole vectors: what is too much is not sent
      PoolOrders.Terms(
        last: Double(world.symbols.last[symbol]), buying: buying, aggressive: recipe.aggressive,
        maxSize: recipe.maxSize, distances: recipe.distances, sizes: recipe.sizes))
    let key = BoxKey(symbol: Int32(truncatingIfNeeded: symbol), side: .buy).raw
    for order in 1..<1 + count {
      // Selected, not branched on.
      let (isSell, wanted) = (orders.sells[order], orders.wanted[order])
      let value = Int64(orders.limit[order]) &* tickValue
      var payable = wanted
      let (cost, overflow) = value.multipliedReportingOverflow(by: Int64(wanted))
      if overflow || cost > cash { payable = Int32(clamping: cash / value) }
      let quantity = max(0, isSell == 0 ? payable : min(wanted, shares))
      cash &-= isSell == 0 ? value &* Int64(quantity) : 0
      shares &-= isSell == 0 ? 0 : quantity
      box.append(
        agent: agent, key: BoxKey(raw: key | isSell), price: orders.limit[order], quantity: quantity,
        if: quantity > 0 ? 1 : 0)
    }
  }

  /// A chunk's scratch: row 0 of the words for how many orders an account sends, row *n* of all for its order *n*.
  private func scratch(ofChunk chunk: Int) -> PoolOrders.Columns {
    func part<Scalar>(_ column: ColumnView<Scalar>, _ number: Int) -> ColumnView<Scalar> {
      column[number * Self.wordRows..<(number + 1) * Self.wordRows]
    }
    let (words, drafts) = (words.view, drafts.view)
    return PoolOrders.Columns(
      side: part(words, 4 * chunk), reach: part(words, 4 * chunk + 1), distance: part(words, 4 * chunk + 2),
      size: part(words, 4 * chunk + 3), sells: part(drafts, 3 * chunk), limit: part(drafts, 3 * chunk + 1),
      wanted: part(drafts, 3 * chunk + 2))
  }

  /// The blocks from `first`, a multiple of 8, to `end` of an account's stream, one a row, in whole vectors.
  @inline(__always)
  private func draw(_ end: Int, from first: Int, row: Int, tick: UInt32, _ orders: PoolOrders.Columns) {
    var place = first
    while place < end {
      let blocks = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7) &+ SIMD8(repeating: UInt32(truncatingIfNeeded: place))
      let words = Philox4x32.blocks8(
        SIMD8(repeating: UInt32(truncatingIfNeeded: row)), SIMD8(repeating: 0), SIMD8(repeating: tick), blocks,
        key: orderKey.philox)
      orders.side.store(words.w0, place)
      orders.reach.store(words.w1, place)
      orders.distance.store(words.w2, place)
      orders.size.store(words.w3, place)
      place &+= 8
    }
  }
}
