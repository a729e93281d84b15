import SimQuant
import Testing

@testable import SimAgents

struct BollingerReversionTests {
  private let parameters: [String: Distribution] = [
    "period": .constant(4), "width": .constant(1.5), "exit": .constant(0.5), "order_size": .constant(15),
    "limit_range": .constant(0), "retries": .constant(0),
  ]

  private func quantities(_ bench: StrategyBench<BollingerReversion>, _ prices: [Int32]) -> [[Int32]] {
    prices.map { price in
      bench.decide(afterCloseAt: price).map { order in
        bench.fill(order)
        return order.side == .buy ? order.quantity : -order.quantity
      }
    }
  }

  /// The fall is 1.73 deviations from the average (three closes of one price and one of another always are), the
  /// close after it 0.58, the one after that above the average.
  @Test func itBuysAtTheLowerBandOnceAndLeavesAtTheMiddle() {
    let bench = StrategyBench<BollingerReversion>(count: 1, parameters: parameters)
    #expect(
      quantities(bench, [10_000, 10_000, 10_000, 9_900, 9_930, 9_940, 9_990]) == [[], [], [], [15], [], [], [-15]])
  }

  @Test func itSellsAtTheUpperBand() {
    let bench = StrategyBench<BollingerReversion>(count: 1, parameters: parameters, shortLimit: 500)
    #expect(quantities(bench, [10_000, 10_000, 10_000, 10_100, 10_110, 10_000]) == [[], [], [], [-15], [], [15]])
    let long = StrategyBench<BollingerReversion>(count: 1, shares: 6, parameters: parameters)
    #expect(quantities(long, [10_000, 10_000, 10_000, 10_100, 10_110, 10_000]) == [[], [], [], [-6], [], [6]])
  }

  /// Everybody has a width of his own: 1.73 deviations are enough for some.
  @Test func widthsDecideWhoTrades() {
    let bench = StrategyBench<BollingerReversion>(
      count: 1_000, parameters: parameters.merging(["width": .uniform(1.5...2)]) { $1 })
    for price: Int32 in [10_000, 10_000, 10_000] { #expect(bench.decide(afterCloseAt: price).isEmpty) }
    let buyers = bench.decide(afterCloseAt: 9_900).count
    #expect((400...530).contains(buyers))  // (√3 - 1.5) / 0.5 of 1,000
  }

  /// %B as the indicator module would tell it is what z is compared with.
  @Test func theScoreIsAnotherScaleOfPercentB() {
    let (close, middle, deviation, width) = (9_950.0, 10_020.0, 35.0, 2.0)
    let (upper, lower) = (middle + width * deviation, middle - width * deviation)
    let percentB = (close - lower) / (upper - lower)
    let z = BollingerReversion.score(close: close, middle: middle, deviation: deviation)
    #expect(abs(z - (2 * percentB - 1) * width) < 1e-12 && percentB == 0)
  }

  @Test func bandsThatCoincideAreNoSignal() {
    #expect(BollingerReversion.score(close: 10_000, middle: 10_000, deviation: 0) == 0)
    #expect(BollingerReversion.score(close: 10_001, middle: 10_000, deviation: 1e-7) == 0)
    #expect(BollingerReversion.score(close: 10_000, middle: .nan, deviation: .nan).isNaN)
    let bench = StrategyBench<BollingerReversion>(count: 20, shares: 100)
    for _ in 0..<40 { #expect(bench.decide(afterCloseAt: 10_000).isEmpty) }
  }

  @Test func exitsDiffer() {
    let bench = StrategyBench<BollingerReversion>(
      count: 200, parameters: parameters.merging(["exit": .uniform(0.1...0.9)]) { $1 })
    var left: [Int] = []
    for price: Int32 in [10_000, 10_000, 10_000, 9_900, 9_930, 9_940, 9_950, 9_970, 9_990, 10_020] {
      let orders = bench.decide(afterCloseAt: price)
      for order in orders { bench.fill(order) }
      left.append(orders.count { $0.side == .sell })
    }
    #expect(left.count { $0 > 0 } >= 3)
  }
}
