import SimColumns
import SimMarket
import SimQuant
import SimTypes

/// Holds the symbols that its factors rank best and is short of those they rank worst, for the same money.
///
///     total   = Σ weight · score of each factor                          ``FactorBoard``; every agent weighs differently
///     side    = the best `longs` and the worst `shorts` of the symbols   ``FactorRanking``
///     short   = - gross · equity / 2 / shorts            in each, no more than the symbol's short limit
///     long    = what is short in all / longs             in each, so that the market's moves cancel
///
/// It rebalances after every `rebalance_candles` closed candles, from its own phase on, which spreads agents over the
/// candles; sends what is missing for up to `patience` ticks (``BasketOrders``), and is silent until the next time.
/// Where nobody lends it shares it holds the best alone, for gross · equity, but with no more than it has.
public final class FactorLongShort: StrategyTable {
  private static func weight(_ factor: String, _ standard: ClosedRange<Double>) -> ParameterSpec {
    ParameterSpec(
      "\(factor)_weight", unit: "weight", "of this factor; below 0 prefers what scores low",
      standard: .uniform(standard), allowed: -1...1)
  }

  public static let schema = StrategySchema(
    name: "factor_long_short", tier: 1, summary: "holds what its factors rank best, is short of what they rank worst",
    parameters: [
      weight("momentum", 0...1), weight("value", 0...1), weight("volatility", -1...0), weight("mean_reversion", 0...1),
      ParameterSpec(
        "longs", unit: "fraction", "of the ranked symbols, rounded down, but at least one, that it holds",
        standard: .constant(0.2), allowed: 0.001...0.999),
      ParameterSpec(
        "shorts", unit: "fraction", "of the ranked symbols, rounded down, but at least one, that it is short of",
        standard: .constant(0.2), allowed: 0.001...0.999),
      ParameterSpec(
        "hysteresis", unit: "fraction", "of the ranked symbols: how far beyond its side a symbol may rank and stay",
        standard: .constant(0.1), allowed: 0...1),
      ParameterSpec(
        "gross", unit: "fraction", "of its equity, what both sides are worth together", standard: .uniform(0.6...1),
        allowed: 0.01...1.3),
      ParameterSpec(
        "rebalance_candles", unit: "candles", "from one rebalancing to the next", standard: .uniform(8...16),
        allowed: 1...1_000_000, isInteger: true),
      ParameterSpec(
        "phase", unit: "fraction", "of rebalance_candles, when the first one is due", standard: .uniform(0...1),
        allowed: 0...1),
      ParameterSpec(
        "rebalance_threshold", unit: "fraction", "a position nearer to its target, of itself, is left alone",
        standard: .constant(0.05), allowed: 0...1),
      ParameterSpec(
        "reach", unit: "fraction", "how far beyond the price its limits are, so that they trade",
        standard: .constant(0.002), allowed: 0...0.5),
      ParameterSpec(
        "patience", unit: "ticks", "how long it goes on sending what was not filled", standard: .constant(12),
        allowed: 1...1_000_000_000, isInteger: true),
    ],
    ordersPerTickMax: 1, shortSelling: .limited, symbolUse: .all(sectorsMin: 0, symbolsMin: 4))

  public static func indicators(for population: PopulationPlan) -> [Indicator] { FactorBoard.indicators }

  public static func objections(to parameters: [Distribution]) -> [ParameterObjection] {
    var objections: [ParameterObjection] = []
    if parameters[0..<FactorBoard.factors].allSatisfy({ $0.support == 0...0 }) {
      objections.append(
        ParameterObjection("momentum_weight", found: "0, as all weights", allowed: "at least one weight other than 0"))
    }
    let (longs, shorts) = (parameters[4].support.upperBound, parameters[5].support.upperBound)
    if longs + shorts > 1 {
      objections.append(
        ParameterObjection(
          "shorts", found: "up to \(shorts)", allowed: "at most what longs, up to \(longs), leave of 1"))
    }
    return objections
  }

  /// What an agent was given.
  private struct Recipe: BitwiseCopyable, Sendable {
    var weights: FactorWeights
    var longs, shorts, hysteresis, gross, drift, reach: Double
    var period, patience: UInt32
  }

