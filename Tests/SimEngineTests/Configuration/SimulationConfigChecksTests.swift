import SimAgents
import SimEngine
import Testing

struct SimulationConfigChecksTests {
  typealias Fixture = ConfigurationFixture

  /// A sound configuration, spoiled in one way, has exactly one problem, at this path.
  static let spoiled: [(path: String, spoil: @Sendable (inout SimulationConfig) -> Void)] = [
    ("run.ticks", { $0.run.ticks = 0 }),
    ("run.ticks", { $0.run.ticks = 1 << 32 }),
    ("run.workers", { $0.run.workers = -1 }),
    ("run.workers", { $0.run.workers = 257 }),
    ("market.mechanism", { $0.market.mechanism = "cal" }),
    ("market.margin", { $0.market.margin = "prorata" }),
    ("market.price_band", { $0.market.priceBand = -0.01 }),
    ("market.price_band", { $0.market.priceBand = 1 }),
    ("market.price_band", { $0.market.priceBand = .nan }),
    ("market.tick_size", { $0.market.tickSize = 0 }),
    ("market.tick_size", { $0.market.tickSize = -0.01 }),
    ("market.tick_size", { $0.market.tickSize = 0.000_05 }),
    ("market.tick_size", { $0.market.tickSize = .nan }),
    ("market.candle_timeframes", { $0.market.candleTimeframes = [] }),
    ("market.candle_timeframes[0]", { $0.market.candleTimeframes = [0] }),
    ("market.candle_timeframes[1]", { $0.market.candleTimeframes = [4, 4] }),
    ("market.short_selling.borrow_pool", { $0.market.shortSelling.borrowPool = 1.01 }),
    ("market.short_selling.borrow_pool", { $0.market.shortSelling.borrowPool = -0.01 }),
    ("market.short_selling.borrow_pool", { $0.market.shortSelling.borrowPool = .nan }),
    ("market.short_selling.short_limit", { $0.market.shortSelling.shortLimit = -1 }),
    ("market.short_selling.short_limit", { $0.market.shortSelling.shortLimit = (1 << 31) + 1 }),
    ("market.short_selling.borrow_rate", { $0.market.shortSelling.borrowRate = -0.001 }),
    ("market.short_selling.borrow_rate", { $0.market.shortSelling.borrowRate = 1_000 }),
    ("market.short_selling.borrow_rate", { $0.market.shortSelling.borrowRate = .nan }),
    ("market.short_selling.maintenance_margin", { $0.market.shortSelling.maintenanceMargin = 0.99 }),
    ("market.short_selling.maintenance_margin", { $0.market.shortSelling.maintenanceMargin = 101 }),
    ("market.short_selling.maintenance_margin", { $0.market.shortSelling.maintenanceMargin = .nan }),
    ("market.short_selling.initial_margin", { $0.market.shortSelling.initialMargin = 1.29 }),
    ("market.short_selling.initial_margin", { $0.market.shortSelling.initialMargin = 100.1 }),
    ("market.short_selling.initial_margin", { $0.market.shortSelling.initialMargin = .nan }),
    ("market.short_selling.fee_interval", { $0.market.shortSelling.feeInterval = 0 }),
    ("market.short_selling.fee_interval", { $0.market.shortSelling.feeInterval = .max }),
    // 0.5 % a year of 98,280 ticks: a tenth of the price is owed after 20 years.
    ("market.short_selling.fee_interval", { $0.market.shortSelling.feeInterval = 1_965_601 }),
    (
      "market.short_selling.fee_interval",
      {
        $0.symbols[2].borrowRate = 1; $0.risk.ticksPerDay = 1
      }
    ),
    ("symbols[0].shares_outstanding", { $0.symbols[0].sharesOutstanding = -1 }),
    ("symbols[0].shares_outstanding", { $0.symbols[0].sharesOutstanding = 1_599 }),  // two makers with 800 each
    ("symbols[0].shares_outstanding", { $0.symbols[0].sharesOutstanding = 1 << 31 }),
    ("symbols[1].borrow_pool", { $0.symbols[1].borrowPool = 1.5 }),
    ("symbols[1].short_limit", { $0.symbols[1].shortLimit = -1 }),
    ("symbols[1].borrow_rate", { $0.symbols[1].borrowRate = 1.5 }),
    ("symbols[1].name", { $0.symbols[1].name = "AAA" }),
    ("symbols[1].name", { $0.symbols[1].name = "" }),
    ("symbols[2].sector", { $0.symbols[2].sector = "" }),
    ("symbols[0].initial_price", { $0.symbols[0].initialPrice = 10.005 }),  // off the cent
    ("symbols[0].initial_price", { $0.symbols[0].initialPrice = 10.000_000_1 }),  // would round to the cent
    ("symbols[0].initial_price", { $0.symbols[0].initialPrice = 0 }),
    ("symbols[0].initial_price", { $0.symbols[0].initialPrice = -10 }),
    ("symbols[0].initial_price", { $0.symbols[0].initialPrice = .infinity }),
    ("symbols[0].initial_price", { $0.symbols[0].initialPrice = 10_000_000.01 }),
    ("symbols[1].mechanism", { $0.symbols[1].mechanism = "auction" }),
    ("populations[1].time_in_force", { $0.populations[1].timeInForce = "ioc" }),
    ("populations[1].name", { $0.populations[1].name = "makers" }),
    ("populations[1].strategy", { $0.populations[1].strategy = "nois_trader" }),
    ("populations[0].count", { $0.populations[0].count = -1 }),
    ("populations[1].symbols", { $0.populations[1].symbols = .named([]) }),
    ("populations[1].symbols[1]", { $0.populations[1].symbols = .named(["AAA", "AAA"]) }),
    ("populations[1].symbols[0]", { $0.populations[1].symbols = .named(["AAC"]) }),
    ("populations[0].cash", { $0.populations[0].cash = .constant(-1) }),
    ("populations[0].cash", { $0.populations[0].cash = .constant(.nan) }),
    ("populations[0].shares", { $0.populations[0].shares = .constant(1.5) }),
    ("populations[0].shares", { $0.populations[0].shares = .uniform(-1...5) }),
    ("populations[0].shares", { $0.populations[0].shares = .uniform(0...0.5) }),
    ("populations[1].cash.normal.mean", { $0.populations[1].cash = .normal(mean: 9, deviation: 1, within: 1...2) }),
    (
      "populations[1].cash.normal.deviation",
      { $0.populations[1].cash = .normal(mean: 1, deviation: -1, within: 1...2) }
    ),
    ("populations[1].parameters.order_probability", { $0.name("order_probability", .uniform(0.5...1.5)) }),
    ("populations[1].parameters.order_probability", { $0.name("order_probability", .constant(.infinity)) }),
    ("populations[1].parameters.order_probabilty", { $0.name("order_probabilty", .constant(0.1)) }),
    ("populations[1].parameters.min_quantity", { $0.name("min_quantity", .constant(2.5)) }),
    ("populations[1].parameters.min_quantity", { $0.name("min_quantity", .constant(0)) }),
    // 3 · 10 · 10 triples of periods, each an indicator.
    (
      "populations[1].parameters",
      {
        $0.populations[1].strategy = "macd_crossover"
        $0.populations[1].parameters = [
          .init(name: "slow_period", distribution: .uniform(15...24)),
          .init(name: "signal_period", distribution: .uniform(4...13)),
        ]
      }
    ),
    ("populations[1].parameters.threshold_buyer", { $0.react(["threshold_buyer": .constant(0.5)]) }),
    ("populations[1].parameters.threshold_buyer", { $0.react(["momentum_follower": .constant(0.3)]) }),
    ("populations[1].parameters.stop_loss", { $0.react(["stop_loss": .constant(0.1), "take_profit": .constant(0)]) }),
    ("populations[1].parameters.news_reactor", { $0.react(["news_reactor": .uniform(0...1)]) }),
    ("populations[1].parameters.news_reactor", { $0.react(["news_reactor": .constant(1.5)]) }),
    ("populations[1].parameters.stop", { $0.react(["stop": .uniform(0.5...1)]) }),
    ("populations[1].parameters.stop_los", { $0.react(["stop_los": .constant(1)]) }),
    ("risk.interval", { $0.risk.interval = 0 }),
    ("risk.ticks_per_day", { $0.risk.ticksPerDay = 0 }),
    ("risk.days_per_year", { $0.risk.daysPerYear = 367 }),
    ("risk.risk_free_rate", { $0.risk.riskFreeRate = -1 }),
    ("risk.risk_free_rate", { $0.risk.riskFreeRate = .nan }),
    ("risk.watch[1]", { $0.risk.watch = [12, 13] }),  // there are 12 agents
    ("risk.watch[0]", { $0.risk.watch = [0] }),  // ids start at 1
    ("risk.watch[1]", { $0.risk.watch = [3, 3] }),
    ("risk.window", { $0.risk.window = 1 }),
    ("storage.path", { $0.storage.path = "" }),
    ("storage.trade_log", { $0.storage.tradeLog = .sampled(every: 0) }),
    ("storage.candle_timeframes[1]", { $0.storage.candleTimeframes = [300, 100] }),
    ("storage.snapshot_interval", { $0.storage.snapshotInterval = -1 }),
    ("storage.risk_interval", { $0.storage.riskInterval = -1 }),
    ("storage.on_error", { $0.storage.onError = "ignore" }),
  ]

