import SimAgents
import SimColumns
import SimEngine
import SimMarket
import SimQuant
import SimTypes

/// A tier-1 strategy that reads indicators: it buys below its average price and sells above it, and writes down what it
/// read, so that a test can look.
public final class TrendReader: StrategyTable {
  public static let schema = StrategySchema(
    name: "trend_reader", tier: 1, summary: "trades against the distance from an average",
    parameters: [
      ParameterSpec(
        "period", unit: "candles", "length of the average", standard: .constant(5), allowed: 1...50, isInteger: true)
    ],
    ordersPerTickMax: 1)

  public static let vwap = Indicator.vwap(period: 4)
  public static let change = Indicator.rateOfChange(period: 3)

  public static func indicators(for population: PopulationPlan) -> [Indicator] {
    let periods = population.parameters[0].support
    return (Int(periods.lowerBound)...Int(periods.upperBound)).map { .sma(period: $0) } + [vwap, change]
  }

  /// What an agent read in its last decision: bits of doubles, NaN before the indicator was warmed up.
  public struct Reading: BitwiseCopyable, Sendable {
    private let words: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)

    init(average: Double, vwap: Double, change: Double) {
      func low(_ value: Double) -> UInt32 { UInt32(truncatingIfNeeded: value.bitPattern) }
      func high(_ value: Double) -> UInt32 { UInt32(value.bitPattern >> 32) }
      words = (low(average), high(average), low(vwap), high(vwap), low(change), high(change))
    }

    private static func double(_ low: UInt32, _ high: UInt32) -> Double {
      Double(bitPattern: UInt64(high) << 32 | UInt64(low))
    }
    public var average: Double { Self.double(words.0, words.1) }
    public var vwap: Double { Self.double(words.2, words.3) }
    public var change: Double { Self.double(words.4, words.5) }
  }

  private let accounts: AccountView
  private let period: Column<Int32>

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    self.accounts = accounts
    period = Column(count: population.rows.count, filledWith: 0, placement: placement)
    let draws = SpawnDraws(seed: seed, population: population)
    for (row, agent) in population.rows.enumerated() { period.view[row] = Int32(draws.integer(0, row: agent)) }
  }

  public var byteCount: Int { period.count * MemoryLayout<Int32>.stride }

  /// Candles that the average of the agent in `row` of the population covers.
  public static func period(_ population: PopulationPlan, seed: UInt64, agent: Int) -> Int {
    SpawnDraws(seed: seed, population: population).integer(0, row: agent)
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let readings = accounts.strategySpace.rebound(to: Reading.self)
    func column(_ indicator: Indicator) -> ColumnView<Double> {
      guard let columns = world.indicators.columns(of: indicator) else {
        preconditionFailure("\(indicator) was declared")
      }
      return columns[0]
    }
    let (vwap, change) = (column(Self.vwap), column(Self.change))
    for segment in chunk.segments {
      let (row, last) = (segment.symbol, world.symbols.last[segment.symbol])
      for agent in segment.rows {
        let average = column(.sma(period: Int(period.view[agent - chunk.firstRow])))[row]
        readings[agent] = Reading(average: average, vwap: vwap[row], change: change[row])
        guard let average = IndicatorView.known(average) else { continue }
        let side: Side = Double(last) < average ? .buy : .sell
        box.append(agent: agent, key: BoxKey(symbol: Int32(row), side: side), price: last, quantity: 3)
      }
    }
  }
}

extension SmallMarket {
  /// The small market with readers of indicators beside the others.
  public static func withReaders(_ config: SimulationConfig, readers: Int = 60) -> SimulationConfig {
    var config = config
    var population = SimulationConfig.Population(name: "readers", strategy: "trend_reader", count: readers)
    population.shares = .constant(100)
    population.parameters = [.init(name: "period", distribution: .uniform(1...3))]
    config.populations.append(population)
    return config
  }

  /// The standard strategies, and the one that reads indicators.
  public static var registryWithReaders: StrategyRegistry {
    var registry = StrategyRegistry.standard
    registry.register(TrendReader.self)
    return registry
  }
}
