import SimAgents
import SimTestSupport
import SimTrace
import Testing

@testable import SimEngine
@testable import SimStorage

/// Tables and views beyond trades, candles and portfolios.
struct EveryTableTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("results.db")
  }

  @Test func eventsAreStoredWithTheTicksTheyBelongTo() throws {
    let run = try FakeRun(storage: .forTests())
    var tuning = StorageHook.Tuning()
    tuning.ticksPerHalf = 2
    let hook = try StorageHook(path, tuning: tuning)
    let early = StoredEvent(
      tick: 0, kind: "earnings", symbol: "AAPL", magnitude: 0.05, sentiment: 0.5, durationTicks: 100,
      headline: #"Pears, "apples" & more"#)
    hook.record(early)  // before the run: nowhere to put it
    try hook.runStarts(run.context)
    let events = [
      early,
      StoredEvent(
        tick: 1, kind: "sector", sector: "energy", magnitude: -0.1, sentiment: -1, durationTicks: 7, headline: "Öl"),
      StoredEvent(tick: 4, kind: "macro", magnitude: 0, sentiment: 0, durationTicks: 0, headline: ""),
    ]
    for tick in 0..<5 {
      for event in events where event.tick == tick { hook.record(event) }
      try hook.tickEnds(run.tick())
    }
    try hook.runEnds(run.end())
    let reader = try StorageReader(path: path)
    #expect(try reader.events(run: 1) == events)
    #expect(try reader.events(run: 1, StorageFilter(symbol: "AAPL")) == [events[0]])
    #expect(try reader.events(run: 1, StorageFilter(ticks: 1...4)) == Array(events.dropFirst()))
  }

  @Test(arguments: [(0, [5]), (2, [1, 3, 5]), (4, [3, 5])])
  func riskIsStoredAtEachIntervalAndOnceAtTheEnd(interval: Int, expected: [Int]) throws {
    let run = try FakeRun(storage: .forTests())
    var settings = SimulationConfig.Storage.forTests()
    settings.riskInterval = interval
    run.accounts.cash[1] = 1_000
    let hook = try StorageHook(path, settings)
    try hook.runStarts(run.context)
    for tick in 0..<6 {
      run.risk.markedEquity[1] = 1_000 + Double(tick)
      run.risk.peak[1] = 2_000
      run.risk.maxDrawdown[1] = 0.25
      run.risk.longestUnderwater[1] = 3
      try hook.tickEnds(run.tick())
    }
    try hook.runEnds(run.end())
    let risks = try StorageReader(path: path).risks(run: 1, StorageFilter(agent: 2))
    #expect(risks.map(\.tick) == expected)
    #expect(risks.map(\.equity) == expected.map { 1_000 + Int64($0) })
    let last = try #require(risks.last)
    #expect((last.periods, last.peak, last.maxDrawdownPeriods) == (1, 2_000, 3))  // marked every fourth tick
    #expect(last.maxDrawdown == 0.25 && last.totalReturn == 0.005 && last.sharpe == nil)
    #expect(try StorageReader(path: path).risks(run: 1).count == 3 * expected.count)
  }

  @Test func phasesAreToldInTheOrderOfTheTick() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    try hook.tickEnds(run.tick())
    var trace = PhaseTrace(names: ["auctions", "hooks"])
    for nanoseconds in [1_000, 3_000] as [UInt64] {
      trace.record(phase: 0, nanoseconds: nanoseconds)
      trace.endTick(nanoseconds: 10 * nanoseconds)
    }
    let end = run.end()
    try hook.runEnds(
      RunEnd(
        outcome: .completed, ticks: end.ticks, totals: end.totals, stateHash: 1, trace: trace, candles: end.candles,
        symbols: end.symbols, accounts: end.accounts, risk: end.risk,
        portfolio: end.portfolio))
    let phases = try StorageReader(path: path).phaseTimings(run: 1)
    #expect(phases.map(\.phase) == ["auctions", "hooks", "tick"])
    #expect(phases.map(\.totalNanoseconds) == [4_000, 0, 40_000])
    #expect(phases.map(\.ticks) == [2, 2, 2] && phases[0].meanNanoseconds == 2_000)
  }

  /// Three agents: the first gains by a rising price, the second loses cash, the third keeps what it has.
  @Test func viewsAnswerWhoGained() throws {
    let run = try FakeRun(storage: .forTests(), ticks: 4)
    (run.accounts.cash[0], run.accounts.quantity[0]) = (500_000, 10)
    run.accounts.cash[1] = 900
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    run.accounts.cash[1] = 300
    for price in [15_100, 15_300, 14_900, 15_200] as [Int32] {
      try hook.tickEnds(run.tick([.init(symbol: 0, price: price, quantity: 2, buyer: 0, seller: 1)]))
    }
    try hook.runEnds(run.end())
    let reader = try StorageReader(path: path)
    let profit = StrategyProfit(
      strategy: "silent", agents: 3, winners: 1, profit: 199_400, profitPerAgent: 199_400.0 / 3, realizedProfit: 0)
    #expect(try reader.strategyProfits(run: 1) == [profit])
    let top = try reader.topAgents(run: 1, limit: 2)
    #expect(top.map(\.agent) == [1, 3] && top.map(\.profit) == [200_000, 0] && top.map(\.rank) == [1, 2])
    #expect((top[0].initialEquity, top[0].equity) == (15_500_000, 15_700_000))
    #expect(try reader.topAgents(run: 1, limit: 10).count == 3)
  }

  /// By hand: agents 1 and 2 are one population, agent 3 is the other.
  @Test(arguments: [SimulationConfig.TradeLog.rows, .packed, .off])
  func populationsAreAddedUpAtEachSnapshot(log: SimulationConfig.TradeLog) throws {
    let run = try FakeRun(storage: .forTests(), ticks: 4)
    (run.accounts.cash[0], run.accounts.quantity[0]) = (500_000, 10)
    (run.accounts.cash[1], run.accounts.cash[2]) = (900, 70)
    let hook = try StorageHook(path, .forTests(log, snapshotInterval: 3))
    try hook.runStarts(run.context)
    (run.accounts.cash[1], run.accounts.realised[1]) = (300, -600)
    run.accounts.cost[0] = 15_000_000  // ten at $150
    for price in [15_100, 15_300, 14_900, 15_200] as [Int32] {
      try hook.tickEnds(run.tick([.init(symbol: 0, price: price, quantity: 2, buyer: 0, seller: 1)]))
    }
    try hook.runEnds(run.end())
    func first(_ tick: Int, shares: Int64) -> StoredPopulationSum {
      StoredPopulationSum(
        tick: tick, population: "first", strategy: "silent", agents: 2, initialEquity: 15_500_900, cash: 500_300,
        equity: 500_300 + shares, realizedProfit: -600, unrealizedProfit: shares - 15_000_000)
    }
    func second(_ tick: Int) -> StoredPopulationSum {
      StoredPopulationSum(
        tick: tick, population: "second", strategy: "silent", agents: 1, initialEquity: 70, cash: 70, equity: 70,
        realizedProfit: 0, unrealizedProfit: 0)
    }
    let reader = try StorageReader(path: path)
    let sums = try reader.populationSums(run: 1)
    #expect(sums == [first(2, shares: 14_900_000), second(2), first(3, shares: 15_200_000), second(3)])
    #expect(sums.map(\.profit) == [-100_600, 0, 199_400, 0])
    #expect(try reader.populationSums(run: 1, StorageFilter(ticks: 3...9)) == Array(sums.suffix(2)))
    let last = StrategyHistoryPoint(
      strategy: "silent", tick: 3, agents: 3, cash: 500_370, equity: 15_700_370, profit: 199_400, realizedProfit: -600,
      unrealizedProfit: 200_000)
    #expect(try reader.strategyHistory(run: 1).last == last)
    #expect(try reader.strategyHistory(run: 1).map(\.tick) == [2, 3] && reader.snapshotTicks(run: 1) == [2, 3])
  }

  /// Otherwise a question about one run of many agents looks through all portfolios once for each of them.
  @Test(arguments: ["agent_results", "strategy_profit", "top_agents"])
  func viewsOfOneRunFindPortfoliosByTheirTick(view: String) throws {
    let run = try FakeRun(storage: .forTests(), ticks: 1)
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    try hook.tickEnds(run.tick())
    try hook.runEnds(run.end())
    let plan = try StorageReader(path: path).connection.prepare(
      "EXPLAIN QUERY PLAN SELECT * FROM \(view) WHERE run_id = 1")
    var steps: [String] = []
    while try plan.step() { steps.append(plan.text(3)) }
    #expect(steps.contains { $0.hasPrefix("SEARCH p ") && $0.contains("run_id=? AND tick=?") }, "\(steps)")
    #expect(steps.contains { $0.hasPrefix("SEARCH a ") && $0.contains("agent_id=?") }, "\(steps)")
  }

  @Test func daysAreMadeOfTheLongestCandlesThatFit() throws {
    let run = try FakeRun(storage: .forTests(), ticks: 10)
    let hook = try StorageHook(
      path: path, settings: .forTests(),
      description: RunDescription(
        version: "", configHash: "", configJSON: #"{"risk":{"ticks_per_day":4}}"#, machine: ""),
      clock: .stopped())
    try hook.runStarts(run.context)
    for tick in 0..<10 {
      try hook.tickEnds(run.tick([.init(symbol: 0, price: Int32(100 + tick), quantity: 1, buyer: 0, seller: 1)]))
    }
    try hook.runEnds(run.end())
    let days = try StorageReader(path: path).dailyBars(run: 1, symbol: "AAPL")
    let expected = [
      DailyBar(symbol: "AAPL", day: 0, open: 10_000, high: 10_300, low: 10_000, close: 10_300, volume: 4),
      DailyBar(symbol: "AAPL", day: 1, open: 10_400, high: 10_700, low: 10_400, close: 10_700, volume: 4),
      DailyBar(symbol: "AAPL", day: 2, open: 10_800, high: 10_900, low: 10_800, close: 10_900, volume: 2),
    ]
    #expect(days == expected)
    #expect(try StorageReader(path: path).dailyBars(run: 1).count == 6)
  }

  /// What `qtg export` writes is what the typed calls read, column by column.
  @Test(arguments: StorageTable.allCases) func everyTableCanBeWalked(table: StorageTable) throws {
    let run = try FakeRun(storage: .forTests(.packed))
    let hook = try StorageHook(path, .forTests(.packed))
    try hook.runStarts(run.context)
    hook.record(StoredEvent(tick: 0, kind: "macro", magnitude: 1, sentiment: 0, durationTicks: 1, headline: "h"))
    for _ in 0..<4 {
      try hook.tickEnds(run.tick([.init(symbol: 1, price: 9_000, quantity: 3, buyer: 1, seller: 2)]))
    }
    try hook.runEnds(run.end())
    let reader = try StorageReader(path: path)
    let columns = try reader.columns(of: table)
    #expect(columns.first == "run_id" && !columns.contains("id"))
    var rows: [[StoredValue]] = []
    try reader.visitRows(of: table, run: 1) { rows.append($0) }
    #expect(!rows.isEmpty || table == .phaseTimings)
    #expect(rows.allSatisfy { $0.count == columns.count && $0[0] == .integer(1) })
    if table == .trades {
      #expect(columns == ["run_id", "tick", "symbol", "price", "quantity", "buyer_id", "seller_id"])
      let expected: [StoredValue] = [
        .integer(1), .integer(0), .text("XOM"), .integer(900_000), .integer(3), .integer(2), .integer(3),
      ]
      #expect(rows[0] == expected)
    }
    if table == .symbolTicks {
      let price = StoredValue.integer(900_000)
      let expected: [StoredValue] = [
        .integer(1), .integer(0), .text("XOM"), .integer(1), .integer(3), price, price, price, price, .null, .null,
        .integer(0), .integer(0), .integer(0), .integer(0),
      ]
      #expect(rows[1] == expected)
    }
  }
}
