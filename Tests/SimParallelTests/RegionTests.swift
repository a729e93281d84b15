import SimParallel
import Testing

struct RegionTests {
  @Test(arguments: [(0, false), (1, false), (2, true), (100, true)])
  func aRegionWithNothingToShareIsNotParallel(itemCount: Int, isParallel: Bool) {
    #expect(Region(itemCount: itemCount, isParallel: true, stages: []).isParallel == isParallel)
    #expect(!Region(itemCount: itemCount, isParallel: false, stages: []).isParallel)
  }
}
