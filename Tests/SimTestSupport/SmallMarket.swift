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

  /// The small market with agents beside the others who sleep, and wake often: levels close to the price, of every kind.
  public static func withSleepers(_ config: SimulationConfig, sleepers: Int = 60) -> SimulationConfig {
    var config = config
    func population(_ name: String, _ count: Int, _ parts: [String], holding: Double = 0) {
      var population = SimulationConfig.Population(name: name, strategy: "reactive", count: count)
      population.cash = .uniform(2_000...100_000)
      population.shares = .uniform(0...40)
      let all = [
        "threshold_buyer", "momentum_follower", "stop_loss", "trailing_stop", "take_profit", "threshold_seller",
      ]
      population.parameters =
        all.map { .init(name: $0, distribution: .constant(parts.contains($0) ? 1 : 0)) } + [
          .init(name: "news_reactor", distribution: .constant(0.5)),
          .init(name: "min_magnitude", distribution: .uniform(0...0.3)),
          .init(name: "buy_level", distribution: .uniform(0.985...1.005)),
          .init(name: "buy_at_start", distribution: .uniform(0...1)),
          .init(name: "sell_level", distribution: .uniform(0.998...1.015)),
          .init(name: "sell_fraction", distribution: .uniform(0.3...1)),
          .init(name: "holding_limit", distribution: .constant(holding)),
        ]
      population.parameters += ["stop", "trail", "target", "rise"].map {
        .init(name: $0, distribution: .uniform(0.001...0.01))
      }
      population.parameters.append(.init(name: "rise_window", distribution: .uniform(3...20)))
      config.populations.append(population)
    }
    population("sleepers of levels", sleepers - sleepers / 2, ["threshold_buyer", "stop_loss", "threshold_seller"])
    population("sleepers of moves", sleepers / 2, ["momentum_follower", "trailing_stop", "take_profit"], holding: 15)
    return config
  }

  public static func rules(_ config: SimulationConfig = config()) throws -> SimulationRules {
    try SimulationRules(config, registry: .standard)
  }
}
