import SimAgents
import SimEngine
import SimTestSupport

/// Markets of a few hundred agents like those of the production configuration, for tests of what moves prices.
enum FairValueMarket {
  static func config(symbols: Int = 2, ticks: Int, seed: UInt64 = 42) -> SimulationConfig {
    var config = SmallMarket.config(symbols: symbols, ticks: ticks, seed: seed)
    var makers = SimulationConfig.Population(name: "makers", strategy: "market_maker", count: 6 * symbols)
    (makers.cash, makers.shares) = (.constant(1_000_000), .constant(2_000))
    makers.parameters = [
      .init(name: "half_spread", distribution: .uniform(0.0005...0.002)),
      .init(name: "inventory_target", distribution: .constant(2_000)),
      .init(name: "inventory_range", distribution: .constant(2_000)),
    ]
    var noise = SimulationConfig.Population(name: "noise", strategy: "noise_trader", count: 90 * symbols)
    noise.shares = .uniform(150...450)
    noise.parameters = [
      .init(name: "order_probability", distribution: .uniform(0.1...0.4)),
      .init(name: "belief", distribution: .normal(mean: 0, deviation: 0.004, within: -0.02...0.02)),
      .init(name: "aggression", distribution: .constant(0.6)),
    ]
    config.populations = [makers, noise]
    config.market.candleTimeframes = [100]
    return config
  }
}
