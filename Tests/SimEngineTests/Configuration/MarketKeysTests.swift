import SimAgents
import SimMarket
import Testing

@testable import SimEngine

/// How a file says the way its symbols trade, and who rests.
struct MarketKeysTests {
  typealias Fixture = ConfigurationFixture

  private func rules(_ text: String) throws -> SimulationRules {
    try ConfigurationText(text, file: "test.json5").rules(registry: Fixture.registry)
  }

  @Test func theKeysReachTheRules() throws {
    let rules = try rules(
      """
      {
        market: { mechanism: 'continuous', margin: 'arrival', price_band: 0.05 },
        symbols: [
          { name: 'A', sector: 'x', initial_price: 10 },
          { name: 'B', sector: 'x', initial_price: 10, mechanism: 'call' },
          { name: 'C', sector: 'x', initial_price: 10, mechanism: null },
        ],
        populations: [
          { name: 'm', strategy: 'market_maker', count: 3 },
          { name: 'n', strategy: 'noise_trader', count: 3, symbols: ['B'] },
          { name: 'o', strategy: 'noise_trader', count: 3, symbols: ['B'], time_in_force: 'gtc' },
          { name: 'p', strategy: 'noise_trader', count: 3, time_in_force: 'tick' },
        ],
      }
      """)
    #expect(rules.symbols.map(\.mechanism) == [.continuous, .call, .continuous])
    #expect(rules.config.market.priceBand == 0.05)
    #expect(rules.populations.map(\.life) == [.auto, .auto, .gtc, .tick])
    // Two quotes of a maker rest in the books; noise traders of an auction rest only where they were told to.
    #expect(rules.populations.map { rules.slotsPerAgent(of: $0) } == [2, 0, 1, 0])
    guard case .arrival = rules.marginRule(.init(seed: 1, purpose: .auctionPriority)) else {
      Issue.record("the margin is \(rules.config.market.margin)")
      return
    }
  }

  @Test(arguments: [
    ("mechanism: 'continous'", "market.mechanism", "continuous"), ("margin: 'pro_rate'", "market.margin", "pro_rata"),
  ])
  func aNameThatIsNearlyRightIsSuggested(market: String, path: String, meant: String) {
    let problems = Fixture.problems(Fixture.text(market: market))
    #expect(problems.map(\.path) == [path])
    #expect(problems.first.map { "\($0)".contains(meant) } == true, "\(problems)")
  }

  @Test func aPriceBandIsAFraction() {
    for band in ["-0.1", "1", "2.5"] {
      #expect(Fixture.problems(Fixture.text(market: "price_band: \(band)")).map(\.path) == ["market.price_band"])
    }
    #expect(Fixture.problems(Fixture.text(market: "price_band: 0.999")).isEmpty)
    #expect(Fixture.problems(Fixture.text(market: "price_band: 'none'")).map(\.path) == ["market.price_band"])
  }
}
