import Foundation
import SimAgents
import SimMarket
import SimParallel
import SimTypes

/// A configuration that has been checked, in the units of the engine. Made by ``SimulationRules/init(_:registry:)``.
public struct SimulationRules: Sendable {
  public let config: SimulationConfig
  public let ticks: Int
  public let seed: UInt64
  public let workers: Int  // 1 ... 256, "one per core" resolved
  public let tickSize: TickSize
  /// All timeframes candles are built at, the agents' own first, without repetition.
  public let candleTimeframes: [Int]
  public let sectors: [String]  // in order of first appearance
  public let symbols: [SymbolRules]
  /// Account rows 0 ..< agentCount, without gaps, in configuration order. Populations of nobody are left out.
  public let populations: [PopulationPlan]
  public let registry: StrategyRegistry
  public let parallel: ParallelizationConfig

  public struct SymbolRules: Sendable, Equatable {
    public let name: String
    public let sector: Int  // row of `sectors`
    public let initialTicks: Int32
  }

  public var agentCount: Int { populations.last?.rows.upperBound ?? 0 }

  /// - Throws: every problem at once, in the order of the file's sections.
  public init(_ config: SimulationConfig, registry: StrategyRegistry) throws(InvalidConfiguration) {
    let problems = config.problems(registry: registry)
    guard problems.isEmpty else { throw InvalidConfiguration(problems: problems) }

    self.config = config
    self.registry = registry
    (ticks, seed, parallel) = (config.run.ticks, config.run.seed, config.parallel)
    workers = config.run.workers == 0 ? min(256, ProcessInfo.processInfo.activeProcessorCount) : config.run.workers
    let tickSize = TickSize(raw: Self.checked(Price(dollars: config.market.tickSize)).raw)
    self.tickSize = tickSize
    candleTimeframes = (config.market.candleTimeframes + config.storage.candleTimeframes).withoutRepetition()
    let sectors = config.symbols.map(\.sector).withoutRepetition()
    self.sectors = sectors
    symbols = config.symbols.map { symbol in
      SymbolRules(
        name: symbol.name, sector: Self.checked(sectors.firstIndex(of: symbol.sector)),
        initialTicks: Self.checked(tickSize.ticks(Self.checked(Price(dollars: symbol.initialPrice)))))
    }
    populations = Self.plans(config, registry)
  }

  /// Gives every population its account rows and its parameters' distributions.
  private static func plans(_ config: SimulationConfig, _ registry: StrategyRegistry) -> [PopulationPlan] {
    let names = config.symbols.map(\.name)
    var nextRow = 0
    return config.populations.enumerated().compactMap { index, population in
      guard population.count > 0 else { return nil }
      defer { nextRow += population.count }
      let schema = checked(registry[population.strategy]).schema
      return PopulationPlan(
        name: population.name, schema: schema, index: index, firstRow: nextRow, count: population.count,
        symbols: population.symbols.rows(in: names), cash: population.cash, shares: population.shares,
        parameters: schema.parameters.map { population.distribution(of: $0) })
    }
  }

  /// What the checks above have already made sure of.
  private static func checked<Value>(_ value: Value?) -> Value {
    guard let value else { preconditionFailure("a configuration without problems resolves") }
    return value
  }
}

extension SimulationConfig.SymbolChoice {
  /// Symbol rows, in the order written. Names that do not exist are left out.
  func rows(in names: [String]) -> [Int] {
    switch self {
    case .all: Array(names.indices)
    case .named(let chosen): chosen.compactMap { names.firstIndex(of: $0) }
    }
  }
}

extension SimulationConfig.Population {
  /// The population's own distribution, or the strategy's standard one.
  func distribution(of parameter: ParameterSpec) -> Distribution {
    parameters.first { $0.name == parameter.name }?.distribution ?? parameter.standard
  }
}

extension Array where Element: Equatable {
  /// The first of equal elements stays. Quadratic: for the handful of names of a configuration.
  fileprivate func withoutRepetition() -> [Element] {
    reduce(into: []) { kept, element in if !kept.contains(element) { kept.append(element) } }
  }
}