  @Test(arguments: spoiled.indices)
  func oneWrongValueIsOneProblem(index: Int) {
    var config = Fixture.config
    #expect(config.problems(registry: Fixture.registry).isEmpty)
    Self.spoiled[index].spoil(&config)
    let problems = config.problems(registry: Fixture.registry)
    #expect(problems.map(\.path) == [Self.spoiled[index].path], "\(problems)")
  }

  /// Who reads it knows which population is meant.
  @Test func whatDoesNotGoTogetherNamesThePopulation() {
    var config = Fixture.config
    config.react(["threshold_buyer": .constant(0.5)])
    let text = config.problems(registry: Fixture.registry).map(\.description).joined()
    #expect(text.contains("`\(config.populations[1].name)`") && text.contains("without an entry"), "\(text)")
  }

  /// A rotator without sectors, factors without symbols to compare: each names its population.
  @Test(arguments: [
    ("sector_rotator", ["AAA", "CCC"], "symbols of 1 sector"), ("sector_rotator", ["BBB"], "1 symbol"),
    ("factor_long_short", ["AAA", "BBB", "CCC"], "3 symbols"),
  ])
  func agentsWithSeveralSymbolsNeedThem(strategy: String, symbols: [String], found: String) throws {
    var config = Fixture.config
    var population = SimulationConfig.Population(name: "holders", strategy: strategy, count: 3)
    population.symbols = .named(symbols)
    config.populations.append(population)
    let problems = config.problems(registry: Fixture.registry)
    #expect(problems.map(\.path) == ["populations[2].symbols"])
    let text = try #require(problems.first).description
    #expect(text.contains(found) && text.contains("in population `holders`"), "\(text)")
  }

