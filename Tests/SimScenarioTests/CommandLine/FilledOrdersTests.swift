import SimTestSupport
import Testing

@testable import qtg

struct FilledOrdersTests {
  @Test func anAgentsOrdersAreServedInOrderOfArrival() {
    var orders = FilledOrders()
    for (slot, (agent, filled)) in [(1, 5), (2, 7), (1, 3), (3, 2)].enumerated() {
      orders.append(slot: Int32(slot), agent: Int32(agent), filled: Int32(filled))
    }
    func take(_ agent: Int32, _ quantity: Int32) -> Int {
      let index = orders.next(of: agent)
      orders.take(quantity, from: index)
      return orders.slot(index)
    }
    #expect(take(1, 4) == 0 && take(1, 1) == 0)
    #expect(take(3, 2) == 3, "2 was passed over")
    #expect(take(1, 3) == 2)
    #expect(take(2, 7) == 1)
  }

  /// Against a search from the front, agents in any order.
  @Test(arguments: UInt64(1)...5) func nextIsTheFirstWithSharesLeft(seed: UInt64) {
    var random = TestGenerator(seed: seed)
    var orders = FilledOrders()
    for _ in 0..<3 {  // used again and again
      orders.removeAll()
      var naive = (0..<200).map { _ in
        (agent: Int32.random(in: -3...3, using: &random), left: Int32.random(in: 1...9, using: &random))
      }
      for (slot, order) in naive.enumerated() {
        orders.append(slot: Int32(slot), agent: order.agent, filled: order.left)
      }
      while let agent = naive.filter({ $0.left > 0 }).randomElement(using: &random)?.agent {
        let expected = naive.firstIndex { $0.agent == agent && $0.left > 0 }
        let index = orders.next(of: agent)
        #expect(orders.slot(index) == expected && orders.left(index) == naive[index].left)
        let quantity = Int32.random(in: 1...naive[index].left, using: &random)
        orders.take(quantity, from: index)
        naive[index].left -= quantity
      }
    }
  }
}
