import SimColumns
import SimMarket
import SimQuant
import SimRandom

/// Buys what has fallen too fast and sells what has risen too fast, by the relative strength index.
///
///     RSI < oversold      buys                RSI > overbought     sells
///     RSI back at exit    returns to the position it had before
///
/// The trade calls this indicator one of momentum, and the strategy is named after it; what it trades on is that
/// momentum ends. Rules of entering and leaving: ``ZoneSignal``; of ordering: ``SignalOrders``. It decides in the tick
/// after a candle closed and is silent in all others.
public final class Momentum: StrategyTable {
  public static let schema = StrategySchema(
    name: "momentum", tier: 1, summary: "buys when the RSI says oversold, sells when it says overbought",
    parameters: [
      ParameterSpec(
        "period", unit: "candles", "length of the RSI", standard: .uniform(5...11), allowed: 1...1_000,
        isInteger: true),
      ParameterSpec("oversold", unit: "RSI", "below it, it buys", standard: .uniform(25...35), allowed: 0...100),
      ParameterSpec("overbought", unit: "RSI", "above it, it sells", standard: .uniform(65...75), allowed: 0...100),
      ParameterSpec(
        "exit", unit: "RSI", "where it gives up what it bought or sold", standard: .uniform(45...55),
        allowed: 0...100),
    ] + SignalOrders.parameters,
    ordersPerTickMax: 1, restingOrdersMax: 1, shortSelling: .limited)

  public static func indicators(for population: PopulationPlan) -> [Indicator] {
    population.parameters[0].integers.map { .rsi(period: $0) }
  }

  private let lanes: SignalLanes
  private let orders: SignalOrders
  private let lane: Column<UInt8>
  private let oversold, overbought, exit: Column<Float>

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    lanes = SignalLanes(Self.indicators(for: population), agents: count)
    orders = SignalOrders(population, seed: seed, purpose: .momentum, accounts: accounts, placement: placement)
    lane = Column(count: count, filledWith: 0, placement: placement)
    oversold = Column(count: count, filledWith: 0, placement: placement)
    overbought = Column(count: count, filledWith: 0, placement: placement)
    exit = Column(count: count, filledWith: 0, placement: placement)
    let shortest = population.parameters[0].integers.lowerBound
    for (row, agent) in population.rows.enumerated() {
      lane.view[row] = UInt8(draws.integer(0, row: agent) - shortest)
      oversold.view[row] = Float(draws.real(1, row: agent))
      overbought.view[row] = Float(draws.real(2, row: agent))
      exit.view[row] = Float(draws.real(3, row: agent))
    }
  }

  public var byteCount: Int {
    lane.count * (MemoryLayout<UInt8>.stride + 3 * MemoryLayout<Float>.stride) + lanes.byteCount + orders.byteCount
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    guard world.candleClosed else { return }
    let part = lanes.part(of: chunk, world.indicators)
    let signal = ZoneSignal(
      lane: lane.view, low: oversold.view, high: overbought.view, exit: exit.view, stance: orders.stance.view,
      step: orders.step.view)
    var turn = orders.turn(of: chunk)
    for segment in chunk.segments {
      let rows = chunk.localRows(of: segment)
      part.read { $1.value(lane: $0, symbol: segment.symbol) }
      signal.vector(rows, part.values, edge: .outside)
      orders.send(rows, symbol: segment.symbol, &turn, world, &box)
    }
    orders.finish(&turn, world, &box)
  }
}
