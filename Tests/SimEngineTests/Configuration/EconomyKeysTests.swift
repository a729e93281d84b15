import SimEngine
import Testing

/// `economy: { … }` and what symbols say about their companies: read, defaulted, refused with the reason and the place.
struct EconomyKeysTests {
  typealias Fixture = ConfigurationFixture

  @Test func sectionsAreRead() throws {
    let text = Fixture.text(
      more: """
        economy: {
          macro: { risk_free_rate: 0.03 },
          fundamentals: { growth: 0.02, growth_years: 0, fade_years: 0, value_by_earnings: [4, 90] },
          fair_value: { half_life: 250.5, market_loading: 0.4 },
          sectors: [{ name: 'Energy', payout: 0.9, volatility: null }],
          news: { rate: { step: 0.001, bounds: [0.02, 0.04] }, calendar: { quarter: 600, day: 10 } },
        },
        """)
    let economy = try ConfigurationText(text, file: "test.json5").config().economy
    #expect(economy.macro.riskFreeRate == 0.03 && economy.macro.equityPremium == 0.05)
    #expect(economy.fundamentals.growth == 0.02 && economy.fundamentals.payout == 0.4)
    #expect(economy.fundamentals.model.growthYears == 0 && economy.fundamentals.model.multiples == 4...90)
    #expect(economy.fairValue.process.halfLife == 250.5 && economy.fairValue.marketLoading == 0.4)
    #expect(economy.sectors.map(\.name) == ["Energy"])
    #expect(economy.sectors[0].company.payout == 0.9 && economy.sectors[0].company.volatility == nil)
    #expect(economy.news.rate.bounds == 0.02...0.04 && economy.news.rate.occurrence.minInterval == 500)
    #expect(economy.news.calendar.quarter == 600 && economy.news.calendar.seasonDays == 20)
  }

