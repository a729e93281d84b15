import SimAgents
import Testing

struct ExecutionCostTests {
  @Test func buyersPayAboveAndSellersBelow() {
    var cost = ExecutionCost()
    cost.add(isBuy: true, shares: 10, value: 1_010, doubledReference: 200)  // at 101, the reference 100
    cost.add(isBuy: false, shares: 10, value: 990, doubledReference: 200)  // at 99
    #expect(cost.shares == 20)
    #expect(cost.doubledSlippage == 40)  // a tick a share
    #expect(cost.basisPoints == 100)
  }

  @Test func sumsAddUp() {
    var (a, b) = (ExecutionCost(), ExecutionCost())
    a.add(isBuy: true, shares: 10, value: 1_010, doubledReference: 200)
    b.add(isBuy: true, shares: 10, value: 990, doubledReference: 200)
    a.add(b)
    #expect(a.doubledSlippage == 0 && a.basisPoints == 0 && a.shares == 20)
    #expect(ExecutionCost().basisPoints == nil)
  }
}
