import SimAgents
import SimEngine
import SimMarket
import Testing

/// The files under `config/` say what they mean.
struct WrittenConfigurationTests {
  typealias Fixture = ConfigurationFixture

  @Test(arguments: ["production.json5", "quick.json5", "strategies.json5", "everything.json5", "original-parity.json5"])
  func hasNoProblems(name: String) throws {
    do {
      _ = try Fixture.file(name).rules(registry: Fixture.registry)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func productionIsWhatItsNamePromises() throws {
    let rules = try Fixture.file("production.json5").rules(registry: Fixture.registry)
    #expect(rules.agentCount(ofTier: 1) + rules.agentCount(ofTier: 2) == 100_000)
    #expect((19_000...21_000).contains(rules.agentCount(ofTier: 1)) && rules.poolSize == 87_500)
    let strategies = Set(rules.populations.map(\.schema.name))
    #expect(strategies == Set(Fixture.registry.schemas.map(\.name)), "every strategy is part of it")
    #expect(rules.symbols.count == 50)
    #expect(rules.sectors.count == 10 && rules.sectors.contains("Energy") && rules.sectors.contains("Materials"))
    #expect(rules.symbols.allSatisfy { (2_000...40_000).contains($0.initialTicks) })
    for sector in rules.sectors.indices { #expect(rules.symbols.count { $0.sector == sector } == 5) }
  }

  /// Leaving out every line that ends in "(default)" leaves the configuration as it was.
  @Test(arguments: ["quick.json5", "strategies.json5"])
  func tellsTheTruthAboutDefaults(name: String) throws {
    let file = try Fixture.file(name)
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
    let kept = lines.filter { !$0.hasSuffix("(default)") }
    #expect(kept.count <= lines.count - 25)
    let shortened = ConfigurationText(kept.joined(separator: "\n"), file: "\(name) without defaults")
    let registry = Fixture.registry
    #expect(try shortened.config().spelledOut(registry) == file.config().spelledOut(registry))
  }

  /// It teaches the format, so every key of the format is in it.
  @Test func quickNamesEveryKey() throws {
    let text = try Fixture.file("quick.json5").text
    func names(_ keys: [ConfigurationKeyDescription]) -> [String] { keys.flatMap { [$0.name] + names($0.nested) } }
    for key in names(ConfigurationSchema(registry: Fixture.registry).keys) {
      #expect(text.contains("\(key): "), "\(key)")
    }
  }

  /// It shows every strategy of single agents, so every parameter of each is in its population.
  @Test func strategiesNamesEveryStrategyAndParameter() throws {
    let config = try Fixture.file("strategies.json5").config()
    for schema in Fixture.registry.schemas where schema.tier < 3 {
      let population = try #require(config.populations.first { $0.strategy == schema.name }, "\(schema.name)")
      #expect(Set(population.parameters.map(\.name)) == Set(schema.parameters.map(\.name)), "\(schema.name)")
    }
  }

  /// Whatever the engine can do, it does there: that it really happens is tested where it is run.
  @Test func everythingIsWhatItsNamePromises() throws {
    let config = try Fixture.file("everything.json5").config()
    let rules = try Fixture.file("everything.json5").rules(registry: Fixture.registry)
    #expect(Set(config.populations.map(\.strategy)) == Set(Fixture.registry.schemas.map(\.name)))
    for mechanism in Mechanism.allCases { #expect(rules.symbols.contains { $0.mechanism == mechanism }) }
    #expect(config.populations.contains { $0.timeInForce == "gtc" }, "orders rest in auctions too")
    #expect(config.market.candleTimeframes.count == 2 && rules.lending != nil && config.economy.news.enabled)
    #expect(rules.agentCount < 300 && rules.symbols.count <= 12)
  }
}
