import SimAgents
import SimEngine
import SimTestSupport
import Testing

/// Whole markets behave as markets do.
struct MarketLifeTests {
  private func market(makers: Int, noise: Int) throws -> Simulation {
    var config = SmallMarket.config(symbols: 1, ticks: 1_000)
    config.populations = [
      .init(name: "makers", strategy: "market_maker", count: makers),
      .init(name: "noise", strategy: "noise_trader", count: noise),
    ]
    config.populations[0].shares = .constant(800)
    config.populations[1].shares = .constant(100)
    return Simulation(try SmallMarket.rules(config))
  }

  @Test func aFewAgentsTradeWithinAThousandTicks() throws {
    let simulation = try market(makers: 2, noise: 10)
    try simulation.run(1_000)
    #expect(simulation.totals.trades > 0)
  }

  @Test func makersOfOneMindQuoteAndDoNotTrade() throws {
    var config = SmallMarket.config(symbols: 1)
    config.populations = [.init(name: "makers", strategy: "market_maker", count: 5)]
    config.populations[0].shares = .constant(800)
    config.populations[0].parameters = [.init(name: "belief", distribution: .constant(0))]
    let simulation = Simulation(try SmallMarket.rules(config))
    try simulation.run(100)
    #expect(simulation.totals.orders == 1_000)
    #expect(simulation.totals.trades == 0)
  }

  /// The market opens where it was told to, and does not fall because everybody holds stock.
  @Test func theMarketOpensWithoutACrash() throws {
    let simulation = Simulation(try SmallMarket.rules(SmallMarket.config(agents: 1_200)))
    for _ in 0..<100 {
      try simulation.step()
      let symbols = simulation.frame.symbols
      for symbol in 0..<symbols.count {
        let change = Double(symbols.last[symbol]) / Double(symbols.initial[symbol]) - 1
        #expect(abs(change) < 0.05, "symbol \(symbol) at tick \(simulation.tick)")
      }
    }
  }

  @Test func ordersRefusedForLackOfMoneyAreCountedByReason() throws {
    // Makers who want to quote more than they own stay within it; a plug-in that does not care is refused.
    let simulation = Simulation(
      try SimulationRules(Spendthrift.config, registry: StrategyRegistry([Spendthrift.self])))
    try simulation.run(1)
    // Each sends two bids of 60 dollars with 100 dollars, and one sale of shares it does not own.
    #expect(simulation.counts.orders == 10)
    #expect(simulation.counts.rejected[RejectReasonIndex.cash] == 10)
    #expect(simulation.counts.rejected[RejectReasonIndex.shares] == 10)
    let accounts = simulation.frame.accounts
    #expect((0..<10).allSatisfy { accounts.orders[$0] == 1 && accounts.rejected[$0] == 2 })
    #expect((0..<10).allSatisfy { accounts.reservedCash($0) == 0 })
  }
}
