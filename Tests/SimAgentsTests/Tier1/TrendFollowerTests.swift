import SimQuant
import Testing

@testable import SimAgents

struct TrendFollowerTests {
  private let parameters: [String: Distribution] = [
    "fast_period": .constant(2), "slow_period": .constant(4), "order_size": .constant(15), "limit_range": .constant(0),
    "retries": .constant(0),
  ]

  private func quantities(_ bench: StrategyBench<TrendFollower>, _ prices: [Int32]) -> [[Int32]] {
    prices.map { price in
      bench.decide(afterCloseAt: price).map { order in
        bench.fill(order)
        return order.side == .buy ? order.quantity : -order.quantity
      }
    }
  }

  /// Fast less slow, from the fourth close on: -100, -100, -50, +50, +100, +50, -50, -100.
  @Test func itBuysWhenTheFastAverageRisesAboveTheSlowOne() {
    let bench = StrategyBench<TrendFollower>(count: 1, parameters: parameters)
    #expect(
      quantities(bench, [10_400, 10_300, 10_200, 10_100, 10_000, 10_100, 10_200, 10_300, 10_200, 10_100, 10_000])
        == [[], [], [], [], [], [], [15], [], [], [-15], []])
  }

  /// What it sees first is no crossing, and equal averages count as below.
  @Test func theFirstStateIsNotTraded() {
    let rising = StrategyBench<TrendFollower>(count: 1, shares: 100, parameters: parameters)
    #expect(quantities(rising, [10_000, 10_100, 10_200, 10_300, 10_400, 10_500]).allSatisfy { $0.isEmpty })
    let flat = StrategyBench<TrendFollower>(count: 1, shares: 100, parameters: parameters)
    #expect(quantities(flat, [10_000, 10_000, 10_000, 10_000, 10_000, 10_100]) == [[], [], [], [], [], [15]])
    // From above to equal is a crossing downwards.
    #expect(quantities(rising, [10_500, 10_500, 10_500]) == [[], [], [-15]])
  }

  @Test func itSellsShortWhereSharesAreLent() {
    let bench = StrategyBench<TrendFollower>(count: 1, parameters: parameters, shortLimit: 500)
    #expect(
      quantities(bench, [10_000, 10_100, 10_200, 10_300, 10_200, 10_100, 10_000])
        == [[], [], [], [], [], [-15], []])
  }

  /// Periods that overlap: a slow average is at least one candle longer than the agent's fast one.
  @Test func theSlowAverageIsTheLongerOne() {
    let bench = StrategyBench<TrendFollower>(
      count: 500,
      parameters: parameters.merging(["fast_period": .uniform(2...6), "slow_period": .uniform(3...5)]) { $1 })
    let declared = TrendFollower.indicators(for: bench.plan)
    #expect(declared == [2, 3, 4, 5, 6, 3, 4, 5, 6, 7].map { .sma(period: $0) })
    // A straight rise after a straight fall: every agent crosses upwards once, at several times.
    var bought = [Int](repeating: 0, count: 500)
    var candles: Set<Int> = []
    for candle in 0..<40 {
      let price = Int32(10_000 + 100 * abs(candle - 15))
      for order in bench.decide(afterCloseAt: price) {
        #expect(order.side == .buy && candle > 15)
        bought[order.agent] += 1
        candles.insert(candle)
      }
    }
    #expect(bought.allSatisfy { $0 == 1 } && candles.count >= 3)
  }

  @Test func agentsDiffer() {
    let bench = StrategyBench<TrendFollower>(count: 300)
    var sent: [StrategyBench<TrendFollower>.Sent] = []
    var perCandle: [Int] = []
    for candle in 0..<60 {
      let orders = bench.decide(afterCloseAt: Int32(10_000 + 50 * abs(candle - 30)))
      perCandle.append(orders.count)
      sent += orders
    }
    #expect(perCandle.count { $0 > 0 } >= 4 && Set(sent.map(\.price)).count > 50)
    #expect(Set(sent.map(\.quantity)) == Set(10...20) && Set(sent.map(\.agent)).count == 300)
  }
}
