import SimAgents
import SimEngine
import Testing

struct SimulationConfigCanonicalTests {
  typealias Fixture = ConfigurationFixture

  private static var richest: SimulationConfig {
    var config = Fixture.config
    config.run.seed = .max
    config.market.tickSize = 0.000_1
    config.market.mechanism = "continuous"
    config.market.margin = "pro_rata"
    config.market.priceBand = 0.02
    config.symbols[1].mechanism = "call"
    config.populations[1].timeInForce = "gtc"
    config.economy.macro.equityPremium = 0.06
    config.economy.fundamentals.model.multiples = 3...80
    config.economy.fairValue.process.enabled = false
    config.economy.sectors = [.init(name: "Energy")]
    config.economy.sectors[0].company.payout = 0.75
    config.economy.news.guidance.occurrence.magnitude = 0.1...0.2
    config.economy.news.calendar.day = 30
    config.symbols[2].company.marketLoading = 0.125
    config.symbols[0].name = "quote \" and \\ and é"
    config.populations[0].cash = .uniform(0.1...1e-7 + 1)
    config.parallel[.candleUpdates] = false
    config.risk.watch = [2]
    config.risk.riskFreeRate = 0.025
    config.storage.path = "out/results.db"
    config.storage.tradeLog = .sampled(every: 1_000)
    config.storage.candleTimeframes = []
    return config
  }

  @Test func readingTheTextGivesTheConfigurationBack() throws {
    for config in [SimulationConfig(), Fixture.config, Self.richest, Self.richest.spelledOut(Fixture.registry)] {
      let text = config.canonicalText
      #expect(try ConfigurationText(text, file: "canonical").config() == config, "\(text)")
      #expect(try ConfigurationText(text, file: "canonical").config().canonicalText == text)
    }
  }

  @Test func nothingIsLeftToADefault() {
    let text = Fixture.config.spelledOut(Fixture.registry).canonicalText
    let keys = [
      "seed", "check_invariants", "candle_timeframes", "agent_collection", "trade_log", "half_spread", "belief",
      "mechanism", "margin", "price_band", "time_in_force",
      "equity_premium", "half_life", "season_days", "market_loading",
    ]
    for key in keys {
      #expect(text.contains("\"\(key)\":"), "\(key)")
    }
  }

  @Test func spellingOutChangesNoRule() throws {
    let config = Fixture.config
    let spelled = config.spelledOut(Fixture.registry)
    let plans = try SimulationRules(config, registry: Fixture.registry).populations
    let spelledPlans = try SimulationRules(spelled, registry: Fixture.registry).populations
    #expect(plans.map(\.parameters) == spelledPlans.map(\.parameters))
  }

  @Test func theHashFollowsEveryValue() {
    var config = SimulationConfig()
    let before = config.configHash
    #expect(before.count == 16)
    #expect(SimulationConfig().configHash == before)
    config.run.seed += 1
    #expect(config.configHash != before)
  }
}