  @Test func aMarketHasSymbolsAndAgents() {
    var config = Fixture.config
    config.symbols = []
    #expect(config.problems(registry: Fixture.registry).contains { $0.path == "symbols" })
    config = Fixture.config
    config.populations = []
    #expect(config.problems(registry: Fixture.registry).map(\.path) == ["populations"])
    config = Fixture.config
    for index in config.populations.indices { config.populations[index].count = 0 }
    #expect(config.problems(registry: Fixture.registry).map(\.path) == ["populations"])
  }

  @Test func tooManyOfAnythingIsRefused() {
    var config = Fixture.config
    config.populations[0].count = 15_000_000
    config.populations[1].count = 5_000_001
    config.populations[0].cash = .constant(0)
    config.populations[1].cash = .constant(0)
    config.populations[0].shares = .constant(0)
    #expect(config.problems(registry: Fixture.registry).map(\.path) == ["populations"])
    config.populations[1].count = 5_000_000
    #expect(config.problems(registry: Fixture.registry).isEmpty)

    config = Fixture.config
    config.symbols = (0...SimulationConfig.symbolsMax).map { .init(name: "S\($0)", sector: "x", initialPrice: 1) }
    config.populations[1].symbols = .all
    #expect(config.problems(registry: Fixture.registry).map(\.path) == ["symbols"])
    config.symbols.removeLast()
    #expect(config.problems(registry: Fixture.registry).isEmpty)
  }

  /// 2⁵⁰ raw units are 112,589,990,684.2624 dollars, and 2⁶² 4,096 times as much.
  @Test func cashStaysWithinExactArithmetic() {
    let dollars = 112_589_990_684.0
    var config = Fixture.config
    config.populations[1].count = 0
    config.populations[0].shares = .constant(0)
    config.populations[0].count = 4_096
    config.populations[0].cash = .constant(dollars)
    #expect(config.problems(registry: Fixture.registry).isEmpty)
    config.populations[0].count = 4_097
    #expect(config.problems(registry: Fixture.registry).map(\.path) == ["populations"])
    config.populations[0].count = 1
    config.populations[0].cash = .constant(dollars + 1)
    #expect(config.problems(registry: Fixture.registry).map(\.path) == ["populations[0].cash"])
  }

  @Test func sharesOfASymbolStayWithinExactArithmetic() {
    var config = Fixture.config
    config.populations[1].count = 0
    config.populations[0].count = 4  // two on AAA, one on each of the others
    config.symbols[0].initialPrice = 0.01
    config.populations[0].shares = .constant(Double(1 << 30) - 1)
    // AAA holds 2³¹ - 2 shares of a cent; BBB and CCC are too dear for their 2³⁰ - 1.
    config.symbols[1].initialPrice = 0.01
    config.symbols[2].initialPrice = 0.01
    #expect(config.problems(registry: Fixture.registry).isEmpty)
    config.populations[0].shares = .constant(Double(1 << 30))
    #expect(config.problems(registry: Fixture.registry).map(\.path) == ["symbols[0]"])

    config.populations[0].shares = .constant(1_000_000)
    config.symbols[0].initialPrice = 112_589  // 2 million shares: just below 2⁵¹ raw
    #expect(config.problems(registry: Fixture.registry).isEmpty)
    config.symbols[0].initialPrice = 112_590
    #expect(config.problems(registry: Fixture.registry).map(\.path) == ["symbols[0]"])
  }

  @Test func aCountBeyondAllBoundsIsAProblemAndNoTrap() {
    var config = Fixture.config
    config.populations[0].count = .max
    config.populations[1].count = .max
    config.populations[0].cash = .constant(1e308)
    let paths = config.problems(registry: Fixture.registry).map(\.path)
    #expect(paths.contains("populations[0].count") && paths.contains("populations[0].cash"))
  }
}

extension SimulationConfig {
  fileprivate mutating func name(_ parameter: String, _ distribution: Distribution) {
    populations[1].parameters = [.init(name: parameter, distribution: distribution)]
  }

  fileprivate mutating func react(_ parameters: [String: Distribution]) {
    populations[1].strategy = "reactive"
    populations[1].parameters = parameters.map { .init(name: $0.key, distribution: $0.value) }
  }
}
