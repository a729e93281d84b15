import SimColumns
import SimMarket
import SimQuant
import SimRandom
import SimTypes

/// Quotes around a reservation price, as far away as risk and competition say: Avellaneda and Stoikov's market maker.
///
///     σ           = realised volatility of a candle          variance = σ² · horizon
///     q           = (shares - target) / quote_size           inventory in lots
///     reservation = middle · (1 - q · γ · variance)          γ = risk_aversion
///     half spread = γ · variance / 2 + ln(1 + γ/κ) / γ       κ = order_decay, a fraction of the middle
///     bid         = floor(reservation - middle · half spread)
///     ask         = ceil(reservation + middle · half spread), at least one tick above the bid
///
/// Prices are counted as fractions of the middle, so one recipe fits symbols of any price. The paper's time left until
/// the end of the day is a horizon that moves along: this market has no evening. The inventory stays within
/// `inventory_range` of its target; where shares are lent that may be below zero. It quotes nothing before the
/// volatility is known.
public final class AvellanedaStoikov: StrategyTable {
  public static let schema = StrategySchema(
    name: "avellaneda_stoikov", tier: 1, summary: "quotes around a reservation price that follows risk and inventory",
    parameters: [
      ParameterSpec(
        "risk_aversion", unit: "per lot", "γ: how much it minds a lot too many", standard: .uniform(1...4),
        allowed: 0...1_000_000),
      ParameterSpec(
        "order_decay", unit: "per fraction", "κ: how fast orders get rare with the distance of a quote",
        standard: .uniform(1_000...2_000), allowed: 1...1_000_000_000),
      ParameterSpec(
        "horizon", unit: "candles", "how far ahead it minds risk", standard: .uniform(5...20), allowed: 0...1_000_000),
      ParameterSpec(
        "volatility_period", unit: "candles", "returns that its volatility is measured over",
        standard: .uniform(10...20), allowed: 2...1_000, isInteger: true),
      ParameterSpec(
        "quote_size", unit: "shares", "size of each quote, a lot", standard: .constant(60), allowed: 1...1_000_000,
        isInteger: true),
      ParameterSpec(
        "inventory_target", unit: "shares", "what it wants to hold", standard: .constant(800),
        allowed: 0...1_000_000_000, isInteger: true),
      ParameterSpec(
        "inventory_range", unit: "shares", "how far from the target it lets its inventory go",
        standard: .constant(700), allowed: 1...1_000_000_000, isInteger: true),
      ParameterSpec(
        "refresh_interval", unit: "ticks", "how often it quotes", standard: .constant(1), allowed: 1...10_000,
        isInteger: true),
    ],
    ordersPerTickMax: 2, restingOrdersMax: 2, shortSelling: .marketMaker)

  public static func indicators(for population: PopulationPlan) -> [Indicator] {
    population.parameters[3].integers.map { .realisedVolatility(period: $0) }
  }

  /// What a maker quotes with: in its ledger's cache line.
  struct Recipe: BitwiseCopyable, Sendable {
    var aversion: Float  // γ · horizon: half-spread and shift of a lot, for a variance of 1
    var liquidity: Float  // ln(1 + γ/κ) / γ
    var size: Int32
    var target: Int32
    var lowest: Int32  // inventory it offers down to
    var highest: Int32  // inventory it bids up to
    var interval: UInt32  // ticks
  }

