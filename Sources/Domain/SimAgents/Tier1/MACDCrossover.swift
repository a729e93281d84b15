import SimColumns
import SimMarket
import SimQuant
import SimRandom

/// Buys when the MACD line rises above its signal line, sells when it falls below.
///
///     histogram = MACD - signal             > 0 is above, ``CrossSignal``
///
/// A crossing whose histogram is smaller than `min_histogram` of the price changes the agent's mind but is not traded.
/// It has no exit of its own; the opposite signal is one. Rules of ordering: ``SignalOrders``. It decides in the tick
/// after a candle closed and is silent in all others.
public final class MACDCrossover: StrategyTable {
  public static let schema = StrategySchema(
    name: "macd_crossover", tier: 1, summary: "buys when the MACD crosses its signal line upwards, sells downwards",
    parameters: [
      ParameterSpec(
        "fast_period", unit: "candles", "length of the fast average", standard: .uniform(7...9), allowed: 1...100,
        isInteger: true),
      ParameterSpec(
        "slow_period", unit: "candles", "length of the slow average, or fast_period + 1 if that is more",
        standard: .uniform(15...17), allowed: 2...200, isInteger: true),
      ParameterSpec(
        "signal_period", unit: "candles", "length of the line's own average", standard: .uniform(4...5),
        allowed: 1...100, isInteger: true),
      ParameterSpec(
        "min_histogram", unit: "fraction", "of the price, below which a crossing is not traded", standard: .constant(0),
        allowed: 0...1),
    ] + SignalOrders.parameters,
    ordersPerTickMax: 1, restingOrdersMax: 1, shortSelling: .limited)

  /// Every triple of periods: the last one varies fastest.
  public static func indicators(for population: PopulationPlan) -> [Indicator] {
    let periods = population.parameters.prefix(3).map(\.integers)
    return periods[0].flatMap { fast in
      periods[1].flatMap { slow in
        periods[2].map { .macd(fast: fast, slow: max(slow, fast + 1), signal: $0) }
      }
    }
  }

  private let lanes: SignalLanes
  private let orders: SignalOrders
  private let lane: Column<UInt8>
  private let minHistogram: Column<Float>  // fraction of the price

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    lanes = SignalLanes(Self.indicators(for: population), agents: count)
    orders = SignalOrders(population, seed: seed, purpose: .macdCrossover, accounts: accounts, placement: placement)
    lane = Column(count: count, filledWith: 0, placement: placement)
    minHistogram = Column(count: count, filledWith: 0, placement: placement)
    let periods = population.parameters.prefix(3).map(\.integers)
    for (row, agent) in population.rows.enumerated() {
      let place = periods.indices.reduce(0) { place, parameter in
        place * periods[parameter].count + draws.integer(parameter, row: agent) - periods[parameter].lowerBound
      }
      lane.view[row] = UInt8(place)
      minHistogram.view[row] = Float(draws.real(3, row: agent))
    }
  }

  public var byteCount: Int {
    lane.count * (MemoryLayout<UInt8>.stride + MemoryLayout<Float>.stride) + lanes.byteCount + orders.byteCount
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    guard world.candleClosed else { return }
    let part = lanes.part(of: chunk, world.indicators)
    let (lane, least, histograms) = (lane.view, minHistogram.view, part.values)
    let (stances, steps) = (orders.stance.view, orders.step.view)
    var turn = orders.turn(of: chunk)
    for segment in chunk.segments {
      let rows = chunk.localRows(of: segment)
      let close = Double(world.symbols.last[segment.symbol])
      part.read { $1.value(lane: $0, output: 2, symbol: segment.symbol) / close }
      EightRows.scan(rows, steps) { row in
        let histogram = EightRows.values(histograms, of: lane, row)
        let nothing = (low: SIMD4<Double>(), high: SIMD4<Double>())
        return CrossSignal.changes(histogram, above: nothing, known: histogram, EightRows.stances(stances, row))
      } move: { row in
        let histogram = histograms[Int(lane[row])]
        let step = CrossSignal.step(&stances[row], isKnown: histogram == histogram, isAbove: histogram > 0)
        let isTooSmall = step != SignalStep.none && histogram.magnitude < Double(least[row])
        steps[row] = isTooSmall ? SignalStep.withdraw : step
      }
      orders.send(rows, symbol: segment.symbol, &turn, world, &box)
    }
    orders.finish(&turn, world, &box)
  }
}
