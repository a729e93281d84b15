import SimAgents
import SimEngine
import SimHooks
import SimMarket
import SimTestSupport
import Testing

/// Agents of tier 2 in a market of others: they sleep, wake for their reasons, and trade.
struct SleeperLifeTests {
  /// One population for each part, whose agents have an other side that does not get in its way.
  private static let parts: [(name: String, also: String, entry: Bool)] = [
    ("threshold_buyer", "take_profit", true), ("momentum_follower", "stop_loss", true),
    ("news_reactor", "stop_loss", true), ("stop_loss", "threshold_buyer", false),
    ("trailing_stop", "threshold_buyer", false), ("take_profit", "threshold_buyer", false),
    ("threshold_seller", "threshold_buyer", false), ("news_reactor", "threshold_buyer", false),
  ]

  private static func market(_ mechanism: String) -> SimulationConfig {
    var config = SmallMarket.config(agents: 300, symbols: 2, ticks: 1_500)
    config.market.mechanism = mechanism
    config.economy.news.sector.occurrence.probability = 0.02
    for (number, part) in parts.enumerated() {
      var population = SimulationConfig.Population(
        name: "\(number) \(part.name)", strategy: "reactive", count: 20)
      // Whose exit is looked at has something to sell, and an entry out of reach.
      population.shares = .constant(part.entry ? 0 : 100)
      population.parameters = ReactiveTrader.schema.parameters.prefix(7).map { spec in
        .init(name: spec.name, distribution: .constant(spec.name == part.name || spec.name == part.also ? 1 : 0))
      }
      population.parameters += [
        .init(name: "buy_level", distribution: part.entry ? .uniform(0.99...1.01) : .constant(0.001)),
        .init(name: "min_magnitude", distribution: .constant(0)),
        .init(name: "sell_level", distribution: .uniform(0.99...1.01)),
        .init(name: "sell_fraction", distribution: .constant(0.5)),
        .init(name: "rise_window", distribution: .constant(50)),
      ]
      population.parameters += ["rise", "stop", "trail", "target"].map {
        .init(name: $0, distribution: .uniform(0.001...0.005))
      }
      config.populations.append(population)
    }
    return config
  }

  /// No part is dead: orders it alone can have sent were sent, and filled.
  @Test(arguments: ["call", "continuous"]) func everyPartPlacesAndFillsOrders(mechanism: String) throws {
    let simulation = Simulation(try SmallMarket.rules(Self.market(mechanism)), hooks: [InvariantWatch()])
    let populations = simulation.rules.populations.suffix(Self.parts.count)
    let start = (0..<simulation.rules.agentCount).map { simulation.frame.accounts.quantity[$0] }
    var largest = start
    var least = start
    for _ in 0..<1_500 {
      try simulation.step()
      for population in populations {
        for row in population.rows {
          largest[row] = max(largest[row], simulation.frame.accounts.quantity[row])
          least[row] = min(least[row], simulation.frame.accounts.quantity[row])
        }
      }
    }
    let end = try simulation.end(.completed)
    for (population, part) in zip(populations, Self.parts) {
      let traded = population.rows.count { part.entry ? largest[$0] > start[$0] : least[$0] < start[$0] }
      #expect(traded >= 5, "\(population.name): \(traded) of 20 as \(part.entry ? "buyers" : "sellers")")
      for row in population.rows {
        #expect(end.accounts.rejected[row] == 0, "\(population.name)")
        // Sleep is what they do most of the time.
        #expect(end.accounts.orders[row] < 500, "\(population.name)")
      }
    }
    #expect(end.totals.woken > 500 && end.totals.woken < 160 * 1_500 / 4)
  }

  /// Nobody sends an order who was not woken, and the counts of a tick are those of the tick.
  @Test func whoSendsHasWoken() throws {
    let simulation = Simulation(try SmallMarket.rules(Self.market("call")))
    let rows = simulation.rules.populations.filter { $0.schema.tier == 2 }.flatMap { Array($0.rows) }
    func sent() -> Int { rows.reduce(0) { $0 + Int(simulation.frame.accounts.orders[$1]) } }
    var (before, total) = (0, 0)
    for _ in 0..<300 {
      try simulation.step()
      let now = sent()
      #expect(now - before <= simulation.counts.woken)
      (before, total) = (now, total + simulation.counts.woken)
    }
    #expect(before > 20 && simulation.totals.woken == total)
  }

  /// Without sleepers there is no such phase; with them it has time of its own.
  @Test func thePhaseRunsOnlyForSleepers() throws {
    let place = try #require(Phase.allCases.firstIndex(of: .wakeConditions))
    let awake = Simulation(try SmallMarket.rules(SmallMarket.config(agents: 60)))
    try awake.run(5)
    #expect(awake.trace.phases[place].total == 0 && awake.totals.woken == 0)
    let asleep = Simulation(try SmallMarket.rules(SmallMarket.withSleepers(SmallMarket.config(agents: 60))))
    try asleep.run(5)
    #expect(asleep.trace.phases[place].total > 0)
  }
}
