import SimQuant
import Testing

@testable import SimAgents

struct MACDCrossoverTests {
  private let parameters: [String: Distribution] = [
    "fast_period": .constant(2), "slow_period": .constant(4), "signal_period": .constant(2),
    "order_size": .constant(15),
    "limit_range": .constant(0), "retries": .constant(0),
  ]
  private let prices: [Int32] = [
    10_000, 10_010, 10_020, 10_030, 10_040, 10_000, 9_950, 9_900, 9_880, 9_900, 9_950, 10_020, 10_040, 10_050, 10_040,
    10_000, 9_950, 9_960, 10_000, 10_080, 10_100, 10_050, 9_950,
  ]

  /// The histogram after each close, from the definition.
  private func histograms(_ prices: [Int32]) -> [Double?] {
    func average(_ values: [Double], _ period: Int) -> [Double?] {
      var current: Double?
      return values.indices.map { index in
        if index == period - 1 { current = values[0..<period].reduce(0, +) / Double(period) }
        if index >= period { current = current.map { $0 + (values[index] - $0) * 2 / Double(period + 1) } }
        return current
      }
    }
    let closes = prices.map(Double.init)
    let lines = zip(average(closes, 2), average(closes, 4)).map { fast, slow in
      slow.flatMap { s in fast.map { $0 - s } }
    }
    let known = lines.compactMap { $0 }
    let found = zip(known, average(known, 2)).map { line, signal in signal.map { line - $0 } }
    return [Double?](repeating: nil, count: lines.count - known.count) + found
  }

  @Test func itTradesTheSignChangesOfTheHistogram() {
    var expected: [[Int32]] = []
    var isAbove: Bool?
    for histogram in histograms(prices) {
      let now = histogram.map { $0 > 0 }
      expected.append(now == nil || isAbove == nil || now == isAbove ? [] : [now == true ? 15 : -15])
      isAbove = now ?? isAbove
    }
    #expect(expected.count { $0 == [15] } >= 1 && expected.count { $0 == [-15] } >= 2)
    let bench = StrategyBench<MACDCrossover>(count: 1, shares: 100, parameters: parameters)
    let found: [[Int32]] = prices.map { price in
      bench.decide(afterCloseAt: price).map { order in
        bench.fill(order)
        return order.side == .buy ? order.quantity : -order.quantity
      }
    }
    #expect(found == expected)
  }

  /// A crossing that is too small is no order, and the next one is one the other way.
  @Test func smallCrossingsAreNotTraded() {
    let bench = StrategyBench<MACDCrossover>(
      count: 1, shares: 100, parameters: parameters.merging(["min_histogram": .constant(1)]) { $1 })
    for price in prices { #expect(bench.decide(afterCloseAt: price).isEmpty) }
    let waiting = StrategyBench<MACDCrossover>(
      count: 1, shares: 100, parameters: parameters.merging(["min_histogram": .constant(1)]) { $1 },
      mechanism: .continuous)
    waiting.rest(.buy, price: 9_000, quantity: 5, agent: 0, slot: 0)
    // What rests from before is taken back at a crossing, traded or not.
    let kinds = prices.map { waiting.decide(afterCloseAt: $0).map(\.kind) }
    #expect(Set(kinds.flatMap { $0 }) == [.cancel(slot: 0)] && kinds.count { !$0.isEmpty } >= 3)
  }

  @Test func everyTripleHasItsLane() {
    let bench = StrategyBench<MACDCrossover>(
      count: 2_000,
      parameters: ["fast_period": .uniform(2...4), "slow_period": .uniform(3...5), "signal_period": .uniform(2...3)])
    let declared = MACDCrossover.indicators(for: bench.plan)
    #expect(declared.count == 18 && declared[0] == .macd(fast: 2, slow: 3, signal: 2))
    #expect(declared[17] == .macd(fast: 4, slow: 5, signal: 3) && declared[12] == .macd(fast: 4, slow: 5, signal: 2))
    // Steps that grow and then shrink: all cross downwards, those with short periods first.
    var candleOf = [Int?](repeating: nil, count: 2_000)
    for row in 0..<2_000 { bench.own(100, row) }
    var price: Int32 = 10_000
    for candle in 0..<30 {
      price += Int32(candle <= 15 ? 6 * candle : 90 - 12 * (candle - 15))
      for order in bench.decide(afterCloseAt: price) {
        if candleOf[order.agent] == nil { candleOf[order.agent] = candle }
      }
    }
    #expect(candleOf.count { $0 != nil } > 1_000 && Set(candleOf.compactMap { $0 }).count >= 2)
  }
}
