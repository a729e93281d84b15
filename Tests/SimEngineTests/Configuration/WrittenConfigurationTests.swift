import SimAgents
import SimEngine
import Testing

/// The files under `config/` say what they mean.
struct WrittenConfigurationTests {
  typealias Fixture = ConfigurationFixture

  @Test(arguments: ["production.json5", "quick.json5"])
  func hasNoProblems(name: String) throws {
    do {
      _ = try Fixture.file(name).rules(registry: Fixture.registry)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func productionIsWhatItsNamePromises() throws {
    let rules = try Fixture.file("production.json5").rules(registry: Fixture.registry)
    #expect(rules.agentCount == 100_000)
    #expect(rules.symbols.count == 50)
    #expect(rules.sectors.count == 10 && rules.sectors.contains("Energy") && rules.sectors.contains("Materials"))
    #expect(rules.symbols.allSatisfy { (2_000...40_000).contains($0.initialTicks) })
    for sector in rules.sectors.indices { #expect(rules.symbols.count { $0.sector == sector } == 5) }
  }

  /// Leaving out every line that ends in "(default)" leaves the configuration as it was.
  @Test func quickTellsTheTruthAboutDefaults() throws {
    let file = try Fixture.file("quick.json5")
    let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
    let kept = lines.filter { !$0.hasSuffix("(default)") }
    #expect(kept.count <= lines.count - 25)
    let shortened = ConfigurationText(kept.joined(separator: "\n"), file: "quick.json5 without defaults")
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
    for schema in Fixture.registry.schemas {
      for parameter in schema.parameters { #expect(text.contains("\(parameter.name): "), "\(parameter.name)") }
    }
  }
}
