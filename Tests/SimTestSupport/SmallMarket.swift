import SimAgents
import SimEngine

/// A market small enough for a test and lively enough that every path is taken: makers, noise traders, some of them
/// poor.
public enum SmallMarket {
  public static func config(
    agents: Int = 600, symbols: Int = 3, ticks: Int = 20, workers: Int = 1, seed: UInt64 = 42
  ) -> SimulationConfig {
    var config = SimulationConfig()
    config.run.ticks = ticks
    config.run.seed = seed
    config.run.workers = workers
    config.market.candleTimeframes = [4, 7]
    config.symbols = (0..<symbols).map {
      .init(name: "S\($0)", sector: "Sector\($0 % 2)", initialPrice: 20 + 35 * Double($0))
    }
    var makers = SimulationConfig.Population(name: "makers", strategy: "market_maker", count: agents / 10)
    makers.shares = .constant(800)
    makers.parameters = [.init(name: "refresh_interval", distribution: .uniform(1...3))]
    var noise = SimulationConfig.Population(
      name: "noise", strategy: "noise_trader", count: agents - agents / 10 - agents / 20)
    noise.shares = .uniform(0...400)
    noise.parameters = [
      .init(name: "belief", distribution: .normal(mean: 0, deviation: 0.005, within: -0.03...0.03)),
      .init(name: "aggression", distribution: .constant(0.6)),
      .init(name: "order_probability", distribution: .uniform(0.05...0.6)),
    ]
    var poor = SimulationConfig.Population(name: "poor", strategy: "noise_trader", count: agents / 20)
    poor.cash = .uniform(0...2_000)
    poor.parameters = [.init(name: "order_probability", distribution: .constant(1))]
    config.populations = [makers, noise, poor]
    return config
  }

  public static func rules(_ config: SimulationConfig = config()) throws -> SimulationRules {
    try SimulationRules(config, registry: .standard)
  }
}
