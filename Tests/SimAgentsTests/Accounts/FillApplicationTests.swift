import SimAgents
import SimColumns
import SimMarket
import SimTypes
import Testing

struct FillApplicationTests {
  @Test func aBuyAndTwoSales() {
    let accounts = AccountTable(count: 1)
    let view = accounts.view
    (view.cash[0], view.freeCash[0]) = (1_000_0000, 1_000_0000)
    let prices = Column<Int32>([0])
    let references = Column<Int32>([0])
    let boxes = OrderBoxes(capacities: [1], symbolCount: 1)
    func fill(_ side: Side, _ quantity: Int32, at price: Int32, of ordered: Int32) -> Int {
      prices.view[0] = price
      var writer = OrderWriter(boxes.view, chunk: 0)
      writer.append(agent: 0, key: BoxKey(symbol: 0, side: side), price: price, quantity: ordered)
      writer.close()
      boxes.view.filled[0] = quantity
      var cost = ExecutionCost()
      return FillApplication.run(
        chunk: 0, boxes.view, view, clearingPrice: prices.view, doubledReference: references.view, tickSize: .cent,
        cost: &cost)
    }
    #expect(fill(.buy, 3, at: 1_000, of: 5) == 1)  // 3 at 10.00 dollars
    #expect(view.quantity[0] == 3 && view.cost[0] == 30_0000 && view.cash[0] == 970_0000)
    #expect(fill(.buy, 4, at: 1_100, of: 4) == 1)  // 4 at 11.00: 7 for 74.00
    #expect(view.cost[0] == 74_0000)
    #expect(fill(.sell, 2, at: 1_200, of: 2) == 1)  // 2 of 7 cost 21.142857 → 21.1429
    #expect(view.realised[0] == 2_8571 && view.cost[0] == 52_8571)
    #expect(fill(.sell, 0, at: 1_200, of: 5) == 0)  // not filled: nothing moves
    #expect(view.quantity[0] == 5 && view.fills[0] == 3)
    #expect(fill(.sell, 5, at: 900, of: 5) == 1)  // the last sale takes all cost that is left
    #expect(view.quantity[0] == 0 && view.cost[0] == 0)
    #expect(view.realised[0] == -5_0000)
    #expect(view.cash[0] == 1_000_0000 + view.realised[0])
    #expect(view.freeCash[0] == view.cash[0] && view.freeShares[0] == 0)
  }

  @Test func aRefusedOrderMovesNothingWhateverItsFillSays() {
    let accounts = AccountTable(count: 1)
    let boxes = OrderBoxes(capacities: [1], symbolCount: 1)
    var writer = OrderWriter(boxes.view, chunk: 0)
    writer.append(agent: 0, key: BoxKey(symbol: 0, side: .buy), price: 10, quantity: 0)
    writer.close()
    boxes.view.filled[0] = 99  // what an earlier tick left there
    let prices = Column<Int32>([10])
    var cost = ExecutionCost()
    let settled = FillApplication.run(
      chunk: 0, boxes.view, accounts.view, clearingPrice: prices.view, doubledReference: prices.view, tickSize: .cent,
      cost: &cost)
    #expect(settled == 0)
    #expect(accounts.view.cash[0] == 0 && accounts.view.quantity[0] == 0)
  }

  /// Exact products and one rounding, halves away from zero, up to the largest cost there is.
  @Test(
    arguments: [
      (10, 1, 4, 3), (-10, 1, 4, -3), (7, 7, 7, 7), (0, 1, 3, 0), (1, 1, 3, 0), (2, 1, 3, 1),
      (9_000_000_000_000_000_000, 2, 3, 6_000_000_000_000_000_000),
      (Int64.max, 2_000_000_000, 2_147_483_647, 8589934596000000001),
    ] as [(Int64, Int64, Int64, Int64)])
  func theShareOfCostIsRoundedOnce(cost: Int64, sold: Int64, owned: Int64, expected: Int64) {
    #expect(FillApplication.shareOfCost(cost, selling: sold, of: owned) == expected)
  }
}
