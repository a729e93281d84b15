import SimEngine
import SimHooks
import SimTestSupport
import Testing

/// The same seed gives the same bits, whoever watches. That they do not depend on how the work is shared:
/// ``SharedTickTests``.
struct DeterminismTests {
  private func hash(_ config: SimulationConfig, hooks: [any SimulationHook] = []) throws -> UInt64 {
    let rules = try SimulationRules(config, registry: SmallMarket.registryOfAll)
    return try Simulation(rules, hooks: hooks, grain: 0).run().stateHash
  }

  @Test func theSeedDecides() throws {
    let a = try hash(SmallMarket.config(seed: 1))
    #expect(try a == hash(SmallMarket.config(seed: 1)))
    #expect(try a != hash(SmallMarket.config(seed: 2)))
  }

  /// The hash also tells what rests: two markets that have not traded differ in their books alone.
  @Test func restingOrdersAreInTheHash() throws {
    func hash(quote: Double) throws -> UInt64 {
      var config = SmallMarket.config(symbols: 1, ticks: 1)
      config.market.mechanism = "continuous"
      config.populations = [.init(name: "makers", strategy: "market_maker", count: 1)]
      // Without money for a bid, and with all shares offered: only the ask's price differs.
      config.populations[0].cash = .constant(0)
      config.populations[0].shares = .constant(800)
      config.populations[0].parameters = [.init(name: "half_spread", distribution: .constant(quote))]
      return try self.hash(config)
    }
    #expect(try hash(quote: 0.01) == hash(quote: 0.01))
    #expect(try hash(quote: 0.01) != hash(quote: 0.02))
  }

  @Test func watchingChangesNothing() throws {
    let config = SmallMarket.ofBothMechanisms(SmallMarket.config(ticks: 60))
    let alone = try hash(config)
    let watched = try hash(config, hooks: [InvariantWatch(), MetricsHook(), TradeLogHash()])
    #expect(alone == watched)
  }

  @Test func steppingIsRunning() throws {
    let whole = Simulation(try SmallMarket.rules())
    try whole.run(15)
    let stepped = Simulation(try SmallMarket.rules())
    for _ in 0..<15 { try stepped.step() }
    #expect(whole.stateHash == stepped.stateHash)
    #expect(whole.totals == stepped.totals)
  }

  /// An agent's draws are its own: more agents in another population leave them as they were.
  @Test func aNewPopulationLeavesTheOthersDrawsAlone() throws {
    var config = SmallMarket.config(agents: 200, symbols: 2)
    let before = Simulation(try SmallMarket.rules(config))
    config.populations.append(.init(name: "late", strategy: "noise_trader", count: 30))
    let after = Simulation(try SmallMarket.rules(config))
    let rows = 0..<before.rules.agentCount
    #expect(rows.map { before.frame.accounts.cash[$0] } == rows.map { after.frame.accounts.cash[$0] })
    #expect(rows.map { before.frame.accounts.quantity[$0] } == rows.map { after.frame.accounts.quantity[$0] })
    try before.step()
    try after.step()
    let sent = rows.map { before.frame.accounts.orders[$0] }
    #expect(sent == rows.map { after.frame.accounts.orders[$0] })
    #expect(sent.contains { $0 > 0 })
  }
}
