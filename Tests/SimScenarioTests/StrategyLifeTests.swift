import Foundation
import SimAgents
import SimEngine
import SimHooks
import SimTestSupport
import Testing

/// All strategies of single agents in one market, as `config/strategies.json5` puts them together.
struct StrategyLifeTests {
  private static func config(agents: Int, ticks: Int) throws -> SimulationConfig {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config")
    let text = try String(contentsOf: folder.appending(path: "strategies.json5"), encoding: .utf8)
    var config = try ConfigurationText(text, file: "strategies.json5").config().scaled(toAgents: agents)
    config.symbols = Array(config.symbols.prefix(4))
    config.run.ticks = ticks
    config.run.workers = 1
    return config
  }

  /// Nobody is dead: every strategy sends orders, most of which are sound, and has some filled, on both sides.
  @Test(arguments: ["call", "continuous"]) func everyStrategyTrades(mechanism: String) throws {
    var config = try Self.config(agents: 330, ticks: 2_000)
    config.market.mechanism = mechanism
    let sides = TradedSides()
    let simulation = Simulation(try SimulationRules(config, registry: .standard), hooks: [InvariantWatch(), sides])
    let end = try simulation.run()
    #expect(end.outcome == .completed && end.ticks == 2_000)
    let names = simulation.rules.populations.map(\.schema.name)
    #expect(Set(names) == Set(StrategyRegistry.standard.schemas.filter { $0.tier < 3 }.map(\.name)))
    for population in simulation.rules.populations {
      let sent = population.rows.reduce(0) { $0 + Int(end.accounts.orders[$1]) }
      let filled = population.rows.count { end.accounts.fills[$0] > 0 }
      let rejected = population.rows.reduce(0) { $0 + Int(end.accounts.rejected[$1]) }
      #expect(filled > population.rows.count / 2, "\(population.name): \(filled) of \(population.rows.count)")
      #expect(rejected * 50 <= sent, "\(population.name): \(rejected) of \(sent) refused")
      #expect(population.rows.contains { sides.bought.contains(Int32($0)) }, "\(population.name)")
      #expect(population.rows.contains { sides.sold.contains(Int32($0)) }, "\(population.name)")
    }
    // Where shares are lent, signals are followed below zero.
    let followers = simulation.rules.populations.filter {
      $0.schema.shortSelling == .limited && $0.schema.symbolUse == .one
    }
    #expect(followers.count == 4)
    #expect(followers.contains { $0.rows.contains { end.accounts.quantity[$0] < 0 } })
  }

  /// Agents that follow signals stay within their bounds, whatever the market does, and send few orders.
  @Test func positionsStayWithinTheirBounds() throws {
    var config = try Self.config(agents: 200, ticks: 600)
    config.market.shortSelling.shortLimit = 25
    for index in config.populations.indices
    where config.populations[index].parameters.contains(where: {
      $0.name == "max_position"
    }) {
      config.populations[index].shares = .constant(0)
      config.populations[index].parameters.removeAll { $0.name == "max_position" }
      config.populations[index].parameters.append(.init(name: "max_position", distribution: .constant(30)))
    }
    let simulation = Simulation(try SimulationRules(config, registry: .standard), hooks: [InvariantWatch()])
    let followers = simulation.rules.populations.filter {
      $0.schema.shortSelling == .limited && $0.schema.symbolUse == .one
    }
    var sawShort = false
    for _ in 0..<600 {
      try simulation.step()
      for population in followers {
        for agent in population.rows {
          let position = simulation.frame.accounts.quantity[agent]
          #expect((-25...30).contains(position), "\(population.name)")
          sawShort = sawShort || position < 0
        }
      }
    }
    #expect(sawShort)
    // 150 candles: at most an order in each of them.
    for population in followers {
      for agent in population.rows { #expect(simulation.frame.accounts.orders[agent] <= 150) }
    }
  }

  /// What was paid since the start is the sum over all trades, under both mechanisms.
  @Test func theValueTradedIsThatOfTheTrades() throws {
    let config = SmallMarket.ofBothMechanisms(try Self.config(agents: 90, ticks: 40))
    let tape = TapeSum()
    let simulation = Simulation(try SimulationRules(config, registry: .standard), hooks: [tape])
    try simulation.run(40)
    let symbols = simulation.frame.symbols
    #expect(tape.values.count == 4 && tape.values.allSatisfy { $0 > 0 })
    for symbol in 0..<4 { #expect(symbols.totalValue[symbol] == tape.values[symbol]) }
  }

  /// Who bought and who sold anything.
  private final class TradedSides: SimulationHook {
    let name = "sides"
    private(set) var bought: Set<Int32> = []
    private(set) var sold: Set<Int32> = []

    func tickEnds(_ frame: borrowing TickFrame) {
      for symbol in 0..<frame.symbols.count {
        for row in frame.tape.rows(ofSymbol: symbol) {
          bought.insert(frame.tape.buyer[row])
          sold.insert(frame.tape.seller[row])
        }
      }
    }
  }

  private final class TapeSum: SimulationHook {
    let name = "tape sum"
    private(set) var values: [Int64] = []

    func tickEnds(_ frame: borrowing TickFrame) {
      if values.isEmpty { values = [Int64](repeating: 0, count: frame.symbols.count) }
      for symbol in values.indices {
        for row in frame.tape.rows(ofSymbol: symbol) {
          values[symbol] += Int64(frame.tape.tradePrice[row]) * Int64(frame.tape.quantity[row])
        }
      }
    }
  }
}
