import SimAgents
import SimEngine
import SimStorage
import SimTestSupport
import SimTypes
import Testing

/// In a results file an agent with several symbols is one agent: in the list, in trades, in snapshots, in sums.
struct StoredJointAccountsTests {
  /// The parties of every trade, as agents' ids.
  private final class Parties: SimulationHook {
    let name = "parties"
    var pairs: [[Int64]] = []
    func tickEnds(_ frame: borrowing TickFrame) {
      for symbol in 0..<frame.symbols.count {
        for row in frame.tape.rows(ofSymbol: symbol) {
          pairs.append(
            [frame.tape.buyer[row], frame.tape.seller[row]].map {
              Int64(frame.rules.layout.agent(ofAccount: Int($0))) + 1
            })
        }
      }
    }
  }

  @Test(arguments: [SimulationConfig.TradeLog.rows, .packed])
  func anAgentIsOneAgent(log: SimulationConfig.TradeLog) throws {
    var config = SmallMarket.withFidgets(SmallMarket.config(agents: 120, symbols: 3, ticks: 40), fidgets: 48)
    config.storage.tradeLog = log
    config.storage.snapshotInterval = 0
    let rules = try SimulationRules(config, registry: SmallMarket.registryOfAll)
    let folder = try TemporaryFolder()
    let path = folder.path("results.db")
    let description = RunDescription(version: "test", configHash: "0", configJSON: "{}", machine: "test")
    let clock = StorageClock { 1_800_000_000 }
    let storage = try StorageHook(path: path, settings: config.storage, description: description, clock: clock)
    let parties = Parties()
    let simulation = Simulation(rules, hooks: [storage, parties])
    let end = try simulation.run()
    let run = try #require(storage.runID)
    let reader = try StorageReader(path: path)

    let trades = try reader.trades(run: run)
    func sorted(_ pairs: [[Int64]]) -> [[Int64]] { pairs.sorted { $0.lexicographicallyPrecedes($1) } }
    #expect(sorted(trades.map { [$0.buyer, $0.seller] }) == sorted(parties.pairs))
    let firstJoint = Int64(rules.layout.singleCount) + 1
    #expect(trades.contains { $0.buyer >= firstJoint } && trades.contains { $0.seller >= firstJoint })

    let agents = try reader.agents(run: run)
    #expect(agents.map(\.id) == (1...Int64(rules.agentCount)).map { $0 })
    let portfolios = try reader.portfolios(run: run, tick: 39)
    #expect(portfolios.count == rules.agentCount)
    var held = 0
    for (agent, (listed, stored)) in zip(agents, portfolios).enumerated() {
      let (total, positions) = (end.portfolio.total(ofAgent: agent), end.portfolio.positions(ofAgent: agent))
      #expect(listed.symbol == positions.map { rules.symbols[$0.symbol].name }.joined(separator: ","))
      #expect(stored.cash == total.cash && stored.equity == total.equity && stored.realizedProfit == total.realised)
      for position in positions where position.quantity != 0 {
        let name = rules.symbols[position.symbol].name
        #expect(stored.positionsJSON.contains("\"\(name)\":{\"qty\":\(position.quantity),"))
        held += positions.count > 1 ? 1 : 0
      }
    }
    #expect(held > 10)
    // What all strategies have gained is what borrowing cost: nothing is made of trading among each other.
    let profits = try reader.strategyProfits(run: run)
    let gains = (0..<rules.agentCount).reduce(Int64(0)) {
      $0 + end.portfolio.total(ofAgent: $1).equity - rules.startEquity(ofAgent: $1)
    }
    #expect(profits.reduce(0) { $0 + $1.profit } == gains)
  }
}
