import SimAgents
import SimColumns
import SimMarket
import SimTypes
import Testing

struct OrderValidationTests {
  /// Sends orders of (agent, side, price in cents, quantity) and returns which were accepted, and the reasons counted.
  private func validate(
    cash: Int64, shares: Int32, _ orders: [(agent: Int, side: Side, price: Int32, quantity: Int32)]
  ) -> (accepted: [Bool], rejected: [Int32], counted: [UInt32]) {
    let accounts = AccountTable(count: 4)
    for row in 0..<4 {
      (accounts.view.cash[row], accounts.view.freeCash[row]) = (cash, cash)
      (accounts.view.quantity[row], accounts.view.freeShares[row]) = (shares, shares)
    }
    let boxes = OrderBoxes(capacities: [orders.count], symbolCount: 2)
    var writer = OrderWriter(boxes.view, chunk: 0)
    for (index, order) in orders.enumerated() {
      // Symbols alternate: money is one purse whatever it is spent on.
      writer.append(
        agent: order.agent, key: BoxKey(symbol: Int32(index % 2), side: order.side), price: order.price,
        quantity: order.quantity)
    }
    writer.close()
    let rejected = Column<Int32>(count: RejectReason.allCases.count, filledWith: 9)
    OrderValidation.run(chunk: 0, boxes.view, accounts.view, tickSize: .cent, rejected: rejected.view)
    let accepted = orders.indices.map { boxes.view.quantity[$0] != 0 }
    return (accepted, rejected.view.array(), [accounts.view.orders[0], accounts.view.rejected[0]])
  }

  @Test func theSameMoneyIsNotPromisedTwice() {
    // 100 dollars: 60 + 30 fit, then 20 do not, then the last 10 do.
    let (accepted, rejected, counted) = validate(
      cash: 100_0000, shares: 0,
      [(0, .buy, 6_000, 1), (0, .buy, 1_000, 3), (0, .buy, 2_000, 1), (0, .buy, 1_000, 1)])
    #expect(accepted == [true, true, false, true])
    #expect(rejected[RejectReason.insufficientCash.rawValue] == 1)
    #expect(counted == [3, 1])  // of agent 0
  }

  @Test func theSameSharesAreNotPromisedTwice() {
    let (accepted, rejected, _) = validate(
      cash: 0, shares: 10, [(0, .sell, 100, 6), (0, .sell, 100, 5), (0, .sell, 100, 4), (1, .sell, 100, 10)])
    #expect(accepted == [true, false, true, true])
    #expect(rejected[RejectReason.insufficientShares.rawValue] == 1)
  }

  @Test func aSaleBringsNoMoneyBeforeItIsFilled() {
    let (accepted, _, _) = validate(cash: 0, shares: 10, [(0, .sell, 100, 5), (0, .buy, 100, 1)])
    #expect(accepted == [true, false])
  }

  @Test func everyReasonHasItsCounter() {
    let (accepted, rejected, _) = validate(
      cash: Int64(1) << 50, shares: 5,
      [
        (0, .buy, 100, 0), (0, .buy, 100, -3), (1, .buy, 0, 1), (1, .sell, -5, 1), (2, .buy, .max, 1),
        (2, .sell, .min, 1), (3, .buy, .max - 1, .max), (3, .sell, 100, 6), (3, .buy, 1_000_000_000, 1_000_000),
      ])
    #expect(accepted.allSatisfy { !$0 })
    #expect(rejected[RejectReason.invalidQuantity.rawValue] == 2)
    #expect(rejected[RejectReason.invalidPrice.rawValue] == 4)
    #expect(rejected[RejectReason.notionalOverflow.rawValue] == 1)
    #expect(rejected[RejectReason.insufficientShares.rawValue] == 1)
    #expect(rejected[RejectReason.insufficientCash.rawValue] == 1)
  }

  @Test func anAgentsOrdersMustStandTogether() async {
    await #expect(processExitsWith: .failure) {
      let accounts = AccountTable(count: 2)
      let boxes = OrderBoxes(capacities: [3], symbolCount: 1)
      var writer = OrderWriter(boxes.view, chunk: 0)
      for agent in [0, 1, 0] { writer.append(agent: agent, key: BoxKey(raw: 0), price: 1, quantity: 1) }
      writer.close()
      let rejected = Column<Int32>(count: RejectReason.allCases.count, filledWith: 0)
      OrderValidation.run(chunk: 0, boxes.view, accounts.view, tickSize: .cent, rejected: rejected.view)
    }
  }
}
