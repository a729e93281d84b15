import SimColumns
import SimMarket
import SimNews
import SimQuant
import SimTypes

/// Spreads its money over the sectors of its symbols and moves it to those the news speak well of.
///
///     event that concerns it ──▶ targets of all sectors ──▶ goals in shares ──▶ orders, until the goals are reached
///
/// It acts when something happens: once for each event of at least `min_event_magnitude` about one of its symbols,
/// their sectors, or rates, as soon as `min_rebalance_interval` has passed since the last time; and where
/// `rebalance_interval` says so, by the clock. Weights: ``SectorWeights``; sentiment: ``LegSectors``; orders:
/// ``BasketOrders``, the same goals from tick to tick until they are reached or the interval is over. A chunk without an
/// event in which nobody has anything to do costs two comparisons. Where there is no economy, nothing happens, and
/// there are no sectors: it does nothing.
public final class SectorRotator: StrategyTable {
  public static let schema = StrategySchema(
    name: "sector_rotator", tier: 2, summary: "moves its money to the sectors that news speak well of",
    parameters: [
      ParameterSpec(
        "sentiment_scale", unit: "fraction", "how far full sentiment moves a sector's part of the money",
        standard: .uniform(0.2...0.4), allowed: 0...1),
      ParameterSpec(
        "min_allocation", unit: "fraction", "the least part of the money in a sector", standard: .constant(0.05),
        allowed: 0...1),
      ParameterSpec(
        "max_allocation", unit: "fraction", "the largest part of the money in a sector", standard: .constant(0.4),
        allowed: 0...1),
      ParameterSpec(
        "rebalance_threshold", unit: "fraction", "a position nearer to its target, of itself, is left alone",
        standard: .constant(0.05), allowed: 0...1),
      ParameterSpec(
        "min_rebalance_interval", unit: "ticks", "from one rebalancing to the next, at least",
        standard: .uniform(10...30), allowed: 1...1_000_000_000, isInteger: true),
      ParameterSpec(
        "min_event_magnitude", unit: "magnitude", "smaller news are ignored", standard: .uniform(0.1...0.4),
        allowed: 0...1),
      ParameterSpec(
        "reach", unit: "fraction", "how far beyond the price its limits are, so that they trade",
        standard: .constant(0.002), allowed: 0...0.5),
      ParameterSpec(
        "rebalance_interval", unit: "ticks", "from one rebalancing to the next without news; 0: none without",
        standard: .constant(0), allowed: 0...1_000_000_000, isInteger: true),
      ParameterSpec(
        "phase", unit: "fraction", "of rebalance_interval, when the first one is due", standard: .uniform(0...1),
        allowed: 0...1),
    ],
    ordersPerTickMax: 1, symbolUse: .all(sectorsMin: 2))

  public static func objections(to parameters: [Distribution]) -> [ParameterObjection] {
    let (low, high) = (parameters[1].support.upperBound, parameters[2].support.lowerBound)
    guard low > high else { return [] }
    return [
      ParameterObjection(
        "min_allocation", found: "up to \(low)", allowed: "at most the smallest max_allocation, \(high)")
    ]
  }

  /// What an agent was given.
  private struct Recipe: BitwiseCopyable, Sendable {
    var scale, low, high, drift, reach: Double
    var interval, due: UInt32  // ticks; `due` 0: never by the clock
  }

  /// Where an agent is.
  private struct State: BitwiseCopyable, Sendable {
    var wish = UInt32.max  // tick from which it wants to rebalance
    var ready: UInt32 = 0  // tick from which it may, and at which it stops working towards its goals
    var isWorking = false
  }

