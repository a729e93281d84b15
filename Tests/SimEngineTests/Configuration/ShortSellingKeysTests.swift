import SimAgents
import SimEngine
import Testing

/// How a file says on what terms shares are lent, and what a user is told who says it wrong.
struct ShortSellingKeysTests {
  typealias Fixture = ConfigurationFixture

  private func rules(_ text: String) throws -> SimulationRules {
    try ConfigurationText(text, file: "test.json5").rules(registry: Fixture.registry)
  }

  private func text(shortSelling: String, symbol: String = "") -> String {
    """
    {
      market: { short_selling: { \(shortSelling) } },
      symbols: [
        { name: 'A', sector: 'x', initial_price: 10 },
        { name: 'B', sector: 'x', initial_price: 10, \(symbol) },
      ],
      populations: [
        { name: 'm', strategy: 'market_maker', count: 4, shares: 500 },
        { name: 'n', strategy: 'noise_trader', count: 4, shares: 100 },
      ],
      risk: { ticks_per_day: 100, days_per_year: 250 },
    }
    """
  }

  @Test func theKeysReachTheRules() throws {
    let rules = try rules(
      text(
        shortSelling: """
          initial_margin: 1.6, maintenance_margin: 1.25, locate_required: false, fee_interval: 10, borrow_pool: 0.25,
          short_limit: 70, borrow_rate: 0.025
          """,
        symbol: "shares_outstanding: 5000, borrow_pool: 0.1, short_limit: 9, borrow_rate: 0.05"))
    #expect(
      rules.lending
        == LendingTerms(initialMargin: 16_000, maintenanceMargin: 12_500, locateRequired: false, feeInterval: 10))
    #expect(
      rules.lendable(issued: [1_200, 1_200]) == [
        LendableSymbol(outstanding: 1_200, pool: 300, shortLimit: 70, feePerTick: 0.025 / 25_000),
        LendableSymbol(outstanding: 5_000, pool: 500, shortLimit: 9, feePerTick: 0.05 / 25_000),
      ])
  }

  @Test func nullIsAsInTheMarketAndNoLimitIsAny() throws {
    let rules = try rules(
      text(
        shortSelling: "short_limit: null",
        symbol: "shares_outstanding: null, borrow_pool: null, short_limit: null, borrow_rate: null"))
    let lendable = rules.lendable(issued: [1_200, 1_200])
    #expect(lendable[0] == lendable[1] && lendable[1].pool == 240 && lendable[1].shortLimit == .max)
  }

  /// Strategies say whether they may; switched off, nobody does.
  @Test func whoSellsShort() throws {
    #expect(try rules(text(shortSelling: "")).populations.map(\.sellsShort) == [true, false])
    let off = try rules(text(shortSelling: "enabled: false"))
    #expect(off.populations.map(\.sellsShort) == [false, false] && off.lending == nil)
  }

  /// The whole sentence.
  @Test(arguments: [
    (
      "borrow_pool: 1.5", "",
      "test.json5:2:43: market.short_selling.borrow_pool: found 1.5, allowed: "
        + "0 ... 1, a fraction of the shares outstanding: nobody lends more than exist"
    ),
    ("short_limit: -1", "", "test.json5:2:43: market.short_selling.short_limit: found -1, allowed: 0 ... 2147483648"),
    (
      "borrow_rate: 2", "",
      "test.json5:2:43: market.short_selling.borrow_rate: found 2, allowed: "
        + "0 ... 1, a fraction of the price for a year; 0.005 is 0.5 %"
    ),
    (
      "maintenance_margin: 0.9", "",
      "test.json5:2:50: market.short_selling.maintenance_margin: found 0.9, allowed: 1 ... 100; 1.3 is 130 %"
    ),
    (
      "initial_margin: 1.2", "",
      "test.json5:2:46: market.short_selling.initial_margin: found 1.2, allowed: "
        + "maintenance_margin, 1.3, ... 100; 1.5 is 150 %"
    ),
    (
      "fee_interval: 600000", "",
      "test.json5:2:44: market.short_selling.fee_interval: found 600000, allowed: "
        + "1 ... 500000 at a rate of 0.005: at most a tenth of the price between payments"
    ),
    (
      "", "shares_outstanding: 1199",
      "test.json5:5:70: symbols[1].shares_outstanding: found 1199, allowed: "
        + "1200 or more: so many can agents be given at the start; or null for what they are given"
    ),
  ])
  func aWrongTermIsNamedWithTheRemedy(market: String, symbol: String, sentence: String) {
    #expect(Fixture.problems(text(shortSelling: market, symbol: symbol)).map { "\($0)" } == [sentence])
  }
}
