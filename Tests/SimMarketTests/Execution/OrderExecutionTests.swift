import SimMarket
import SimTypes
import Testing

struct OrderExecutionTests {
  private func dollars(_ value: Double) -> Price { Price(raw: Int64((value * 10_000).rounded())) }

  @Test func twoLevelsAgainstAHundred() {
    var order = OrderExecution(side: .buy, reference: dollars(100))
    order.add(dollars(101), shares: 60)
    order.add(dollars(102), shares: 40)
    #expect(order.vwap == (dollars(101.40)))
    #expect(order.slippageBasisPoints == 140)
    #expect(order.range == (dollars(1)))
    #expect(order.levelsCrossed == 2 && order.fills == 2 && order.filled == 100)
    #expect(order.best == (dollars(101)) && order.worst == (dollars(102)))
  }

  @Test func aSaleIsBestWhereItIsDearest() {
    var order = OrderExecution(side: .sell, reference: dollars(100))
    for (price, shares) in [(99.5, 10), (99.5, 20), (99, 30)] { order.add(dollars(price), shares: Int64(shares)) }
    #expect(order.levelsCrossed == 2, "two fills at one price are one level")
    #expect(order.fills == 3)
    #expect(order.best == (dollars(99.5)) && order.worst == (dollars(99)))
    #expect(order.slippage == (dollars(0.75)))
    #expect(order.slippageBasisPoints == 75)
  }

  @Test func nothingFilledIsNothing() {
    let order = OrderExecution(side: .buy, reference: dollars(100))
    #expect(order.vwap == nil && order.slippage == nil && order.slippageBasisPoints == nil && order.range == nil)
  }

  @Test func sumsBeyondSixtyFourBitsStayExact() {
    var order = OrderExecution(side: .buy, reference: Price(raw: 1))
    let price = Price(raw: Int64.max / 2)
    for _ in 0..<8 { order.add(price, shares: Int64(Int32.max)) }
    #expect(order.vwap == price)
  }
}
