import SimAgents
import Testing

struct MarketMakerTests {
  private let even: [String: Distribution] = [
    "belief": .constant(0), "half_spread": .constant(0.01), "inventory_target": .constant(800),
    "inventory_range": .constant(400), "inventory_skew": .constant(2), "quote_size": .constant(60),
  ]

  @Test func atItsTargetItQuotesEvenlyAroundTheReference() {
    let bench = StrategyBench<MarketMaker>(count: 1, prices: [10_000], shares: 800, parameters: even)
    #expect(
      bench.decide() == [
        .init(agent: 0, side: .buy, symbol: 0, price: 9_900, quantity: 60),
        .init(agent: 0, side: .sell, symbol: 0, price: 10_100, quantity: 60),
      ])
  }

  /// 600 of 800: half the range short, so both quotes rise by one half-spread; full range and beyond: by two.
  @Test(
    arguments: [(600, 10_000, 10_200), (1_000, 9_800, 10_000), (400, 10_100, 10_300), (1_150, 9_725, 9_925)]
      as [(Int32, Int32, Int32)])
  func itLeansAgainstItsInventory(shares: Int32, bid: Int32, ask: Int32) {
    let bench = StrategyBench<MarketMaker>(count: 1, prices: [10_000], shares: shares, parameters: even)
    let sent = bench.decide()
    // Within a tick: 0.01 is no binary fraction, and the quotes are rounded outwards.
    if let quote = sent.first(where: { $0.side == .buy }) { #expect(abs(quote.price - bid) <= 1) }
    if let quote = sent.first(where: { $0.side == .sell }) { #expect(abs(quote.price - ask) <= 1) }
    #expect(sent.contains { $0.side == .buy })
  }

  @Test func itStopsAtTheEndsOfItsRange() {
    let full = StrategyBench<MarketMaker>(count: 1, shares: 1_200, parameters: even)
    #expect(full.decide().map(\.side) == [.sell])
    let nearlyFull = StrategyBench<MarketMaker>(count: 1, shares: 1_180, parameters: even)
    #expect(nearlyFull.decide().first { $0.side == .buy }?.quantity == 20)
    let empty = StrategyBench<MarketMaker>(count: 1, shares: 400, parameters: even)
    #expect(empty.decide().map(\.side) == [.buy])
  }

  @Test func itFollowsFairValueByItsWeight() {
    let bench = StrategyBench<MarketMaker>(
      count: 1, shares: 800, parameters: even.merging(["fair_value_weight": .constant(0.5)]) { $1 })
    bench.symbols.view.fair[0] = 12_000  // market 10,000: the reference is 11,000
    #expect(bench.decide().map(\.price) == [10_890, 11_110])
  }

  @Test func itBidsForWhatItCanPay() {
    let bench = StrategyBench<MarketMaker>(count: 1, cash: 1_000_0000, shares: 800, parameters: even)
    #expect(bench.decide().first { $0.side == .buy }?.quantity == 10)  // 99 dollars each, 1,000 dollars
    let broke = StrategyBench<MarketMaker>(count: 1, cash: 0, shares: 800, parameters: even)
    #expect(broke.decide().map(\.side) == [.sell])
  }

  @Test func aSpreadOfNothingStillLeavesATick() {
    let bench = StrategyBench<MarketMaker>(
      count: 1, shares: 800, parameters: even.merging(["half_spread": .constant(0)]) { $1 })
    #expect(bench.decide().map(\.price) == [10_000, 10_001])
  }

  @Test func makersWithAnIntervalTakeTurns() {
    let bench = StrategyBench<MarketMaker>(
      count: 9, shares: 800, parameters: even.merging(["refresh_interval": .constant(3)]) { $1 })
    var quoted = [Int](repeating: 0, count: 9)
    for _ in 0..<6 {
      let agents = Set(bench.decide().map(\.agent))
      #expect(agents.count == 3)
      for agent in agents { quoted[agent] += 1 }
    }
    #expect(quoted == [Int](repeating: 2, count: 9))
  }
}
