import SimAgents
import SimEngine
import SimHooks
import SimTestSupport
import Testing

/// The crowd in a market: an account like everybody's, in the same auctions and books.
struct BackgroundPoolMarketTests {
  private func config(_ mechanism: String) -> SimulationConfig {
    var config = SmallMarket.config(agents: 200, symbols: 4, ticks: 300)
    config.market.mechanism = mechanism
    var pool = SimulationConfig.Population(name: "crowd", strategy: "background_pool", count: 4)
    pool.cash = .constant(10_000_000)
    pool.shares = .constant(20_000)
    pool.parameters = [.init(name: "regime_change", distribution: .constant(0.05))]
    config.populations.append(pool)
    return config
  }

  @Test(arguments: ["call", "continuous"]) func itTradesWithTheOthersUnderTheirRules(mechanism: String) throws {
    let rules = try SmallMarket.rules(config(mechanism))
    #expect(rules.poolSize == 7_000 && rules.agentCount(ofTier: 3) == 4 && rules.agentCount(ofTier: 1) == 200)
    // The watch sees to it that its cash, its shares and its orders are counted like everybody's.
    let end = try Simulation(rules, hooks: [InvariantWatch()]).run()
    for row in 200..<204 {
      #expect(end.accounts.orders[row] > 3_000 && end.accounts.fills[row] > 100)
      #expect(end.accounts.rejected[row] == 0)
    }
  }

  @Test func aCrowdIsNotRescaled() throws {
    let scaled = config("call").scaled(toAgents: 400)
    #expect(scaled.populations.map(\.count) == [40, 340, 20, 4])
  }
}
