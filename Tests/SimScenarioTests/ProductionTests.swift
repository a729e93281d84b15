import Foundation
import SimEngine
import SimHooks
import SimParallel
import SimTestSupport
import Testing

/// The production population, 100,000 agents, for a few ticks: as many as a test without optimisation affords.
struct ProductionTests {
  private func config(_ name: String) throws -> SimulationConfig {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config/\(name).json5")
    return try ConfigurationText(String(contentsOf: file, encoding: .utf8), file: name).config()
  }

  @Test func theStandardConfigurationsGiveOneHashOnAHundredThousandAgents() throws {
    var hashes: Set<UInt64> = []
    for (index, design) in ParallelizationConfig.standardDesign.enumerated() {
      var config = try config("production")
      config.run.ticks = 3
      config.run.workers = index % 3 + 1
      config.parallel = design.config
      let simulation = Simulation(try SimulationRules(config, registry: .standard))
      #expect(simulation.rules.agentCount == 100_050, "and the crowd's account for each symbol")
      // Tiny chunks have a block of scratch each; the budget is for chunks as they are run.
      #expect(simulation.bytesPerAgent <= 288 || BuildInfo.hasTinyChunks)
      hashes.insert(try simulation.run().stateHash)
      // Over 5,000 in the long run; before the first candles close, those on signals are silent.
      #expect(simulation.counts.orders >= 4_000)
    }
    #expect(hashes.count == 1)
  }

  /// A pinned hash: whoever changes a result changes it on purpose. The same in every build and on every processor.
  @Test func theQuickRunIsWhatItWas() throws {
    var config = try config("quick")
    config.run.ticks = 200
    let end = try Simulation(try SimulationRules(config, registry: .standard), hooks: [InvariantWatch()]).run()
    #expect(String(end.stateHash, radix: 16) == "35d13ae0a4bca5a")
  }
}