  private let orders: BasketOrders
  private let board: FactorBoard
  private let chunks: PopulationChunks
  private let legs: Int
  private let shortLimit: Column<Int64>  // row = leg
  private let isShortAllowed: Bool
  // Row = agent.
  private let recipes: Column<Recipe>
  private let nextCandle: Column<UInt32>  // closed candles at which it rebalances
  private let end: Column<UInt32>  // tick at which it stops sending; 0: it has nothing to send
  // Row = chunk.
  private let nextCandleOfChunk: Column<UInt32>
  private let busy: Column<Int32>  // agents that have something to send
  // Row = chunk · legs + leg.
  private let keys: Column<FactorRanking.Key>
  private let side: Column<Int8>

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let (draws, count) = (SpawnDraws(seed: seed, population: population), population.agents.count)
    orders = BasketOrders(population, placement: placement)
    chunks = PopulationChunks(population)
    legs = population.legs
    board = FactorBoard(chunks: chunks.count, legs: legs)
    shortLimit = Column(population.groups.first?.symbols.map { population.shortLimit($0) } ?? [])
    isShortAllowed = shortLimit.view.array().contains { $0 > 0 }
    let nobody = FactorWeights(momentum: 0, value: 0, volatility: 0, meanReversion: 0)
    let nothing = Recipe(
      weights: nobody, longs: 0, shorts: 0, hysteresis: 0, gross: 0, drift: 0, reach: 0, period: 1, patience: 1)
    recipes = Column(count: count, filledWith: nothing, placement: placement)
    nextCandle = Column(count: count, filledWith: 0, placement: placement)
    end = Column(count: count, filledWith: 0, placement: placement)
    nextCandleOfChunk = Column(count: chunks.count, filledWith: 0)
    busy = Column(count: chunks.count, filledWith: 0)
    keys = Column(count: chunks.count * legs, filledWith: FactorRanking.Key())
    side = Column(count: chunks.count * legs, filledWith: 0)
    for agent in 0..<count {
      let row = population.rows.lowerBound + agent * legs
      func real(_ parameter: Int) -> Double { draws.real(parameter, row: row) }
      let weights = FactorWeights(momentum: real(0), value: real(1), volatility: real(2), meanReversion: real(3))
      let period = draws.integer(8, row: row)
      recipes.view[agent] = Recipe(
        weights: weights, longs: real(4), shorts: real(5), hysteresis: real(6), gross: real(7), drift: real(10),
        reach: real(11), period: UInt32(period), patience: UInt32(draws.integer(12, row: row)))
      nextCandle.view[agent] = UInt32(FactorBoard.warmUpCandles + min(period - 1, Int(real(9) * Double(period))))
    }
  }

  public var byteCount: Int {
    end.count * (MemoryLayout<Recipe>.stride + 2 * MemoryLayout<UInt32>.stride) + orders.byteCount
      + board.byteCount + side.count * (MemoryLayout<FactorRanking.Key>.stride + MemoryLayout<Int8>.stride)
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let place = chunks.index(of: chunk)
    guard world.candleClosed || busy.view[place] > 0, let first = chunk.groups.first else { return }
    let candle = world.candleClosed ? UInt32(world.indicators.candleCount(symbol: first.symbols[0])) : 0
    let isDue = world.candleClosed && candle >= nextCandleOfChunk.view[place]
    guard isDue || busy.view[place] > 0 else { return }
    // All agents of a population trade the same symbols.
    if isDue { board.update(place, first.symbols, world) }
    var (soonest, sending) = (UInt32.max, Int32(0))
    for group in chunk.groups {
      for number in 0..<group.agentCount {
        let rows = group.legs(number)
        let agent = (rows.lowerBound - chunk.firstRow) / legs
        if isDue && candle >= nextCandle.view[agent] && aim(agent, rows, group.symbols, place, world) {
          nextCandle.view[agent] = candle.later(by: recipes.view[agent].period)
          end.view[agent] = world.tick.later(by: recipes.view[agent].patience)
        }
        soonest = min(soonest, nextCandle.view[agent])
        guard end.view[agent] > world.tick,
          orders.send(rows, group.symbols, chunk: place, reach: recipes.view[agent].reach, world, &box)
        else {
          end.view[agent] = 0
          continue
        }
        sending += 1
      }
    }
    busy.view[place] = sending
    if isDue { nextCandleOfChunk.view[place] = soonest }
  }

  /// Sets the goals of an agent's accounts. Returns whether there are enough scores to do so.
  private func aim(_ agent: Int, _ rows: Range<Int>, _ symbols: [Int], _ place: Int, _ world: DecisionView) -> Bool {
    let (recipe, scores) = (recipes.view[agent], board.scores(ofChunk: place))
    let scratch = place * legs..<(place + 1) * legs
    var ranking = FactorRanking(keys: keys.view[scratch], side: side.view[scratch])
    ranking.rank { scores.total($0, recipe.weights) }
    let count = ranking.count
    guard count >= 2 else { return false }
    func places(_ fraction: Double) -> Int { min(count - 1, max(1, Int(fraction * Double(count)))) }
    let longs = places(recipe.longs)
    let shorts = isShortAllowed ? min(places(recipe.shorts), count - longs) : 0
    let quantities = world.accounts.quantity
    ranking.choose(longs: longs, shorts: shorts, margin: Int(recipe.hysteresis * Double(count))) {
      quantities[rows.lowerBound + $0]
    }
    let equity = Double(max(0, rows.reduce(0) { $0 &+ world.accounts.equity($1, world.symbols) }))
    func price(_ leg: Int) -> Double { Double(world.symbols.lastPrice(symbols[leg]).raw) }
    var short = 0.0
    for leg in 0..<legs where ranking.side[leg] < 0 {
      let wanted = recipe.gross * equity / 2 / Double(shorts) / price(leg)
      let shares = min(wanted, Double(shortLimit.view[leg]))
      short += shares * price(leg)
      set(rows.lowerBound + leg, -shares, recipe, world)
    }
    let long = shorts > 0 ? short : min(recipe.gross, 1) * equity
    for leg in 0..<legs where ranking.side[leg] >= 0 {
      set(
        rows.lowerBound + leg, ranking.side[leg] > 0 ? long / Double(longs) / price(leg) : 0, recipe, world)
    }
    return true
  }

  private func set(_ row: Int, _ shares: Double, _ recipe: Recipe, _ world: DecisionView) {
    orders.aim(row, at: shares, position: world.accounts.quantity[row], drift: recipe.drift)
  }
}
