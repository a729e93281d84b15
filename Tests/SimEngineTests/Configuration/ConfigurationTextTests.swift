import SimAgents
import SimEngine
import Testing

struct ConfigurationTextTests {
  typealias Fixture = ConfigurationFixture

  @Test func whatIsNotWrittenHasItsDefault() throws {
    let config = try ConfigurationText("{}", file: "empty").config()
    #expect(config == SimulationConfig())
  }

  @Test func everyKeyReachesItsMember() throws {
    let text = """
      {
        run: { ticks: 7, seed: 18446744073709551615, workers: 3, check_invariants: true },
        market: { mechanism: "call", tick_size: 0.05, candle_timeframes: [2, 8] },
        symbols: [{ name: "AAA", sector: "Energy", initial_price: 10.05 }],
        populations: [{
          name: "n", strategy: "noise_trader", count: 4, symbols: ["AAA"], cash: { uniform: [1, 2] },
          shares: { normal: { mean: 5, deviation: 1, min: 2, max: 8 } }, parameters: { belief: 0.1 },
        }],
        parallel: { auctions: false, risk_tracking: false },
        risk: { interval: 5, ticks_per_day: 100, days_per_year: 360, risk_free_rate: 0.02, watch: [2, 1], window: 50 },
        storage: { path: "x.db", trade_log: "sampled:10", candle_timeframes: [], snapshot_interval: 0 },
      }
      """
    var expected = SimulationConfig()
    expected.run.ticks = 7
    expected.run.seed = .max
    expected.run.workers = 3
    expected.run.checkInvariants = true
    expected.market.tickSize = 0.05
    expected.market.candleTimeframes = [2, 8]
    expected.symbols = [.init(name: "AAA", sector: "Energy", initialPrice: 10.05)]
    var population = SimulationConfig.Population(name: "n", strategy: "noise_trader", count: 4)
    population.symbols = .named(["AAA"])
    population.cash = .uniform(1...2)
    population.shares = .normal(mean: 5, deviation: 1, within: 2...8)
    population.parameters = [.init(name: "belief", distribution: .constant(0.1))]
    expected.populations = [population]
    expected.parallel[.auctions] = false
    expected.parallel[.riskTracking] = false
    expected.risk.interval = 5
    expected.risk.ticksPerDay = 100
    expected.risk.daysPerYear = 360
    expected.risk.riskFreeRate = 0.02
    expected.risk.watch = [2, 1]
    expected.risk.window = 50
    expected.storage.path = "x.db"
    expected.storage.tradeLog = .sampled(every: 10)
    expected.storage.candleTimeframes = []
    expected.storage.snapshotInterval = 0
    #expect(try ConfigurationText(text, file: "all").config() == expected)
  }

  @Test func aSyntaxErrorHasLineAndColumn() throws {
    let problem = try #require(Fixture.problems("{\n  run: { ticks: }\n}").first)
    #expect(problem.origin == .text(file: "test.json5", TextPlace(line: 2, column: 17)))
    #expect(problem.description.hasPrefix("test.json5:2:17: not valid JSON5: "))
  }

