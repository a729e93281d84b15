import SimMarket
import SimRandom
import SimTestSupport
import SimTypes
import Testing

struct TradingMechanismTests {
  @Test func everyMechanismHasItsName() {
    #expect(Mechanism.allCases.map(\.name) == ["call", "continuous"])
    #expect(Mechanism.allCases.allSatisfy { Mechanism(name: $0.name) == $0 })
    #expect(Mechanism(name: "Call") == nil)
  }

  private func message(
    _ agent: Int, _ side: Side, _ price: Int32, _ quantity: Int32, _ kind: OrderKind
  ) -> MarketBench.Message {
    .init(agent: agent, side: side, price: price, quantity: quantity, kind: kind)
  }

  /// Whoever is drawn first, an order that was taken back in this tick is not there any more.
  @Test(arguments: Mechanism.allCases) func aCancelComesBeforeAllNewOrders(mechanism: Mechanism) {
    for _ in 0..<20 {
      let bench = MarketBench(mechanism)
      bench.trade([message(5, .sell, 100, 7, .resting(slot: 1))])
      #expect(bench.queue(.sell).map(\.slot) == [16])
      let found = bench.trade([message(0, .buy, 100, 7, .thisTick), message(5, .buy, 1, 1, .cancel(slot: 1))])
      #expect(found.outcome.volume == 0 && found.filled == [0, 0])
      #expect(found.events[16] == .cancelled && bench.isEmpty)
    }
  }

  @Test(arguments: Mechanism.allCases) func cancellingAFreeSlotDoesNothing(mechanism: Mechanism) {
    let bench = MarketBench(mechanism)
    let found = bench.trade([message(2, .buy, 1, 1, .cancel(slot: 0))])
    #expect(found.outcome.volume == 0 && found.events.allSatisfy(\.isEmpty) && bench.isEmpty)
  }

  @Test(arguments: Mechanism.allCases) func onlyASmallerOrderKeepsItsPlace(mechanism: Mechanism) {
    func queueAfter(_ change: MarketBench.Message) -> [Int] {
      let bench = MarketBench(mechanism)
      for agent in 0..<3 { bench.trade([message(agent, .buy, 90, 5, .resting(slot: 0))]) }
      #expect(bench.queue(.buy).map(\.slot) == [0, 3, 6])
      bench.trade([change])
      return bench.queue(.buy).map(\.slot)
    }
    #expect(queueAfter(message(0, .buy, 90, 4, .resting(slot: 0))) == [0, 3, 6])  // smaller
    #expect(queueAfter(message(0, .buy, 90, 5, .resting(slot: 0))) == [0, 3, 6])  // the same
    #expect(queueAfter(message(0, .buy, 90, 6, .resting(slot: 0))) == [3, 6, 0])  // larger
    #expect(queueAfter(message(0, .buy, 91, 4, .resting(slot: 0))) == [0, 3, 6])  // a better price
    #expect(queueAfter(message(0, .buy, 89, 4, .resting(slot: 0))) == [3, 6, 0])  // a worse one
    #expect(queueAfter(message(0, .sell, 95, 4, .resting(slot: 0))) == [3, 6])  // the other side
  }

  @Test(arguments: Mechanism.allCases) func aReplacedOrderTradesAtOnceIfItCan(mechanism: Mechanism) {
    let bench = MarketBench(mechanism)
    bench.trade([message(0, .buy, 90, 5, .resting(slot: 0)), message(4, .sell, 100, 3, .resting(slot: 2))])
    let found = bench.trade([message(0, .buy, 100, 8, .resting(slot: 0))])
    #expect(found.outcome.volume == 3 && found.filled == [3] && found.slotFilled[14] == 3)
    #expect(found.events[0] == [.cancelled, .rested] && found.events[14] == .filled)
    #expect(bench.queue(.buy) == [.init(slot: 0, price: 100, quantity: 5, owner: 0)] && bench.queue(.sell).isEmpty)
  }

  @Test(arguments: Mechanism.allCases) func anOrderOfOneTickNeverRests(mechanism: Mechanism) {
    let bench = MarketBench(mechanism)
    let found = bench.trade([message(1, .buy, 100, 5, .thisTick), message(2, .sell, 100, 3, .thisTick)])
    // In a book they meet only if the first one waits, which neither does.
    #expect(found.outcome.volume == (mechanism == .call ? 3 : 0))
    #expect(bench.isEmpty)
  }
}