  private let orders: BasketOrders
  private let chunks: PopulationChunks
  private let legs: Int
  // Row = agent.
  private let recipes: Column<Recipe>
  private let minMagnitude: Column<Double>
  private let states: Column<State>
  private let next: Column<UInt32>  // tick at which it has something to do; .max: when news come
  // Row = chunk.
  private let nextOfChunk: Column<UInt32>
  private let woken: Column<Int32>
  // Row = chunk · legs + leg, or sector.
  private let sectorOfLeg, symbolCount, sector: Column<Int32>
  private let sentiment: Column<SectorSentiment>
  private let weight: Column<Double>

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let (draws, count) = (SpawnDraws(seed: seed, population: population), population.agents.count)
    orders = BasketOrders(population, placement: placement)
    chunks = PopulationChunks(population)
    legs = population.legs
    let nothing = Recipe(scale: 0, low: 0, high: 0, drift: 0, reach: 0, interval: 0, due: 0)
    recipes = Column(count: count, filledWith: nothing, placement: placement)
    minMagnitude = Column(count: count, filledWith: 0, placement: placement)
    states = Column(count: count, filledWith: State(), placement: placement)
    next = Column(count: count, filledWith: .max, placement: placement)
    nextOfChunk = Column(count: chunks.count, filledWith: 0)
    woken = Column(count: chunks.count, filledWith: 0)
    sectorOfLeg = Column(count: chunks.count * legs, filledWith: 0)
    symbolCount = Column(count: chunks.count * legs, filledWith: 0)
    sector = Column(count: chunks.count * legs, filledWith: 0)
    sentiment = Column(count: chunks.count * legs, filledWith: SectorSentiment())
    weight = Column(count: chunks.count * legs, filledWith: 0)
    for agent in 0..<count {
      let row = population.rows.lowerBound + agent * legs
      let due = draws.integer(7, row: row)
      recipes.view[agent] = Recipe(
        scale: draws.real(0, row: row), low: draws.real(1, row: row), high: draws.real(2, row: row),
        drift: draws.real(3, row: row), reach: draws.real(6, row: row), interval: UInt32(draws.integer(4, row: row)),
        due: UInt32(due))
      minMagnitude.view[agent] = draws.real(5, row: row)
      guard due > 0 else { continue }
      states.view[agent].wish = UInt32(draws.real(8, row: row) * Double(due))
      next.view[agent] = states.view[agent].wish
    }
  }

  public var byteCount: Int {
    next.count
      * (MemoryLayout<Recipe>.stride + MemoryLayout<State>.stride + MemoryLayout<Double>.stride
        + MemoryLayout<UInt32>.stride)
      + orders.byteCount
      + weight.count
      * (3 * MemoryLayout<Int32>.stride + MemoryLayout<SectorSentiment>.stride + MemoryLayout<Double>.stride)
  }

  public var wokenCount: Int { (0..<woken.count).reduce(0) { $0 + Int(woken.view[$1]) } }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    guard let news = world.news else { return }
    let place = chunks.index(of: chunk)
    woken.view[place] = 0
    let isQuiet = news.latest.isEmpty
    guard !isQuiet || world.tick >= nextOfChunk.view[place] else { return }
    var sectors = sectors(ofChunk: place)
    var soonest = UInt32.max
    for group in chunk.groups {
      let agents = (group.rows.lowerBound - chunk.firstRow) / legs..<(group.rows.upperBound - chunk.firstRow) / legs
      if !isQuiet { hear(news, group.symbols, agents, world.tick) }
      for agent in agents {
        if next.view[agent] <= world.tick {
          woken.view[place] += 1
          let rows = group.legs(agent - agents.lowerBound)
          next.view[agent] = act(agent, rows, group.symbols, place, &sectors, news, world, &box)
        }
        soonest = min(soonest, next.view[agent])
      }
    }
    nextOfChunk.view[place] = soonest
  }

  /// Tells the agents what is new. All of them trade the same symbols, so news concern all or none.
  private func hear(_ news: NewsView, _ symbols: [Int], _ agents: Range<Int>, _ tick: UInt32) {
    var loudest = -1.0
    for event in news.latest
    where symbols.contains(where: { event.concerns(symbol: $0, sector: Int(news.sector[$0])) }) {
      loudest = max(loudest, event.magnitude)
    }
    for agent in agents where loudest >= minMagnitude.view[agent] {
      let state = states.view[agent]
      states.view[agent].wish = min(state.wish, max(tick, state.ready))
      next.view[agent] = min(next.view[agent], states.view[agent].wish)
    }
  }

  /// Returns the tick at which the agent has something to do again.
  private func act(
    _ agent: Int, _ rows: Range<Int>, _ symbols: [Int], _ place: Int, _ sectors: inout LegSectors, _ news: NewsView,
    _ world: DecisionView, _ box: inout OrderWriter
  ) -> UInt32 {
    let recipe = recipes.view[agent]
    var state = states.view[agent]
    if world.tick >= state.wish {
      if sectors.count == 0 { sectors.number(symbols, news) }
      aim(recipe, rows, symbols, sectors, minMagnitude.view[agent], news, world)
      state.ready = world.tick.later(by: recipe.interval)
      state.wish = recipe.due > 0 ? world.tick.later(by: max(recipe.due, recipe.interval)) : .max
      state.isWorking = true
    }
    state.isWorking =
      state.isWorking && world.tick < state.ready
      && orders.send(rows, symbols, chunk: place, reach: recipe.reach, world, &box)
    states.view[agent] = state
    return state.isWorking ? world.tick.later(by: 1) : state.wish
  }

  /// Sets the goals of an agent's accounts.
  private func aim(
    _ recipe: Recipe, _ rows: Range<Int>, _ symbols: [Int], _ sectors: LegSectors, _ minMagnitude: Double,
    _ news: NewsView, _ world: DecisionView
  ) {
    sectors.read(news, at: world.tick, minMagnitude: minMagnitude)
    let weights = sectors.weights(scale: recipe.scale, low: recipe.low, high: recipe.high)
    let worth = rows.reduce(0) { $0 &+ world.accounts.equity($1, world.symbols) }
    for (leg, row) in rows.enumerated() {
      let sector = Int(sectors.sectorOfLeg[leg])
      let target = Double(worth) * weights[sector] / Double(sectors.symbolCount[sector])
      orders.aim(
        row, at: target / Double(world.symbols.lastPrice(symbols[leg]).raw), position: world.accounts.quantity[row],
        drift: recipe.drift)
    }
  }

  private func sectors(ofChunk place: Int) -> LegSectors {
    let rows = place * legs..<(place + 1) * legs
    return LegSectors(
      sectorOfLeg: sectorOfLeg.view[rows], symbolCount: symbolCount.view[rows], sector: sector.view[rows],
      sentiment: sentiment.view[rows], weight: weight.view[rows])
  }
}

extension UInt32 {
  /// The tick so many ticks later, or the last there is.
  func later(by ticks: UInt32) -> UInt32 {
    let (sum, overflow) = addingReportingOverflow(ticks)
    return overflow ? .max : sum
  }
}
