import Testing

@testable import SimAgents

struct MomentumTests {
  private let parameters: [String: Distribution] = [
    "period": .constant(3), "oversold": .constant(30), "overbought": .constant(70), "exit": .constant(50),
    "order_size": .constant(15), "limit_range": .constant(0), "retries": .constant(0),
  ]

  private func quantities(
    _ bench: StrategyBench<Momentum>, _ prices: [Int32]
  ) -> [[Int32]] {
    prices.map { price in
      bench.decide(afterCloseAt: price).map { order in
        bench.fill(order)
        return order.side == .buy ? order.quantity : -order.quantity
      }
    }
  }

  /// RSI 33.3, 22.2, 14.8, 43.2, 62.1, 41.4, 27.6.
  @Test func itBuysTheOversoldOnceAndLeavesInTheMiddle() {
    let bench = StrategyBench<Momentum>(count: 1, parameters: parameters)
    #expect(
      quantities(bench, [10_000, 10_100, 10_000, 9_900, 9_800, 9_700, 9_800, 9_900, 9_800, 9_700])
        == [[], [], [], [], [15], [], [], [-15], [], [15]])
  }

  /// The same, upside down.
  @Test func itSellsTheOverboughtShortWhereSharesAreLent() {
    let bench = StrategyBench<Momentum>(count: 1, parameters: parameters, shortLimit: 500)
    let prices: [Int32] = [10_000, 9_900, 10_000, 10_100, 10_200, 10_300, 10_200, 10_100]
    #expect(quantities(bench, prices) == [[], [], [], [], [-15], [], [], [15]])
    // Where they are not, it sells what it owns, and buys that back.
    let long = StrategyBench<Momentum>(count: 1, shares: 10, parameters: parameters)
    #expect(quantities(long, prices) == [[], [], [], [], [-10], [], [], [10]])
  }

  /// Prices that fall from the start: RSI 0 as soon as it is known, after period + 1 candles and not before.
  @Test func nothingBeforeWarmUp() {
    let bench = StrategyBench<Momentum>(count: 1, parameters: parameters)
    #expect(quantities(bench, [10_000, 9_900, 9_800, 9_700]) == [[], [], [], [15]])
  }

  /// A price that stands still is neither oversold nor overbought.
  @Test func aFlatSeriesIsNoSignal() {
    let bench = StrategyBench<Momentum>(count: 50, shares: 100)
    for _ in 0..<60 { #expect(bench.decide(afterCloseAt: 10_000).isEmpty) }
  }

  /// 300 agents with the standard distributions see one fall: they buy at different times, sizes and prices.
  @Test func agentsDiffer() {
    let bench = StrategyBench<Momentum>(count: 300)
    var candleOf = [Int?](repeating: nil, count: 300)
    var sizes: Set<Int32> = []
    var prices: Set<Int32> = []
    for candle in 0..<60 {
      // Three steps down, one up, ever steeper.
      let price = Int32(20_000 - 100 * candle + (candle % 4 == 3 ? 260 - 4 * candle : 0))
      for order in bench.decide(afterCloseAt: price) where order.side == .buy && candleOf[order.agent] == nil {
        candleOf[order.agent] = candle
        sizes.insert(order.quantity)
        prices.insert(order.price)
      }
    }
    #expect(candleOf.count { $0 != nil } > 250)
    #expect(Set(candleOf.compactMap { $0 }).count >= 6)
    #expect(sizes == Set(10...20) && prices.count > 100)
  }

  @Test func itDeclaresEveryPeriodThatCanBeDrawn() {
    let bench = StrategyBench<Momentum>(count: 1)
    #expect(Momentum.indicators(for: bench.plan) == (5...11).map { .rsi(period: $0) })
    // The agent, a chunk's lanes, and a chunk's block of 72 who act.
    #expect(bench.table.byteCount == 16 + 7 * 12 + 72 * 12)
  }
}
