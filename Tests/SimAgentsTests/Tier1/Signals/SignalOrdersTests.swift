import SimMarket
import SimTypes
import Testing

@testable import SimAgents

/// What becomes of a signal, on a trend follower whose averages cover one and two candles: a price above the last one
/// is a crossing upwards.
struct SignalOrdersTests {
  private typealias Bench = StrategyBench<TrendFollower>

  private func bench(
    count: Int = 1, cash: Int64 = 1_000_000_0000, shares: Int32 = 0, mechanism: Mechanism = .call,
    shortLimit: Int64? = nil, _ more: [String: Distribution] = [:]
  ) -> StrategyBench<TrendFollower> {
    let parameters: [String: Distribution] = [
      "fast_period": .constant(1), "slow_period": .constant(2), "order_size": .constant(15),
      "max_position": .constant(40), "limit_range": .constant(0), "retries": .constant(0),
    ]
    let bench = Bench(
      count: count, cash: cash, shares: shares, parameters: parameters.merging(more) { $1 }, mechanism: mechanism,
      shortLimit: shortLimit)
    // Two candles to warm up; the price falls, so the next rise crosses upwards.
    for price: Int32 in [10_100, 10_000] { #expect(bench.decide(afterCloseAt: price).isEmpty) }
    return bench
  }

  private func quantities(_ bench: Bench, _ prices: [Int32], isFilled: Bool = true) -> [[Int32]] {
    prices.map { price in
      bench.decide(afterCloseAt: price).map { order in
        if isFilled { bench.fill(order) }
        return order.side == .buy ? order.quantity : -order.quantity
      }
    }
  }

  @Test func aCrossingIsTradedOnce() {
    #expect(
      bench().decide(afterCloseAt: 10_200) == [.init(agent: 0, side: .buy, symbol: 0, price: 10_200, quantity: 15)])
    #expect(quantities(bench(), [10_200, 10_300, 10_400, 10_300, 10_200]) == [[15], [], [], [-15], []])
    // Also when nothing was filled, without retries.
    #expect(quantities(bench(), [10_200, 10_300, 10_400], isFilled: false) == [[15], [], []])
  }

  @Test func betweenCandlesNothingIsSent() {
    let bench = bench(["retries": .constant(100)])
    #expect(bench.decide().isEmpty)
    #expect(bench.decide(afterCloseAt: 10_200).count == 1)
    for _ in 0..<5 { #expect(bench.decide().isEmpty) }
  }

  @Test func whatWasNotFilledIsSentAgainOnceACandle() {
    #expect(
      quantities(bench(["retries": .constant(2)]), [10_200, 10_300, 10_400, 10_500], isFilled: false)
        == [[15], [15], [15], []])
    let partly = bench(["retries": .constant(2)])
    #expect(partly.decide(afterCloseAt: 10_200).first?.quantity == 15)
    partly.own(9, 0)
    #expect(partly.decide(afterCloseAt: 10_300).first?.quantity == 6)
    partly.own(15, 0)
    #expect(partly.decide(afterCloseAt: 10_400).isEmpty)
    // A new signal before the tries are used up takes their place: nothing is owned, so nothing is sold.
    #expect(quantities(bench(["retries": .constant(9)]), [10_200, 10_100, 10_000], isFilled: false) == [[15], [], []])
  }

  @Test func thePositionStaysWithinItsBounds() {
    #expect(quantities(bench(shares: 30), [10_200]) == [[10]])
    #expect(quantities(bench(shares: 40), [10_200]) == [[]])
    #expect(quantities(bench(shares: 50), [10_200, 10_100]) == [[], [-15]])
    // What is not lent is not sold.
    let long = bench(shares: 4)
    #expect(quantities(long, [10_200, 10_100]) == [[15], [-15]])
    #expect(quantities(long, [10_200, 10_100], isFilled: false) == [[15], [-4]])
  }