  @Test func everyProblemComesOutAtOnceInFileOrder() {
    let text = """
      {
        run: { tickz: 5, workers: -1 },
        symbols: [
          { name: "AAA", sector: "Energy", initial_price: 10.005 },
          { name: "AAA", sector: "", initial_price: "10" },
        ],
        populations: [
          { name: "a", strategy: "noise_tradr", count: 1.5 },
          { name: "b", strategy: "noise_trader", count: 3, symbols: ["AAB"],
            parameters: { order_probability: 1.5, beleif: 0 } },
        ],
        storage: { trade_log: "sampled:0" },
      }
      """
    let problems = Fixture.problems(text)
    #expect(
      problems.map(\.path) == [
        "run.tickz", "run.workers", "symbols[0].initial_price", "symbols[1].name", "symbols[1].sector",
        "symbols[1].initial_price", "populations[0].strategy", "populations[0].count",
        "populations[1].parameters.order_probability", "populations[1].parameters.beleif", "storage.trade_log",
      ])
    let lines: [Int?] = problems.map { if case .text(_, let place) = $0.origin { place.line } else { nil } }
    #expect(lines == [2, 2, 4, 5, 5, 5, 8, 8, 10, 10, 12])
    #expect(
      problems[0].description
        == "test.json5:2:10: run.tickz: unknown key; did you mean `ticks`?")
    #expect(
      problems[8].description
        == "test.json5:10:40: populations[1].parameters.order_probability: agents of `b` can draw 1.5, allowed: 0 ... 1"
    )
  }

  @Test(arguments: [
    ("ticks: '5'", "found \"5\", expected a whole number"),
    ("ticks: 1.5", "found 1.5, allowed: a whole number"),
    ("ticks: NaN", "found nan, allowed: a whole number"),
    ("ticks: 1e19", "found 10000000000000000000, allowed: -9223372036854775808 ... 9223372036854775807"),
    ("seed: -1", "found -1, allowed: 0 ... 18446744073709551615"),
    ("check_invariants: 1", "found 1, expected true or false"),
    ("ticks: [5]", "found a list, expected a whole number"),
    ("ticks: 5, ticks: 6", "this key is here twice"),
    ("ticks: 0", "found 0, allowed: 1 ... 4000000000"),
  ])
  func aValueOfTheWrongKindIsNamed(run: String, message: String) {
    let problems = Fixture.problems(Fixture.text(run: run))
    #expect(problems.map(\.kind.description) == [message])
  }

  @Test(arguments: [
    ("{ uniform: [5, 2] }", "cash.uniform", "found 5 ... 2, allowed: the low end first: [low, high]"),
    ("{ uniform: [5] }", "cash.uniform", "found 1 numbers, allowed: [low, high]"),
    ("{ uniform: 5 }", "cash.uniform", "found 5, expected a list: [a number, …]"),
    ("{ uniform: [1, Infinity] }", "cash.uniform[1]", "found inf, allowed: a finite number"),
    ("{ unifrom: [1, 2] }", "cash.unifrom", "unknown key; did you mean `uniform`?"),
    ("{}", "cash", "found an object without a key, expected `uniform` or `normal`"),
    ("{ normal: { mean: 9, deviation: 1, min: 2, max: 8 } }", "cash.normal.mean", "found 9, allowed: between min"),
    ("{ normal: { mean: 5, deviation: -1, min: 2, max: 8 } }", "cash.normal.deviation", "found -1, allowed: 0 or more"),
    ("{ normal: { mean: 5, deviation: 1, min: 8, max: 2 } }", "cash.normal", "found 8 ... 2, allowed: min not above"),
    ("{ normal: { mean: 5, deviation: 1, min: 2 } }", "cash.normal.max", "missing; it has to be a number"),
    ("-5", "cash", "agents of `x` can draw -5"),
    ("'5'", "cash", "found \"5\", expected a number, { uniform"),
    ("NaN", "cash", "found nan, allowed: a finite number"),
  ])
  func aBrokenDistributionIsNamed(cash: String, path: String, message: String) throws {
    let population = "{ name: 'x', strategy: 'noise_trader', count: 10, cash: \(cash) }"
    let problems = Fixture.problems(Fixture.text(populations: population))
    #expect(problems.map(\.path) == ["populations[0].\(path)"])
    let text = try #require(problems.first).kind.description
    #expect(text.hasPrefix(message), "\(text)")
  }

  @Test func aMissingKeyIsAskedFor() {
    let problems = Fixture.problems(Fixture.text(populations: "{ name: 'x', count: 3 }"))
    #expect(
      problems.map(\.description)
        == ["test.json5:5:17: populations[0].strategy: missing; it has to be a text in quotes"])
  }

  @Test func anUnknownSectionIsNamed() {
    let problems = Fixture.problems(Fixture.text(more: "storge: {}"))
    #expect(problems.map(\.description) == ["test.json5:6:3: storge: unknown key; did you mean `storage`?"])
  }

  @Test func aProblemThatFollowsFromAnotherIsNotRepeated() {
    // Nobody can be counted when a count cannot be read, and nothing is known about symbols that cannot be read.
    let uncounted = Fixture.text(populations: "{ name: 'x', strategy: 'noise_trader', count: '3' }")
    #expect(Fixture.problems(uncounted).map(\.path) == ["populations[0].count"])
    let text = "{ symbols: 5, populations: [{ name: 'x', strategy: 'noise_trader', count: 3, symbols: ['AAA'] }] }"
    #expect(Fixture.problems(text).map(\.path) == ["symbols"])
  }

  @Test func theLastOverrideWinsAndIsNamedWhenItIsWrong() throws {
    let text = Fixture.text(run: "ticks: 5")
    let fromVariable = ConfigurationOverride("run.ticks", origin: "SIM_TICKS") { $0.run.ticks = 6 }
    let fromFlag = ConfigurationOverride("run.ticks", origin: "--ticks") { $0.run.ticks = 0 }
    let rules = try ConfigurationText(text, file: "f").rules(registry: Fixture.registry, overrides: [fromVariable])
    #expect(rules.ticks == 6)
    let problems = Fixture.problems(text, overrides: [fromVariable, fromFlag])
    #expect(problems.map(\.description) == ["--ticks: run.ticks: found 0, allowed: 1 ... 4000000000"])
  }
}
