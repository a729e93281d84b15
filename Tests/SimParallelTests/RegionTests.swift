import SimParallel
import Testing

struct RegionTests {
  @Test(arguments: [(0, false), (1, false), (2, true), (100, true)])
  func aRegionWithNothingToShareIsNotParallel(itemCount: Int, isParallel: Bool) {
    #expect(Region(itemCount: itemCount, isParallel: true, phases: []).isParallel == isParallel)
    #expect(!Region(itemCount: itemCount, isParallel: false, phases: []).isParallel)
  }

  @Test(arguments: [[], [0], [31, 0, 7], [1, 2, 3, 4, 5, 6, 7, 8]]) func phasesKeepTheirOrder(phases: [Int]) {
    let region = Region(itemCount: 1, isParallel: false, phases: phases)
    #expect(region.phases == phases)
    #expect(region.phaseCount == phases.count)
  }
}
