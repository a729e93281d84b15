import SimAgents
import SimEngine
import SimHooks
import SimTestSupport
import SimTypes
import Testing

/// Agents that somebody outside decides for.
struct ExternalAgentTests {
  private func simulation(workers: Int = 1) throws -> Simulation {
    var config = SmallMarket.config(agents: 300, symbols: 3, ticks: 50, workers: workers)
    var outsiders = SimulationConfig.Population(name: "outsiders", strategy: "external", count: 2)
    outsiders.cash = .constant(10_000)
    outsiders.symbols = .named(["S2", "S0"])
    config.populations.insert(outsiders, at: 0)
    var registry = StrategyRegistry.standard
    registry.register(ExternalTrader.self)
    return Simulation(try SimulationRules(config, registry: registry), hooks: [InvariantWatch()], grain: 0)
  }

  /// The first of the two; the others of the market come before them.
  private let outsider = 300

  @Test func ordersEnterTheNextTickAndTheirFateIsKnownAfterIt() throws {
    let simulation = try simulation()
    for _ in 0..<5 { try simulation.step() }
    #expect(simulation.outcomes(ofAgent: outsider).isEmpty)
    try simulation.submit(
      [
        ExternalOrder(symbol: 2, side: .buy, quantity: 10), ExternalOrder(symbol: 0, side: .buy, limit: 1, quantity: 5),
        ExternalOrder(symbol: 0, side: .sell, quantity: 0),
      ], agent: outsider)
    try simulation.step()
    let outcomes = simulation.outcomes(ofAgent: outsider)
    #expect(outcomes.map(\.symbol) == [2, 0, 0] && outcomes.map(\.filled) == [10, 0, 0])
    #expect(outcomes.map(\.ending) == [.filled, .expired, .refused])
    let position = try #require(simulation.frame.portfolio.position(ofAgent: outsider, symbol: 2))
    #expect(position.quantity == 10 && position.cost > 0)
    #expect(simulation.frame.portfolio.position(ofAgent: outsider, symbol: 1) == nil)
    let total = simulation.frame.portfolio.total(ofAgent: outsider)
    #expect(total.cash == 10_000 * Cash.unitsPerDollar - position.cost)
    #expect(simulation.frame.portfolio.total(ofAgent: outsider + 1).cash == 10_000 * Cash.unitsPerDollar)
    // They are not sent again.
    try simulation.step()
    #expect(simulation.outcomes(ofAgent: outsider).isEmpty)
    #expect(simulation.frame.portfolio.position(ofAgent: outsider, symbol: 2)?.quantity == 10)
  }

  @Test func ordersForATickMayComeInParts() throws {
    let simulation = try simulation()
    try simulation.submit([ExternalOrder(symbol: 0, side: .buy, quantity: 3)], agent: outsider + 1)
    try simulation.submit([ExternalOrder(symbol: 0, side: .buy, quantity: 4)], agent: outsider)
    try simulation.submit([ExternalOrder(symbol: 2, side: .buy, quantity: 5)], agent: outsider)
    try simulation.step()
    #expect(simulation.outcomes(ofAgent: outsider).map(\.quantity) == [5, 4], "the order of its symbols")
    #expect(simulation.outcomes(ofAgent: outsider + 1).map(\.quantity) == [3])
  }

  @Test func whatCannotBeTakenIsNamedAndNothingOfItIsTaken() throws {
    let simulation = try simulation()
    let good = ExternalOrder(symbol: 0, side: .buy, quantity: 3)
    #expect(throws: ExternalOrderProblem.notExternal(agent: 4)) { try simulation.submit([good], agent: 4) }
    #expect(throws: ExternalOrderProblem.symbolNotTraded(symbol: 1, agent: outsider)) {
      try simulation.submit([good, ExternalOrder(symbol: 1, side: .buy, quantity: 1)], agent: outsider)
    }
    #expect(throws: ExternalOrderProblem.tooMany(symbol: 0, most: 4)) {
      try simulation.submit([good, good, good, good, good], agent: outsider)
    }
    try simulation.step()
    #expect(simulation.outcomes(ofAgent: outsider).isEmpty && simulation.outcomes(ofAgent: 4).isEmpty)
    #expect(ExternalOrderProblem.notExternal(agent: 4).description.contains("strategy `external`"))
  }

  @Test func theSameOrdersAreTheSameRun() throws {
    func hash(workers: Int, orders: Bool = true) throws -> UInt64 {
      let simulation = try simulation(workers: workers)
      for tick in 0..<50 {
        for agent in orders ? [outsider + 1, outsider] : [] {
          let side: Side = (tick / 5 + agent) % 3 == 0 ? .sell : .buy
          try simulation.submit(
            [ExternalOrder(symbol: tick % 2 * 2, side: side, quantity: Int32(tick % 7))], agent: agent)
        }
        try simulation.step()
      }
      return simulation.stateHash
    }
    let expected = try hash(workers: 1)
    #expect(try hash(workers: 3) == expected)
    #expect(try hash(workers: 1, orders: false) != expected)
  }
}
