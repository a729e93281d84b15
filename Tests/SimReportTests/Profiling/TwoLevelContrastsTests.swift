import SimParallel
import Testing

@testable import SimReport

struct TwoLevelContrastsTests {
  @Test func signsSaySequentialPlusParallelMinus() {
    var first = ParallelizationConfig.allParallel
    first[.auctions] = false
    let contrasts = TwoLevelContrasts([.allParallel, first, .allSequential])
    #expect(contrasts.signs(.auctions) == [-1, 1, 1])
    #expect(contrasts.signs(.indicators) == [-1, -1, 1])
    #expect(contrasts.signs(TogglePair(.indicators, .auctions)) == [1, -1, 1])
  }

  @Test func anEffectIsWhatSequentialTakesMore() {
    let contrasts = TwoLevelContrasts(ParallelizationConfig.allCombinations)
    let times = ParallelizationConfig.allCombinations.map { $0[.auctions] ? 3.0 : 5.0 }
    #expect(contrasts.effect(contrasts.signs(.auctions), times) == 2)
    #expect(contrasts.effect(contrasts.signs(.indicators), times) == 0)
  }

  @Test func thereAreAsManyEffectsAsRunsLessOne() {
    let contrasts = TwoLevelContrasts(ScreeningDesign.runs)
    let few = contrasts.distinctSets
    #expect(few.count == 31)
    #expect(few.prefix(9).allSatisfy { $0.nonzeroBitCount == 1 })
    for (place, one) in few.enumerated() {
      for other in few[(place + 1)...] {
        #expect(zip(contrasts.signs(one), contrasts.signs(other)).reduce(0) { $0 + $1.0 * $1.1 } == 0)
      }
    }
    let all = TwoLevelContrasts(ParallelizationConfig.allCombinations)
    #expect(Set(all.distinctSets) == Set(1..<512) && all.pairGroups.allSatisfy { $0.count == 1 })
  }

  @Test func everyPairOnce() { #expect(Set(TogglePair.all).count == 36 && TogglePair.all.count == 36) }
}
