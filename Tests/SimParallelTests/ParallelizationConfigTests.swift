import SimParallel
import Testing

struct ParallelizationConfigTests {
  @Test func theNineNamesAreTheContract() {
    #expect(
      ParallelToggle.allCases.map(\.name) == [
        "agent_collection", "indicators", "order_validation", "auctions", "candle_updates", "trade_updates",
        "fill_notifications", "wake_conditions", "risk_tracking",
      ])
  }

  @Test func flagsAndVariablesFollowFromTheName() {
    #expect(ParallelToggle.agentCollection.flag == "--par-agent-collection")
    #expect(ParallelToggle.agentCollection.environmentVariable == "PAR_AGENT_COLLECTION")
    #expect(ParallelToggle.auctions.flag == "--par-auctions")
    #expect(ParallelToggle.auctions.environmentVariable == "PAR_AUCTIONS")
    for toggle in ParallelToggle.allCases {
      #expect(toggle.flag == "--par-" + toggle.name.replacing("_", with: "-"))
      #expect(toggle.environmentVariable == "PAR_" + toggle.name.uppercased())
    }
  }

  @Test(arguments: ParallelToggle.allCases)
  func eachToggleIsItsOwnBit(toggle: ParallelToggle) {
    var config = ParallelizationConfig.allSequential
    config[toggle] = true
    config[toggle] = true
    #expect(config.bits == 1 << UInt16(toggle.rawValue))
    #expect(ParallelToggle.allCases.filter { config[$0] } == [toggle])
    config[toggle] = false
    #expect(config == .allSequential)
    var other = ParallelizationConfig.allParallel
    other[toggle] = false
    #expect(other.bits == 511 ^ (1 << UInt16(toggle.rawValue)))
  }

  @Test func thereAre512Combinations() {
    #expect(Set(ParallelizationConfig.allCombinations).count == 512)
    #expect(ParallelizationConfig.allCombinations.first == .allSequential)
    #expect(ParallelizationConfig.allCombinations.last == .allParallel)
  }

  @Test func theStandardDesignIsElevenDifferentConfigurations() {
    let design = ParallelizationConfig.standardDesign
    #expect(design.count == 11)
    #expect(Set(design.map(\.config)).count == 11)
    #expect(Set(design.map(\.name)).count == 11)
    #expect(design[0].name == "all_parallel" && design[0].config == .allParallel)
    #expect(design[10].name == "all_sequential" && design[10].config == .allSequential)
    for (toggle, entry) in zip(ParallelToggle.allCases, design[1...9]) {
      #expect(entry.name == "seq_\(toggle.name)")
      #expect(ParallelToggle.allCases.filter { !entry.config[$0] } == [toggle])
    }
  }

  @Test func moreThanNineBitsTrap() async {
    await #expect(processExitsWith: .failure) { _ = ParallelizationConfig(bits: 512) }
  }
}