  /// The lower of the agent's own bound and the symbol's.
  @Test(arguments: [(20, 5), (500, 25)] as [(Int64, Int32)])
  func whereSharesAreLentItSellsShort(limit: Int64, last: Int32) {
    let bench = bench(shortLimit: limit, ["max_position": .constant(25)])
    var position: Int32 = 0
    var sent: [Int32] = []
    for _ in 0..<3 {
      _ = bench.decide(afterCloseAt: 10_200)
      for order in bench.decide(afterCloseAt: 10_100) where order.side == .sell {
        bench.fill(order)
        sent.append(order.quantity)
        position -= order.quantity
      }
    }
    #expect(position == -Int32(min(limit, 25)))
    #expect(sent == (limit == 20 ? [15, 5] : [15, 10]) && (limit == 20) == (last == 5))
  }

  @Test func itBuysWhatItCanPayAndBorrowsWhatItCanSecure() {
    // 102 dollars each, 1,000 dollars.
    #expect(quantities(bench(cash: 1_000_0000), [10_200]) == [[9]])
    #expect(quantities(bench(cash: 101_0000), [10_200]) == [[]])
    let poor = bench(cash: 303_0000, shares: 2, shortLimit: 500)
    #expect(quantities(poor, [10_200, 10_100], isFilled: false) == [[2], [-5]])
    // A cover is paid with what secures the position.
    #expect(quantities(bench(cash: 0, shares: -15, shortLimit: 500), [10_200]) == [[15]])
  }

  @Test func limitsAreDrawnForEachOrder() {
    let crowd = bench(count: 400, ["limit_range": .constant(0.01)])
    let prices = crowd.decide(afterCloseAt: 10_200).map(\.price)
    #expect(prices.count == 400 && prices.allSatisfy { (10_098...10_302).contains($0) })
    #expect(Set(prices).count > 150 && (prices.min() ?? 0) < 10_110 && (prices.max() ?? 0) > 10_290)
    let below = prices.count { $0 < 10_200 }
    #expect((150...250).contains(below))
    #expect(prices == bench(count: 400, ["limit_range": .constant(0.01)]).decide(afterCloseAt: 10_200).map(\.price))
  }

  @Test func limitsStayInsideThePriceBand() {
    let crowd = bench(count: 50, ["limit_range": .constant(0.5)])
    (crowd.symbols.view.bandLow[0], crowd.symbols.view.bandHigh[0]) = (10_150, 10_250)
    let prices = crowd.decide(afterCloseAt: 10_200).map(\.price)
    #expect(prices.min() == 10_150 && prices.max() == 10_250)
  }

  @Test func inABookTheReferenceIsItsMiddle() {
    let bench = bench(mechanism: .continuous)
    (bench.symbols.view.bid[0], bench.symbols.view.ask[0]) = (10_140, 10_160)
    #expect(
      bench.decide(afterCloseAt: 10_200)
        == [.init(agent: 0, side: .buy, symbol: 0, price: 10_150, quantity: 15, kind: .resting(slot: 0))])
  }

  @Test func whatRestsGoesWithItsSignal() {
    let bench = bench(mechanism: .continuous, ["retries": .constant(1)])
    #expect(bench.decide(afterCloseAt: 10_200).map(\.kind) == [.resting(slot: 0)])
    bench.rest(.buy, price: 10_200, quantity: 15, agent: 0, slot: 0)
    // Once more at a new price; then it waits.
    #expect(bench.decide(afterCloseAt: 10_300).map(\.price) == [10_300])
    #expect(bench.decide(afterCloseAt: 10_400).isEmpty)
    // The price falls: nothing is owned that could be sold, and the order to buy is taken back.
    #expect(bench.decide(afterCloseAt: 10_300).map(\.kind) == [.cancel(slot: 0)])
  }

  /// 1,530 dollars, all held by the order that is to be replaced.
  @Test func aNewOrderIsPaidFromTheOneItReplaces() {
    let bench = bench(cash: 1_530_0000, mechanism: .continuous, ["retries": .constant(1)])
    _ = bench.decide(afterCloseAt: 10_200)
    bench.rest(.buy, price: 10_200, quantity: 15, agent: 0, slot: 0)
    #expect(bench.accounts.view.freeCash[0] == 0)
    #expect(bench.decide(afterCloseAt: 10_250).map(\.quantity) == [14])
  }
}
