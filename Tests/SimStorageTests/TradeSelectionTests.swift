import SimEngine
import Testing

@testable import SimStorage

struct TradeSelectionTests {
  @Test(arguments: [1, 2, 3, 4, 10]) func theCutIntoGroupsDoesNotMatter(every: Int) {
    for sizes in [[30], [1, 1, 28], [0, 7, 0, 9, 14], [3, 3, 3, 3, 18]] {
      var selection = TradeSelection(.sampled(every: every))
      var start = 0
      var kept: [Int] = []
      for size in sizes {
        kept += selection.keep(start..<start + size)
        start += size
      }
      #expect(kept == Array(stride(from: 0, to: 30, by: every)), "\(sizes)")
    }
  }

  @Test func allAndNone() {
    var all = TradeSelection(.rows)
    #expect(Array(all.keep(5..<8)) == [5, 6, 7])
    #expect(!all.keepsNothing && all.keepsEverything)
    #expect(TradeSelection(.packed).keepsEverything)
    #expect(!TradeSelection(.sampled(every: 2)).keepsEverything)
    #expect(TradeSelection(.off).keepsNothing)
  }
}
