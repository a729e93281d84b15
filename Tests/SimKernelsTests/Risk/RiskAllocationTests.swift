import SimTestSupport
import Testing

struct RiskAllocationTests {
  /// Every account's risk, over the end of a block of sums.
  @Test(.enabled(if: Allocations.areCounted)) func aWarmRiskUpdateTakesNoMemory() {
    let rows = MomentRows(100)
    for row in 0..<100 {
      rows.start(row, equity: 1e6)
      rows.cash.view[row] = 1_000_000 + Int64(row)
    }
    let (update, totals, block) = (rows.update(), rows.totals, rows.block)
    let found = Allocations.count {
      for mark in 1...64 { update.vector(0..<100, price: 50, mark: Int32(mark)) }
      totals.fold(0..<100, block)
    }
    #expect(found == 0)
  }
}
