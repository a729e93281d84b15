import Foundation
import SimMarket
import Testing

@testable import SimAgents

struct AvellanedaStoikovTests {
  private typealias Recipe = AvellanedaStoikov.Recipe
  private let parameters: [String: Distribution] = [
    "risk_aversion": .constant(2), "order_decay": .constant(500), "horizon": .constant(10),
    "volatility_period": .constant(2), "quote_size": .constant(60), "inventory_target": .constant(800),
    "inventory_range": .constant(400),
  ]

  /// Closes 10,000, 10,100, 10,000: two returns of one size, so the deviation is √2 of it, and the variance 1.98e-4.
  private func bench(
    shares: Int32 = 800, cash: Int64 = 1_000_000_0000, mechanism: Mechanism = .call, shortLimit: Int64? = nil,
    _ more: [String: Distribution] = [:]
  ) -> StrategyBench<AvellanedaStoikov> {
    let bench = StrategyBench<AvellanedaStoikov>(
      count: 1, cash: cash, shares: shares, parameters: parameters.merging(more) { $1 }, mechanism: mechanism,
      shortLimit: shortLimit)
    for price: Int32 in [10_000, 10_100] { #expect(bench.decide(afterCloseAt: price).isEmpty, "not known yet") }
    return bench
  }

  @Test func quotesAreThePapers() {
    let variance = 2 * pow(log(1.01), 2) * 10
    let half = 2 * variance / 2 + log(1 + 2.0 / 500) / 2
    #expect(
      bench().decide(afterCloseAt: 10_000) == [
        .init(
          agent: 0, side: .buy, symbol: 0, price: Int32((10_000 * (1 - half)).rounded(.down)), quantity: 60),
        .init(agent: 0, side: .sell, symbol: 0, price: Int32((10_000 * (1 + half)).rounded(.up)), quantity: 60),
      ])
    // Two lots too many lower both quotes by as many times γ · variance.
    let shift = 10_000 * 2 * 2 * variance
    let sent = bench(shares: 920).decide(afterCloseAt: 10_000)
    #expect(abs(Double(sent[0].price) - (10_000 * (1 - half) - shift)) <= 1)
    #expect(abs(Double(sent[1].price) - (10_000 * (1 + half) - shift)) <= 1)
    #expect(bench(shares: 680).decide(afterCloseAt: 10_000)[0].price > 10_000 - 1)
  }

  @Test func calmMarketsAreQuotedTightly() {
    func spread(_ last: Int32) -> Int32 {
      let sent = bench().decide(afterCloseAt: last)
      return sent[1].price - sent[0].price
    }
    #expect(spread(10_100) < spread(10_000) && spread(10_000) < spread(9_000))
  }

  @Test func theInventoryIsBounded() {
    #expect(bench(shares: 1_200).decide(afterCloseAt: 10_000).map(\.side) == [.sell])
    #expect(bench(shares: 1_170).decide(afterCloseAt: 10_000).first { $0.side == .buy }?.quantity == 30)
    #expect(bench(shares: 400).decide(afterCloseAt: 10_000).map(\.side) == [.buy])
    // Below zero only where shares are lent.
    let wide: [String: Distribution] = ["inventory_target": .constant(0)]
    #expect(bench(shares: 0, wide).decide(afterCloseAt: 10_000).map(\.side) == [.buy])
    #expect(bench(shares: -380, shortLimit: 10, wide).decide(afterCloseAt: 10_000).map(\.quantity) == [60, 20])
  }

  @Test func itBidsForWhatItCanPay() {
    #expect(bench(cash: 0).decide(afterCloseAt: 10_000).map(\.side) == [.sell])
    #expect(bench(cash: 500_0000).decide(afterCloseAt: 10_000).map(\.quantity) == [5, 60])
  }

  /// Whoever minds no risk quotes 1/κ away, whatever it holds; the formula comes close to that from above.
  @Test func withoutRiskAversionOnlyCompetitionIsLeft() {
    #expect(AvellanedaStoikov.liquidity(aversion: 0, decay: 500) == 1.0 / 500)
    #expect(abs(AvellanedaStoikov.liquidity(aversion: 1e-3, decay: 500) * 500 - 1) < 1e-5)
    #expect(abs(AvellanedaStoikov.liquidity(aversion: 2, decay: 500) - log(1.004) / 2) < 1e-15)
    let sent = bench(shares: 1_000, ["risk_aversion": .constant(0)]).decide(afterCloseAt: 10_000)
    #expect(abs(sent[0].price - 9_980) <= 1 && abs(sent[1].price - 10_020) <= 1)
  }

  @Test func quotesStayPrices() {
    let wild = Recipe(
      aversion: 1e9, liquidity: 1, size: 1, target: 0, lowest: 0, highest: 1, interval: 1)
    let low = AvellanedaStoikov.quotes(wild, position: 1_000, volatility: 1, middle: 10_000)
    #expect(low == (1, 2))
    let high = AvellanedaStoikov.quotes(wild, position: -1_000, volatility: 1, middle: 10_000)
    #expect(high.ask == high.bid + 1 && high.bid > 1_000_000_000)
  }

  @Test func whereQuotesRestTheyAreReplaced() {
    let bench = bench(mechanism: .continuous)
    let sent = bench.decide(afterCloseAt: 10_000)
    #expect(sent.map(\.kind) == [.resting(slot: 0), .resting(slot: 1)])
    bench.rest(.buy, price: sent[0].price, quantity: 60, agent: 0, slot: 0)
    bench.rest(.sell, price: sent[1].price, quantity: 10, agent: 0, slot: 1)
    #expect(bench.decide().map(\.kind) == [.resting(slot: 1)])
  }

  @Test func makersWithAnIntervalTakeTurns() {
    let bench = StrategyBench<AvellanedaStoikov>(
      count: 9, shares: 800, parameters: parameters.merging(["refresh_interval": .constant(3)]) { $1 })
    for price: Int32 in [10_000, 10_100, 10_000] { _ = bench.decide(afterCloseAt: price) }
    var quoted = [Int](repeating: 0, count: 9)
    for _ in 0..<6 {
      let agents = Set(bench.decide().map(\.agent))
      #expect(agents.count == 3)
      for agent in agents { quoted[agent] += 1 }
    }
    #expect(quoted == [Int](repeating: 2, count: 9))
  }
}
