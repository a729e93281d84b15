import Foundation
import SimEngine
import SimStorage
import SimTestSupport
import Testing

/// What is stored of agents, with one symbol and with several, is what they have in the run, under their own numbers.
struct StoredPortfoliosTests {
  private struct Position: Decodable, Equatable {
    let qty: Int64
  }

  @Test(arguments: [SimulationConfig.TradeLog.rows, .packed]) func everyAgentIsStoredOnceWithAllItHas(
    log: SimulationConfig.TradeLog
  ) throws {
    var config = SmallMarket.ofBothMechanisms(
      SmallMarket.withFidgets(SmallMarket.config(agents: 100, symbols: 4, ticks: 40), fidgets: 60))
    config.storage.tradeLog = log
    config.storage.snapshotInterval = 15
    config.storage.riskInterval = 20
    config.risk.interval = 2
    let rules = try SimulationRules(config, registry: SmallMarket.registryOfAll)
    let folder = try TemporaryFolder()
    let storage = try StorageHook(
      path: folder.path("r.db"), settings: config.storage,
      description: RunDescription(version: "test", configHash: "0", configJSON: "{}", machine: "test"),
      clock: StorageClock { 1_800_000_000 })
    let simulation = Simulation(rules, hooks: [storage])
    let names = rules.symbols.map(\.name)
    let begun = (0..<rules.agentCount).map { agent in
      simulation.frame.portfolio.positions(ofAgent: agent).map { (names[$0.symbol], $0.quantity) }
    }
    _ = try simulation.run()
    let (reader, portfolio) = (try StorageReader(path: folder.path("r.db")), simulation.frame.portfolio)

    let agents = try reader.agents(run: 1)
    #expect(agents.map(\.id) == (1...Int64(rules.agentCount)).map { $0 })
    #expect(agents.map(\.initialEquity) == (0..<rules.agentCount).map { rules.startEquity(ofAgent: $0) })
    #expect(agents.contains { $0.symbol == names.joined(separator: ",") })
    #expect(try reader.populations(run: 1).map(\.name) == config.populations.map(\.name))
    #expect(
      try reader.agents(run: 1, StorageFilter(symbol: "S3")).count == begun.count { $0.contains { $0.0 == "S3" } })

    // What an agent began with and what its trades brought is what it has.
    var held = begun.map { Dictionary(uniqueKeysWithValues: $0) }
    try reader.forEachTrade(run: 1) { trade in
      held[Int(trade.buyer) - 1][trade.symbol, default: 0] += trade.quantity
      held[Int(trade.seller) - 1][trade.symbol, default: 0] -= trade.quantity
    }
    let stored = try reader.portfolios(run: 1, tick: 39)
    #expect(stored.count == rules.agentCount)
    for (agent, row) in stored.enumerated() {
      let total = portfolio.total(ofAgent: agent)
      #expect((row.agent, row.cash, row.equity) == (Int64(agent) + 1, total.cash, total.equity))
      #expect(row.realizedProfit == total.realised)
      let positions = try JSONDecoder().decode([String: Position].self, from: Data(row.positionsJSON.utf8))
      #expect(positions.mapValues(\.qty) == held[agent].filter { $0.value != 0 })
    }
    #expect(held.contains { $0.count(where: { $0.value != 0 }) > 1 })

    let risks = try reader.risks(run: 1, StorageFilter(ticks: 39...39))
    #expect(risks.map(\.equity) == stored.map(\.equity))
    for (risk, agent) in zip(risks, agents) where agent.initialEquity > 0 {
      let expected = Double(risk.equity) / Double(agent.initialEquity) - 1
      #expect(risk.totalReturn.map { ($0 - expected).magnitude < 1e-9 } ?? false)
    }
    let sums = try reader.populationSums(run: 1, StorageFilter(ticks: 39...39))
    #expect(sums.reduce(0) { $0 + $1.agents } == rules.agentCount)
    #expect(sums.reduce(0) { $0 + $1.equity } == stored.reduce(0) { $0 + $1.equity })
    #expect(try reader.topAgents(run: 1, limit: 1_000).count == rules.agentCount)
  }
}
