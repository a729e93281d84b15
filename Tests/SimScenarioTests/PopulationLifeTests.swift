import Foundation
import SimAgents
import SimEngine
import SimHooks
import Testing

/// The production population at a tenth of its size, long enough for pairs to be tested: nobody is dead, and nobody
/// makes money out of nothing.
struct PopulationLifeTests {
  private func rules() throws -> SimulationRules {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config")
    func text(_ name: String, base: ConfigurationText? = nil) throws -> ConfigurationText {
      ConfigurationText(try String(contentsOf: folder.appending(path: name), encoding: .utf8), file: name, base: base)
    }
    var config = try text("presets/demo.json5", base: text("production.json5")).config()
    config.run.ticks = 800
    return try SimulationRules(config, registry: .standard)
  }

  @Test func everyStrategyTradesAndProfitsSumToMinusFees() throws {
    let rules = try rules()
    let end = try Simulation(rules, hooks: [InvariantWatch()]).run()
    let portfolio = end.portfolio
    var gained: Int64 = 0
    for population in rules.populations {
      let orders = population.rows.reduce(0) { $0 + Int(end.accounts.orders[$1]) }
      let fills = population.rows.reduce(0) { $0 + Int(end.accounts.fills[$1]) }
      #expect(orders > 0 && fills > 0, "\(population.name): \(orders) orders, \(fills) filled")

      var (start, profit, endowment): (Int64, Int64, Int64) = (0, 0, 0)
      let draws = SpawnDraws(seed: rules.seed, population: population)
      for agent in population.agents {
        start += rules.startEquity(ofAgent: agent)
        profit += portfolio.total(ofAgent: agent).equity - rules.startEquity(ofAgent: agent)
      }
      population.forEachAccount(in: population.rows) { row, symbol in
        endowment += Int64(draws.shares(row: row)) * change(of: symbol, rules, end)
      }
      gained += profit - endowment
      // Beyond what the shares of the start have become worth, 800 ticks make nobody a tenth richer or poorer.
      let share = Double(profit - endowment) / Double(start)
      #expect(share.magnitude < 0.1, "\(population.name): \(share) of what it started with")
    }
    #expect(gained == -(end.lending?.feesPaid ?? 0), "trading with each other makes nobody richer all together")
  }

  /// What a share has gained since the start, 1/10,000 dollar.
  private func change(of symbol: Int, _ rules: SimulationRules, _ end: RunEnd) -> Int64 {
    end.symbols.lastPrice(symbol).raw - rules.tickSize.price(rules.symbols[symbol].initialTicks).raw
  }
}
