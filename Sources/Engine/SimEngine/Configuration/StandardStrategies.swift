import SimAgents

extension StrategyRegistry {
  /// The strategies that come with the engine.
  public static let standard = StrategyRegistry([NoiseTrader.self, MarketMaker.self, BackgroundPool.self])
}
