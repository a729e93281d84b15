import SimAgents
import SimEngine
import SimTypes
import Testing

struct SimulationRulesTests {
  typealias Fixture = ConfigurationFixture

  @Test func resolvesSymbolsAndSectors() throws {
    let rules = try SimulationRules(Fixture.config, registry: Fixture.registry)
    #expect(rules.sectors == ["Energy", "Materials"])
    #expect(rules.symbols.map(\.sector) == [0, 1, 0])
    #expect(rules.symbols.map(\.initialTicks) == [1_000, 2_050, 3_025])
    #expect(rules.tickSize == .cent)
  }

  @Test func everySymbolTradesAsItSaysOrAsTheMarketDoes() throws {
    var config = Fixture.config
    #expect(try SimulationRules(config, registry: Fixture.registry).symbols.map(\.mechanism) == [.call, .call, .call])
    config.market.mechanism = "continuous"
    config.symbols[1].mechanism = "call"
    let rules = try SimulationRules(config, registry: Fixture.registry)
    #expect(rules.symbols.map(\.mechanism) == [.continuous, .call, .continuous])
  }

  @Test func theLifeOfOrdersIsThePopulations() throws {
    var config = Fixture.config
    config.populations[1].timeInForce = "gtc"
    #expect(try SimulationRules(config, registry: Fixture.registry).populations.map(\.life) == [.auto, .gtc])
  }

  @Test func populationsFollowOneAnotherWithoutGaps() throws {
    let rules = try SimulationRules(Fixture.config, registry: Fixture.registry)
    #expect(rules.agentCount == 12)
    #expect(rules.populations.map(\.rows) == [0..<5, 5..<12])
    #expect(rules.populations[0].segments.map(\.symbol) == [0, 1, 2])
    #expect(rules.populations[0].segments.map(\.rows) == [0..<2, 2..<4, 4..<5])
    #expect(rules.populations[1].segments.map(\.symbol) == [2, 0])  // in the order written
  }

  @Test func aPopulationOfNobodyHasNoRowsAndNoPlan() throws {
    var config = Fixture.config
    config.populations[0].count = 0
    let rules = try SimulationRules(config, registry: Fixture.registry)
    #expect(rules.populations.map(\.name) == ["noise"])
    #expect(rules.populations[0].index == 1)  // its draws stay its own
    #expect(rules.populations[0].rows == 0..<7)
  }

  @Test func parametersNotNamedKeepTheStrategysStandard() throws {
    let rules = try SimulationRules(Fixture.config, registry: Fixture.registry)
    let noise = rules.populations[1]
    for (spec, distribution) in zip(noise.schema.parameters, noise.parameters) {
      #expect(distribution == (spec.name == "order_probability" ? .uniform(0.01...0.08) : spec.standard))
    }
  }

  @Test func timeframesAreUnitedTheMarketsFirst() throws {
    var config = Fixture.config
    config.market.candleTimeframes = [4, 100]
    config.storage.candleTimeframes = [2, 100, 300]
    #expect(try SimulationRules(config, registry: Fixture.registry).candleTimeframes == [4, 100, 2, 300])
  }

  @Test func noWorkersMeansOneForEachCore() throws {
    var config = Fixture.config
    #expect((1...256).contains(try SimulationRules(config, registry: Fixture.registry).workers))
    config.run.workers = 3
    #expect(try SimulationRules(config, registry: Fixture.registry).workers == 3)
  }

  @Test func aConfigurationWithProblemsIsRefusedWithAllOfThem() {
    var config = Fixture.config
    config.run.ticks = 0
    config.storage.snapshotInterval = -1
    let error = #expect(throws: InvalidConfiguration.self) {
      try SimulationRules(config, registry: Fixture.registry)
    }
    #expect(error?.problems.map(\.path) == ["run.ticks", "storage.snapshot_interval"])
  }
}
