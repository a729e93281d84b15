import SimAgents

extension StrategyRegistry {
  /// The strategies that come with the engine.
  public static let standard = StrategyRegistry([
    NoiseTrader.self, MarketMaker.self, AvellanedaStoikov.self, Momentum.self, TrendFollower.self, MACDCrossover.self,
    BollingerReversion.self, VWAPExecutor.self, PairsTrading.self, FactorLongShort.self, ReactiveTrader.self,
    SectorRotator.self, BackgroundPool.self,
  ])
}
