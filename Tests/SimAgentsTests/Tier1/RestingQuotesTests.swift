import SimAgents
import SimMarket
import Testing

/// What the tier-1 strategies send where their orders rest.
struct RestingQuotesTests {
  private let even: [String: Distribution] = [
    "belief": .constant(0), "half_spread": .constant(0.01), "inventory_target": .constant(800),
    "inventory_range": .constant(400), "inventory_skew": .constant(2), "quote_size": .constant(60),
  ]

  private func maker(
    cash: Int64 = 1_000_000_0000, shares: Int32 = 800, _ mechanism: Mechanism = .continuous, _ life: OrderLife = .auto
  ) -> StrategyBench<MarketMaker> {
    StrategyBench<MarketMaker>(
      count: 1, cash: cash, shares: shares, parameters: even, mechanism: mechanism, life: life)
  }

  @Test(arguments: Mechanism.allCases, OrderLife.allCases)
  func aMakersQuotesRestWhereTheyAreToldTo(mechanism: Mechanism, life: OrderLife) {
    let rests = life == .gtc || life == .auto && mechanism == .continuous
    #expect(
      maker(mechanism, life).decide() == [
        .init(
          agent: 0, side: .buy, symbol: 0, price: 9_900, quantity: 60, kind: rests ? .resting(slot: 0) : .thisTick),
        .init(
          agent: 0, side: .sell, symbol: 0, price: 10_100, quantity: 60, kind: rests ? .resting(slot: 1) : .thisTick),
      ])
  }

  @Test func aQuoteThatStandsAsItShouldIsLeftAlone() {
    let bench = maker()
    bench.rest(.buy, price: 9_900, quantity: 60, agent: 0, slot: 0)
    bench.rest(.sell, price: 10_100, quantity: 60, agent: 0, slot: 1)
    #expect(bench.decide().isEmpty)
    bench.symbols.view.last[0] = 11_000
    bench.symbols.view.fair[0] = 11_000
    #expect(bench.decide().map(\.price) == [10_890, 11_110])
  }

  @Test func aQuoteThatWasFilledInPartIsMadeWholeAgain() {
    let bench = maker()
    bench.rest(.buy, price: 9_900, quantity: 20, agent: 0, slot: 0)
    bench.rest(.sell, price: 10_100, quantity: 60, agent: 0, slot: 1)
    #expect(
      bench.decide() == [.init(agent: 0, side: .buy, symbol: 0, price: 9_900, quantity: 60, kind: .resting(slot: 0))])
  }

  @Test func aMakerAtItsEndTakesItsBidBack() {
    let bench = maker(shares: 1_200)
    bench.rest(.buy, price: 9_000, quantity: 60, agent: 0, slot: 0)
    #expect(bench.decide().map(\.kind) == [.cancel(slot: 0), .resting(slot: 1)])
    // With nothing to take back it does not ask.
    #expect(maker(shares: 1_200).decide().map(\.kind) == [.resting(slot: 1)])
  }

  /// 1,000 dollars, all of them held by the bid that is to be replaced: 10 shares at 99.00.
  @Test func aMakersNewBidIsPaidFromTheOldOne() {
    let bench = maker(cash: 1_000_0000)
    bench.rest(.buy, price: 10_000, quantity: 10, agent: 0, slot: 0)
    #expect(bench.accounts.view.freeCash[0] == 0)
    #expect(
      bench.decide().first
        == .init(agent: 0, side: .buy, symbol: 0, price: 9_900, quantity: 10, kind: .resting(slot: 0)))
  }

  private func noise(cash: Int64 = 1_000_000_0000, shares: Int32) -> StrategyBench<NoiseTrader> {
    StrategyBench<NoiseTrader>(
      count: 200, cash: cash, shares: shares,
      parameters: [
        "order_probability": .constant(1), "belief": .constant(0), "max_shares": .constant(100),
        "min_quantity": .constant(10),
      ], mechanism: .continuous)
  }

  @Test func aNoiseTradersOrderRestsInItsOnlySlot() {
    let sent = noise(shares: 50).decide()
    #expect(sent.count == 200 && sent.allSatisfy { $0.kind == .resting(slot: 0) })
  }

  /// Shares that its sale holds are still its own: 80 of at most 100, so there is room for 20 more and 80 to sell.
  @Test func sharesThatASaleHoldsCountAsOwned() {
    let bench = noise(shares: 80)
    for agent in 0..<200 { bench.rest(.sell, price: 20_000, quantity: 75, agent: agent, slot: 0) }
    let sent = (0..<5).flatMap { _ in bench.decide() }
    #expect(sent.filter { $0.side == .buy }.allSatisfy { $0.quantity <= 20 })
    #expect(sent.contains { $0.side == .buy } && sent.contains { $0.side == .sell && $0.quantity > 70 })
    #expect(sent.allSatisfy { $0.side == .buy || $0.quantity <= 80 })
  }

  /// All cash is held by the bid that the new order replaces.
  @Test func cashThatABidHoldsPaysForTheNext() {
    let bench = noise(cash: 2_000_0000, shares: 0)
    for agent in 0..<200 { bench.rest(.buy, price: 10_000, quantity: 20, agent: agent, slot: 0) }
    #expect(bench.accounts.view.freeCash[0] == 0)
    let sent = (0..<5).flatMap { _ in bench.decide() }
    #expect(sent.count > 100 && sent.allSatisfy { $0.side == .buy })
    #expect(sent.allSatisfy { Int64($0.price) * Int64($0.quantity) * 100 <= 2_000_0000 })
  }
}
