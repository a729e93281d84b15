import SimColumns
import SimMarket
import SimQuant
import SimRandom

/// Follows the trend: buys when a fast average of prices rises above a slow one, sells when it falls below.
///
///     fast = SMA(fast_period)        slow = SMA(slow_period)        ``CrossSignal``
///
/// It has no exit of its own; the opposite signal is one. Rules of ordering: ``SignalOrders``. It decides in the tick
/// after a candle closed and is silent in all others.
public final class TrendFollower: StrategyTable {
  public static let schema = StrategySchema(
    name: "trend_follower", tier: 1, summary: "buys when a fast average crosses a slow one upwards, sells downwards",
    parameters: [
      ParameterSpec(
        "fast_period", unit: "candles", "length of the fast average", standard: .uniform(6...10), allowed: 1...1_000,
        isInteger: true),
      ParameterSpec(
        "slow_period", unit: "candles", "length of the slow average, or fast_period + 1 if that is more",
        standard: .uniform(14...20), allowed: 2...1_001, isInteger: true),
    ] + SignalOrders.parameters,
    ordersPerTickMax: 1, restingOrdersMax: 1, shortSelling: .limited)

  /// The fast averages, then the slow ones, which may be as short as one candle more than a fast one.
  public static func indicators(for population: PopulationPlan) -> [Indicator] {
    let (fast, slow) = (population.parameters[0].integers, population.parameters[1].integers)
    let slowest = max(slow.upperBound, fast.upperBound + 1)
    return fast.map { .sma(period: $0) } + (slow.lowerBound...slowest).map { .sma(period: $0) }
  }

  private let lanes: SignalLanes
  private let orders: SignalOrders
  private let fast, slow: Column<UInt8>  // lanes

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    lanes = SignalLanes(Self.indicators(for: population), agents: count)
    orders = SignalOrders(population, seed: seed, purpose: .trendFollower, accounts: accounts, placement: placement)
    fast = Column(count: count, filledWith: 0, placement: placement)
    slow = Column(count: count, filledWith: 0, placement: placement)
    let (fastPeriods, slowPeriods) = (population.parameters[0].integers, population.parameters[1].integers)
    for (row, agent) in population.rows.enumerated() {
      let fastPeriod = draws.integer(0, row: agent)
      let slowPeriod = max(draws.integer(1, row: agent), fastPeriod + 1)
      fast.view[row] = UInt8(fastPeriod - fastPeriods.lowerBound)
      slow.view[row] = UInt8(fastPeriods.count + slowPeriod - slowPeriods.lowerBound)
    }
  }

  public var byteCount: Int {
    fast.count * (2 * MemoryLayout<UInt8>.stride) + lanes.byteCount + orders.byteCount
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    guard world.candleClosed else { return }
    let part = lanes.part(of: chunk, world.indicators)
    let (fast, slow, averages) = (fast.view, slow.view, part.values)
    let (stances, steps) = (orders.stance.view, orders.step.view)
    var turn = orders.turn(of: chunk)
    for segment in chunk.segments {
      let rows = chunk.localRows(of: segment)
      part.read { $1.value(lane: $0, symbol: segment.symbol) }
      EightRows.scan(rows, steps) { row in
        let (fastest, slowest) = (EightRows.values(averages, of: fast, row), EightRows.values(averages, of: slow, row))
        // The slow one is known last.
        return CrossSignal.changes(fastest, above: slowest, known: slowest, EightRows.stances(stances, row))
      } move: { row in
        let (fastest, slowest) = (averages[Int(fast[row])], averages[Int(slow[row])])
        steps[row] = CrossSignal.step(&stances[row], isKnown: slowest == slowest, isAbove: fastest > slowest)
      }
      orders.send(rows, symbol: segment.symbol, &turn, world, &box)
    }
    orders.finish(&turn, world, &box)
  }
}