  private let lanes: SignalLanes
  private let lane: Column<UInt8>

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    lanes = SignalLanes(Self.indicators(for: population), agents: count)
    lane = Column(count: count, filledWith: 0, placement: placement)
    let recipes = accounts.strategySpace.rebound(to: Recipe.self)
    let shortest = population.parameters[3].integers.lowerBound
    for (row, agent) in population.rows.enumerated() {
      let (aversion, decay) = (draws.real(0, row: agent), draws.real(1, row: agent))
      let (goal, range) = (draws.integer(5, row: agent), draws.integer(6, row: agent))
      lane.view[row] = UInt8(draws.integer(3, row: agent) - shortest)
      recipes[agent] = Recipe(
        aversion: Float(aversion * draws.real(2, row: agent)),
        liquidity: Float(Self.liquidity(aversion: aversion, decay: decay)),
        size: Int32(draws.integer(4, row: agent)), target: Int32(goal),
        lowest: Int32(clamping: population.sellsShort ? goal - range : max(0, goal - range)),
        highest: Int32(clamping: goal + range), interval: UInt32(draws.integer(7, row: agent)))
    }
  }

  /// ln(1 + γ/κ) / γ, which is 1/κ for somebody who minds no risk.
  static func liquidity(aversion: Double, decay: Double) -> Double {
    let ratio = aversion / decay
    // Below it the logarithm's rounding weighs more than the second term of its series.
    return ratio < 1e-8 ? 1 / decay : DeterministicMath.log(1 + ratio) / aversion
  }

  public var byteCount: Int { lane.count * MemoryLayout<UInt8>.stride + lanes.byteCount }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let part = lanes.part(of: chunk, world.indicators)
    for segment in chunk.segments {
      // Two loops: one that looks at what rests, and one that need not.
      if world.rests(segment.symbol), let slots = world.slots {
        quote(segment, chunk.firstRow, part, world, slots, &box)
      } else {
        quote(segment, chunk.firstRow, part, world, nil, &box)
      }
    }
  }

  @inline(__always)
  private func quote(
    _ segment: PopulationPlan.Segment, _ firstRow: Int, _ part: SignalLanes.Part, _ world: DecisionView,
    _ resting: AgentSlots?, _ box: inout OrderWriter
  ) {
    let recipes = world.accounts.strategySpace.rebound(to: Recipe.self)
    let (quantities, freeCash, lanes) = (world.accounts.quantity, world.accounts.freeCash, lane.view)
    let (tick, tickValue) = (world.tick, world.symbols.tickSize.raw)
    let middle = world.symbols.reference(segment.symbol)
    let bidKey = BoxKey(symbol: Int32(segment.symbol), side: .buy)
    let askKey = BoxKey(symbol: Int32(segment.symbol), side: .sell)
    for agent in segment.rows {
      let row = agent &- firstRow
      let recipe = recipes[agent]
      // Makers with one interval take turns, a different one each tick.
      guard recipe.interval == 1 || (tick &+ UInt32(truncatingIfNeeded: row)) % recipe.interval == 0 else { continue }
      guard let volatility = IndicatorView.known(part.value(Int(lanes[row]), symbol: segment.symbol)) else { continue }
      let position = quantities[agent]
      let (bid, ask) = Self.quotes(recipe, position: position, volatility: volatility, middle: middle)
      let cash = max(0, freeCash[agent] &+ (resting?.held(agent: agent, slot: 0, tickValue: tickValue).cash ?? 0))
      let price = Int64(bid) &* tickValue
      // Nearly all can pay: a division takes longer than the rest.
      let (cost, overflow) = price.multipliedReportingOverflow(by: Int64(recipe.size))
      let affordable = overflow || cost > cash ? cash / price : Int64(recipe.size)
      let bidSize = Int32(max(0, min(affordable, Int64(recipe.highest) - Int64(position))))
      let askSize = Int32(max(0, min(Int64(recipe.size), Int64(position) - Int64(recipe.lowest))))
      if let resting {
        box.quote(bidKey, bid, bidSize, agent, slot: 0, resting)
        box.quote(askKey, ask, askSize, agent, slot: 1, resting)
      } else {
        box.append(agent: agent, key: bidKey, price: bid, quantity: bidSize, if: bidSize > 0 ? 1 : 0)
        box.append(agent: agent, key: askKey, price: ask, quantity: askSize, if: askSize > 0 ? 1 : 0)
      }
    }
  }

  /// Bid and ask in ticks; the bid at least one, neither beyond what a price column holds.
  @inline(__always) static func quotes(
    _ recipe: Recipe, position: Int32, volatility: Double, middle: Double
  ) -> (bid: Int32, ask: Int32) {
    let risk = Double(recipe.aversion) * volatility * volatility
    let lots = Double(Int64(position) - Int64(recipe.target)) / Double(recipe.size)
    let half = risk / 2 + Double(recipe.liquidity)
    let reservation = 1 - lots * risk
    let highest = NoisePrice.ticksMax
    let bid = min(max(1, (middle * (reservation - half)).rounded(.down)), highest)
    let ask = min(max(bid + 1, (middle * (reservation + half)).rounded(.up)), highest + 1)
    return (Int32(bid), Int32(ask))
  }
}
