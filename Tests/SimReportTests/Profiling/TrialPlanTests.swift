import SimParallel
import SimReport
import Testing

struct TrialPlanTests {
  @Test(arguments: ProfileDesign.allCases) func everyRoundHasEveryConfigurationOnce(design: ProfileDesign) {
    let entries = TrialPlan(design, trials: 3, seed: 7).entries
    let count = design.configurations.count
    #expect(entries.map(\.order) == Array(1...3 * count))
    for trial in 1...3 {
      let round = entries.filter { $0.trial == trial }
      #expect(Set(round.map(\.config)) == Set(design.configurations) && round.count == count)
      #expect(round.map(\.order) == Array((trial - 1) * count + 1...trial * count))
    }
  }

  @Test func roundsAndSeedsHaveOrdersOfTheirOwn() {
    let entries = TrialPlan(.screening, trials: 2, seed: 7).entries
    let (first, second) = (entries.prefix(32).map(\.config), entries.suffix(32).map(\.config))
    #expect(first != second && first != ProfileDesign.screening.configurations)
    #expect(TrialPlan(.screening, trials: 1, seed: 8).entries.map(\.config) != Array(first))
    #expect(TrialPlan(.screening, trials: 1, seed: 7).entries.map(\.config) == Array(first), "more trials go on")
  }

  /// No place in a round belongs to a configuration: over many rounds each comes everywhere.
  @Test func theOrderIsRandom() {
    let entries = TrialPlan(.standard, trials: 400, seed: 1).entries
    let places = entries.filter { $0.config == .allParallel }.map { ($0.order - 1) % 11 }
    let counts = (0..<11).map { place in places.count { $0 == place } }
    // 400 / 11 = 36 each, with a deviation of 5.7.
    #expect(counts.allSatisfy { (12...64).contains($0) }, "\(counts)")
  }
}
