import SimParallel
import Testing

@testable import SimReport

/// The resolution, from the runs themselves and not from the generators.
struct ScreeningDesignTests {
  private let contrasts = TwoLevelContrasts(ScreeningDesign.runs)

  @Test func everyPhaseHasALetterAndIsBalanced() {
    #expect(Set(ScreeningDesign.factors.map(\.toggle)) == Set(ParallelToggle.allCases))
    #expect(Set(ScreeningDesign.factors.map(\.letter)).count == ParallelToggle.allCases.count)
    for toggle in ParallelToggle.allCases { #expect(ScreeningDesign.runs.count { $0[toggle] } == 16, "\(toggle)") }
    #expect(ScreeningDesign.runs.last == .allParallel)
  }

  @Test func noMainEffectIsMixedUpWithAnotherOrWithAnInteractionOfTwo() {
    for toggle in ParallelToggle.allCases {
      let main = contrasts.signs(toggle)
      for other in ParallelToggle.allCases where other != toggle {
        #expect(product(main, contrasts.signs(other)) == 0, "\(toggle) and \(other)")
      }
      for pair in TogglePair.all { #expect(product(main, contrasts.signs(pair)) == 0, "\(toggle) and \(pair.name)") }
    }
  }

  @Test func interactionsAreClearOrInTheGroupsThatAreSaid() {
    let groups = ScreeningDesign.aliasGroups
    #expect(groups.flatMap(\.self).count == 36 && Set(groups.flatMap(\.self)).count == 36)
    #expect(groups.map(\.count).sorted() == Array(repeating: 1, count: 8) + Array(repeating: 2, count: 12) + [4])
    #expect(
      groups.filter { $0.count == 1 }.allSatisfy { $0[0].first == .orderValidation || $0[0].second == .orderValidation }
    )
    // Across groups the signs are orthogonal: what one shows, no other does.
    for (place, group) in groups.enumerated() {
      for other in groups[(place + 1)...] {
        #expect(product(contrasts.signs(group[0]), contrasts.signs(other[0])) == 0)
      }
    }
  }

  /// Neighbours in the tick share a region if their toggles agree, so these are the pairs to expect something of.
  @Test func pairsOfNeighboursAreToldApart() throws {
    let neighbours = [
      TogglePair(.agentCollection, .wakeConditions), TogglePair(.auctions, .tradeUpdates),
      TogglePair(.candleUpdates, .tradeUpdates), TogglePair(.auctions, .candleUpdates),
      TogglePair(.fillNotifications, .riskTracking), TogglePair(.agentCollection, .orderValidation),
    ]
    for group in ScreeningDesign.aliasGroups { #expect(group.count { neighbours.contains($0) } <= 1, "\(group)") }
  }

  private func product(_ one: [Double], _ other: [Double]) -> Double {
    zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
