import SimTypes
import Testing

@testable import SimAgents

struct BorrowingDeskTests {
  /// Where nobody lends, what an agent has not got is refused for what it is, and settling is settling.
  @Test func noDeskLendsNothing() {
    let desk = NoDesk()
    var purse = LendingDesk.Purse(cash: 5, shares: 5)
    #expect(desk.admit(0, .buy, value: 6, returned: 0, &purse) == .insufficientCash)
    #expect(desk.admit(0, .sell, value: 6, returned: 0, &purse) == .insufficientShares)
    #expect(purse.cash == 5 && purse.shares == 5 && !desk.hasCalls && !desk.isCalled(0))
    var runs = 0
    desk.settling(0) { runs += 1 }
    #expect(runs == 1 && !NoDesk.mayBeShort && LendingDesk.mayBeShort)
  }
}
