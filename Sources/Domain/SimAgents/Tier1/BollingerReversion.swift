import SimColumns
import SimMarket
import SimQuant
import SimRandom

/// Buys at the lower Bollinger band, sells at the upper one, and leaves between them.
///
///     %B = (close - lower) / (upper - lower)
///     %B ≤ 0           buys              %B ≥ 1     sells
///     %B back at exit  returns to the position it had before
///
/// Bands are `width` standard deviations from the average, and every agent has a width of its own. So the lanes hold
/// one standard deviation, and an agent compares how many of them the close is from the average:
///
///     z = (close - middle) / deviation = (2 · %B - 1) · width
///
/// Where nothing moved for a whole period, the bands coincide and z counts as 0. Rules of entering and leaving:
/// ``ZoneSignal``; of ordering: ``SignalOrders``.
public final class BollingerReversion: StrategyTable {
  public static let schema = StrategySchema(
    name: "bollinger_reversion", tier: 1, summary: "buys at the lower Bollinger band, sells at the upper one",
    parameters: [
      ParameterSpec(
        "period", unit: "candles", "length of the average", standard: .uniform(10...14), allowed: 2...1_000,
        isInteger: true),
      ParameterSpec(
        "width", unit: "standard deviations", "from the average to each band", standard: .uniform(1.8...2.2),
        allowed: 0.01...100),
      ParameterSpec(
        "exit", unit: "%B", "where it gives up what it bought or sold", standard: .uniform(0.4...0.6), allowed: 0...1),
    ] + SignalOrders.parameters,
    ordersPerTickMax: 1, restingOrdersMax: 1, shortSelling: .limited)

  public static func indicators(for population: PopulationPlan) -> [Indicator] {
    population.parameters[0].integers.map { .bollinger(period: $0, width: 1) }
  }

  private let lanes: SignalLanes
  private let orders: SignalOrders
  private let lane: Column<UInt8>
  private let low, high, exit: Column<Float>  // of z

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    lanes = SignalLanes(Self.indicators(for: population), agents: count)
    orders = SignalOrders(
      population, seed: seed, purpose: .bollingerReversion, accounts: accounts, placement: placement)
    lane = Column(count: count, filledWith: 0, placement: placement)
    low = Column(count: count, filledWith: 0, placement: placement)
    high = Column(count: count, filledWith: 0, placement: placement)
    exit = Column(count: count, filledWith: 0, placement: placement)
    let shortest = population.parameters[0].integers.lowerBound
    for (row, agent) in population.rows.enumerated() {
      lane.view[row] = UInt8(draws.integer(0, row: agent) - shortest)
      let width = draws.real(1, row: agent)
      (low.view[row], high.view[row]) = (-Float(width), Float(width))
      exit.view[row] = Float((2 * draws.real(2, row: agent) - 1) * width)
    }
  }

  public var byteCount: Int {
    lane.count * (MemoryLayout<UInt8>.stride + 3 * MemoryLayout<Float>.stride) + lanes.byteCount + orders.byteCount
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    guard world.candleClosed else { return }
    let part = lanes.part(of: chunk, world.indicators)
    let signal = ZoneSignal(
      lane: lane.view, low: low.view, high: high.view, exit: exit.view, stance: orders.stance.view,
      step: orders.step.view)
    var turn = orders.turn(of: chunk)
    for segment in chunk.segments {
      let rows = chunk.localRows(of: segment)
      let close = Double(world.symbols.last[segment.symbol])
      part.read { lane, view in
        let middle = view.value(lane: lane, output: 1, symbol: segment.symbol)
        let deviation = view.value(lane: lane, output: 0, symbol: segment.symbol) - middle
        return Self.score(close: close, middle: middle, deviation: deviation)
      }
      signal.vector(rows, part.values, edge: .inside)
      orders.send(rows, symbol: segment.symbol, &turn, world, &box)
    }
    orders.finish(&turn, world, &box)
  }

  /// Standard deviations from the average; NaN while that is unknown. A deviation that is nothing but the rounding of
  /// prices that stood still, less than 10⁻¹⁰ of the price, is none.
  static func score(close: Double, middle: Double, deviation: Double) -> Double {
    deviation <= middle * 1e-10 ? 0 : (close - middle) / deviation
  }
}
