import SimParallel
import SimReport
import Testing

struct ProfileDesignTests {
  @Test func theDesignsHaveTheirNumberOfConfigurationsEachOnce() {
    let counts = [ProfileDesign.standard: 11, .screening: 32, .full: 512]
    for design in ProfileDesign.allCases {
      let configurations = design.configurations
      #expect(configurations.count == counts[design])
      #expect(Set(configurations).count == configurations.count)
      #expect(configurations.contains(.allParallel), "what the others are compared with")
    }
  }

  @Test func everyConfigurationHasANameOfItsOwnThatLeadsBack() {
    let names = ParallelizationConfig.allCombinations.map(\.profileName)
    #expect(Set(names).count == 512)
    #expect(names.map { ParallelizationConfig(profileName: $0) } == ParallelizationConfig.allCombinations)
    var config = ParallelizationConfig.allParallel
    config[.auctions] = false
    #expect(config.profileName == "seq_auctions")
    config[.indicators] = false
    #expect(config.profileName == "par_101011111")  // the fourth and the second toggle
  }

  @Test(arguments: ["", "par_", "par_1111", "par_1111111112", "par_11111111x", "seq_nothing", "All_parallel"])
  func otherNamesAreNone(name: String) { #expect(ParallelizationConfig(profileName: name) == nil) }
}