  /// Each is one problem, at the place of the value that is wrong.
  @Test(arguments: [
    ("fundamentals: { growth: 0.09 }", "economy.fundamentals.growth", "required return, 0.09"),
    ("fundamentals: { growth: -0.3 }", "economy.fundamentals.growth", "-0.2"),
    ("fundamentals: { payout: 1.2 }", "economy.fundamentals.payout", "0 ... 1"),
    ("fundamentals: { terminal_growth: 0.08 }", "economy.fundamentals.terminal_growth", "0.075"),
    ("fundamentals: { spread_min: 0 }", "economy.fundamentals.spread_min", "0.001 ... 1"),
    ("fundamentals: { growth_years: 101 }", "economy.fundamentals.growth_years", "0 ... 100"),
    ("fundamentals: { value_by_earnings: [0, 5] }", "economy.fundamentals.value_by_earnings", "0.1"),
    ("fundamentals: { value_by_earnings: [5, 4] }", "economy.fundamentals.value_by_earnings", "the low end first"),
    ("fundamentals: { value_by_earnings: [5] }", "economy.fundamentals.value_by_earnings", "[low, high]"),
    ("macro: { risk_free_rate: 2 }", "economy.macro.risk_free_rate", "0 ... 1"),
    ("macro: { equity_premium: -0.1 }", "economy.macro.equity_premium", "0 ... 1"),
    ("fair_value: { half_life: 0 }", "economy.fair_value.half_life", "1 ..."),
    ("fair_value: { volatility: 0.2 }", "economy.fair_value.volatility", "0 ... 0.1"),
    ("fair_value: { market_loading: 1.5 }", "economy.fair_value.market_loading", "0 ... 1"),
    ("fair_value: { sector_loading: 0.9 }", "economy.fair_value.sector_loading", "squares add up"),
    ("sectors: [{ name: 'Enegry' }]", "economy.sectors[0].name", "did you mean `Energy`"),
    ("sectors: [{ name: 'Energy' }, { name: 'Energy' }]", "economy.sectors[1].name", "already"),
    ("sectors: [{ name: 'Energy', growth: 0.1 }]", "economy.sectors[0].growth", "required return"),
    ("sectors: [{ name: 'Energy', sector_loading: 0.95 }]", "economy.sectors[0].sector_loading", "squares"),
    ("news: { earnings: { probability: 1.5 } }", "economy.news.earnings.probability", "0 ... 1"),
    ("news: { earnings: { min_interval: 2001 } }", "economy.news.earnings.min_interval", "quarter, 2000"),
    ("news: { earnings: { min_interval: 0 } }", "economy.news.earnings.min_interval", "1 ..."),
    ("news: { earnings: { surprise: 1 } }", "economy.news.earnings.surprise", "0 ... 0.9"),
    ("news: { earnings: { duration: 30000 } }", "economy.news.earnings.duration", "10 times"),
    ("news: { guidance: { magnitude: [0.5, 1.5] } }", "economy.news.guidance.magnitude", "within 0 ... 1"),
    ("news: { guidance: { fraction: 2 } }", "economy.news.guidance.fraction", "0 ... 1"),
    ("news: { guidance: { width: 0.6 } }", "economy.news.guidance.width", "0 ... 0.5"),
    ("news: { rate: { bounds: [0.05, 0.08] } }", "economy.news.rate.bounds", "risk_free_rate, 0.04"),
    ("news: { rate: { bounds: [0.039, 0.041] } }", "economy.news.rate.bounds", "step, 0.0025"),
    ("news: { rate: { bounds: [-0.1, 0.08] } }", "economy.news.rate.bounds", "within 0 ... 1"),
    ("news: { rate: { step: -1 } }", "economy.news.rate.step", "0 ... 1"),
    ("news: { sector: { duration: 0 } }", "economy.news.sector.duration", "1 ..."),
    ("news: { sector: { duration: 600000 } }", "economy.news.sector.duration", "10000 times"),
    ("news: { sector: { sentiment: 2 } }", "economy.news.sector.sentiment", "0 ... 1"),
    ("news: { calendar: { season_days: 80 } }", "economy.news.calendar.season_days", "72 days of 25"),
    ("news: { calendar: { quarter: 0 } }", "economy.news.calendar.quarter", "1 ..."),
    ("news: { calendar: { day: 0 } }", "economy.news.calendar.day", "1 ..."),
    ("news: { erning: {} }", "economy.news.erning", "did you mean `earnings`"),
    ("news: { rate: 5 }", "economy.news.rate", "an object"),
  ])
  func oneMistakeIsOneProblemAtItsPlace(economy: String, path: String, reason: String) {
    let problems = Fixture.problems(Fixture.text(more: "economy: { \(economy) },"))
    #expect(problems.map(\.path) == [path], "\(problems)")
    #expect(problems.first?.description.contains(reason) == true, "\(problems)")
    #expect(problems.first?.description.hasPrefix("test.json5:6:") == true, "\(problems)")
  }

  @Test func symbolsAreHeldToTheSameRules() {
    var config = Fixture.config
    config.economy.sectors = [.init(name: "Energy")]
    config.economy.sectors[0].company.marketLoading = 0.8
    #expect(config.problems(registry: Fixture.registry).isEmpty)
    config.symbols[0].company.growth = 0.2
    config.symbols[1].company.payout = -1
    config.symbols[2].company.sectorLoading = 0.7  // beside its sector's 0.8
    let paths = config.problems(registry: Fixture.registry).map(\.path)
    #expect(paths == ["symbols[0].growth", "symbols[1].payout", "symbols[2].sector_loading"])
    config.symbols[2].sector = "Other"
    #expect(!config.problems(registry: Fixture.registry).map(\.path).contains("symbols[2].sector_loading"))
  }

  @Test func settingsOfWhatIsSwitchedOffNeedNotAgree() {
    let calendar = "news: { calendar: { enabled: false }, earnings: { min_interval: 5000, duration: 30000 } }"
    #expect(Fixture.problems(Fixture.text(more: "economy: { \(calendar) },")).isEmpty)
  }

  @Test func theSchemaShowsKeysWithinKeys() {
    let text = ConfigurationSchema(registry: Fixture.registry).text
    for line in ["      min_interval", "    risk_free_rate", "      season_days", "    half_life"] {
      #expect(text.contains("\n" + line), "\(line)")
    }
    #expect(text.contains("a number; default 0.0025"))
  }
}
