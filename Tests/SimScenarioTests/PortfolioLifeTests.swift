import SimAgents
import SimEngine
import SimHooks
import SimNews
import SimTestSupport
import Testing

/// Agents that hold many symbols at once, in a market with news.
struct PortfolioLifeTests {
  private static func config(ticks: Int, mechanism: String = "call", rotators: Int = 30, factors: Int = 30)
    -> SimulationConfig
  {
    var config = SmallMarket.config(agents: 300, symbols: 6, ticks: ticks)
    config.market.mechanism = mechanism
    for index in config.symbols.indices { config.symbols[index].sector = "Sector\(index % 3)" }
    let kinds: [WritableKeyPath<NewsSettings, NewsSettings.Occurrence>] = [
      \.earnings.occurrence, \.guidance.occurrence, \.sector.occurrence,
    ]
    for kind in kinds {
      config.economy.news[keyPath: kind].probability = 0.05
      config.economy.news[keyPath: kind].minInterval = 20
    }
    config.populations[0].cash = .constant(1_000_000)
    config.market.shortSelling.borrowPool = 0.6  // enough for all of them
    for (strategy, count, cash) in [("sector_rotator", rotators, 20_000.0), ("factor_long_short", factors, 20_000)] {
      var population = SimulationConfig.Population(name: strategy + "s", strategy: strategy, count: count)
      population.cash = .uniform(cash / 2...cash)
      population.shares = .uniform(0...20)
      config.populations.append(population)
    }
    return config
  }

  /// They place and fill orders on both sides, few of which are refused; nobody's profit is out of nothing.
  @Test(arguments: ["call", "continuous"]) func theyTrade(mechanism: String) throws {
    let simulation = Simulation(
      try SimulationRules(Self.config(ticks: 700, mechanism: mechanism), registry: .standard),
      hooks: [InvariantWatch()])
    let rules = simulation.rules
    var traded: [String: (bought: Bool, sold: Bool)] = [:]
    var before = [Int32](repeating: 0, count: rules.layout.accountCount)
    for tick in 0..<700 {
      try simulation.step()
      let accounts = simulation.frame.accounts
      for population in rules.populations.suffix(2) {
        for row in population.rows where tick > 0 && accounts.quantity[row] != before[row] {
          if accounts.quantity[row] > before[row] {
            traded[population.name, default: (false, false)].bought = true
          } else {
            traded[population.name, default: (false, false)].sold = true
          }
        }
      }
      for row in before.indices { before[row] = accounts.quantity[row] }
    }
    let frame = simulation.frame
    for population in rules.populations.suffix(2) {
      let sent = population.rows.reduce(0) { $0 + Int(frame.accounts.orders[$1]) }
      let rejected = population.rows.reduce(0) { $0 + Int(frame.accounts.rejected[$1]) }
      #expect(traded[population.name]?.bought == true && traded[population.name]?.sold == true, "\(population.name)")
      #expect(rejected * 20 <= sent, "\(population.name): \(rejected) of \(sent) refused")
      for agent in population.agents {
        let rows = rules.layout.accounts(ofAgent: agent)
        #expect(rows.contains { frame.accounts.fills[$0] > 0 }, "\(population.name): agent \(agent)")
        #expect(frame.portfolio.total(ofAgent: agent).equity > rules.startEquity(ofAgent: agent) / 2)
        #expect(frame.portfolio.total(ofAgent: agent).equity < rules.startEquity(ofAgent: agent) * 2)
      }
    }
    // What all of them made together is what the shares rose by, less fees: it comes from nobody else.
    var (made, risen): (Int64, Int64) = (0, 0)
    for agent in 0..<rules.agentCount {
      made += frame.portfolio.total(ofAgent: agent).equity - rules.startEquity(ofAgent: agent)
      for position in frame.portfolio.positions(ofAgent: agent) {
        let start = rules.tickSize.price(rules.symbols[position.symbol].initialTicks).raw
        risen += position.value - position.quantity * start
      }
    }
    #expect(made == risen - (frame.lending?.feesPaid ?? 0))
    #expect(simulation.totals.woken > 0)
  }

  /// After they have traded, what is long and what is short is worth about the same.
  @Test func longAndShortCancel() throws {
    var config = Self.config(ticks: 600, rotators: 0)
    config.populations[config.populations.count - 1].shares = .constant(0)
    let simulation = Simulation(try SimulationRules(config, registry: .standard), hooks: [InvariantWatch()])
    for _ in 0..<600 { try simulation.step() }
    let rules = simulation.rules
    let frame = simulation.frame
    var (net, gross): (Int64, Int64) = (0, 0)
    for agent in try #require(rules.populations.last).agents {
      let total = frame.portfolio.total(ofAgent: agent)
      net += total.value
      gross += total.gross
      #expect(total.gross * 10 < total.equity * 14)
    }
    #expect(gross > 30 * 4_000 * 10_000, "they hold something")
    #expect(abs(net) * 10 < gross, "\(net) of \(gross)")
  }
}
