import SimEngine
import SimTestSupport
import SimTypes
import Testing

@testable import SimStorage

struct StorageHookTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("results.db")
  }

  // MARK: - The run itself

  @Test func aRunIsDescribedByItsRows() throws {
    let run = try FakeRun(storage: .forTests(), ticks: 3, seed: .max)
    (run.accounts.cash[0], run.accounts.quantity[0]) = (1_234_567, 8)
    (run.accounts.cash[2], run.accounts.quantity[2]) = (7, -2)
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    for _ in 0..<3 { try hook.tickEnds(run.tick()) }
    try hook.runEnds(run.end())

    let reader = try StorageReader(path: path)
    #expect(
      try reader.runs() == [
        StoredRun(
          id: 1, outcome: .completed, startedAt: 1_700_000_000, endedAt: 1_700_000_000, seed: .max, ticks: 3,
          ticksPlanned: 3, agents: 3, symbols: 2, stateHash: "00000000000000ab", tradeLog: "rows",
          description: .forTests)
      ])
    #expect(hook.runID == 1)
    #expect(
      try reader.symbols(run: 1) == [
        StoredSymbol(
          id: 0, name: "AAPL", sector: "technology", initialPrice: 1_500_000, tickSize: 100, issued: 1_000),
        StoredSymbol(id: 1, name: "XOM", sector: "energy", initialPrice: 1_000_000, tickSize: 100, issued: 500),
      ])
    func agent(
      _ id: Int64, _ population: String, _ symbol: String, _ cash: Int64, _ shares: Int64, equity: Int64
    ) -> StoredAgent {
      StoredAgent(
        id: id, strategy: "silent", population: population, tier: 1, symbol: symbol, initialCash: cash,
        initialShares: shares, initialEquity: equity, parametersJSON: "{}")
    }
    #expect(
      try reader.agents(run: 1) == [
        agent(1, "first", "AAPL", 1_234_567, 8, equity: 13_234_567), agent(2, "first", "AAPL", 0, 0, equity: 0),
        agent(3, "second", "XOM", 7, -2, equity: -1_999_993),
      ])
  }

  @Test(arguments: [RunEnd.Outcome.completed, .interrupted, .failed])
  func theOutcomeIsKept(_ outcome: RunEnd.Outcome) throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    try hook.tickEnds(run.tick())
    try hook.runEnds(run.end(outcome))
    let stored = try #require(try StorageReader(path: path).runs().first)
    #expect(stored.outcome.rawValue == outcome.rawValue)
    #expect((stored.ticks, stored.ticksPlanned) == (1, 10))
  }

  @Test func whoNeverStartedEndsQuietly() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runEnds(run.end(.failed))
    try hook.runEnds(run.end(.failed))
    #expect(try StorageReader(path: path).runs().isEmpty)
  }

  @Test func endingTwiceChangesNothing() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    try hook.runEnds(run.end(.completed))
    try hook.runEnds(run.end(.failed))
    #expect(try folder.names() == ["results.db"])  // the log is in the file
    #expect(try StorageReader(path: path).runs().map(\.outcome) == [.completed])
  }

  @Test func severalRunsShareAFile() throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      let run = try FakeRun(storage: .forTests(), seed: seed)
      let hook = try StorageHook(path)
      try hook.runStarts(run.context)
      for _ in 0..<seed {
        try hook.tickEnds(run.tick([.init(symbol: 0, price: 15_000, quantity: Int32(seed), buyer: 0, seller: 1)]))
      }
      try hook.runEnds(run.end())
    }
    let reader = try StorageReader(path: path)
    #expect(try reader.runs().map(\.id) == [1, 2, 3])
    #expect(try reader.runs().map(\.seed) == [1, 2, 3])
    for run in 1...3 as ClosedRange<Int64> {
      #expect(try reader.trades(run: run).map(\.quantity) == [Int64](repeating: run, count: Int(run)))
      #expect(try reader.count(.agents, run: run) == 3)
      #expect(try reader.count(.portfolioSnapshots, run: run) == 3)
    }
  }

  @Test func aTimeframeNobodyBuildsIsRefused() throws {
    let run = try FakeRun(storage: .forTests())
    var settings = SimulationConfig.Storage.forTests()
    settings.candleTimeframes = [2, 7]
    let hook = try StorageHook(path, settings)
    #expect(storageError { try hook.runStarts(run.context) }?.problem == .timeframeNotBuilt(ticks: 7))
    try hook.runEnds(run.end(.failed))
    #expect(try StorageReader(path: path).runs().isEmpty)
  }

  // MARK: - Trades

  @Test func tradesAreStoredInExecutionOrderInMoneyAndIds() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    try hook.tickEnds(
      run.tick([
        .init(symbol: 0, price: 15_001, quantity: 5, buyer: 0, seller: 1),
        .init(symbol: 0, price: 15_001, quantity: 6, buyer: 1, seller: 0),
        .init(symbol: 1, price: 9_999, quantity: 7, buyer: 2, seller: 2),
      ]))
    try hook.tickEnds(run.tick())
    try hook.tickEnds(run.tick([.init(symbol: 1, price: 10_000, quantity: 8, buyer: 2, seller: 0)]))
    try hook.runEnds(run.end())
    #expect(
      try StorageReader(path: path).trades(run: 1) == [
        StoredTrade(tick: 0, symbol: "AAPL", price: 1_500_100, quantity: 5, buyer: 1, seller: 2),
        StoredTrade(tick: 0, symbol: "AAPL", price: 1_500_100, quantity: 6, buyer: 2, seller: 1),
        StoredTrade(tick: 0, symbol: "XOM", price: 999_900, quantity: 7, buyer: 3, seller: 3),
        StoredTrade(tick: 2, symbol: "XOM", price: 1_000_000, quantity: 8, buyer: 3, seller: 1),
      ])
  }

  // Trade counts per tick on both sides of the rows that go into one statement, over several batches.
  @Test(arguments: [0, 1, 15, 16, 17, 40])
  func everyTradeOfManyTicksIsThere(perTick: Int) throws {
    let run = try FakeRun(storage: .forTests(), ticks: 50)
    var tuning = StorageHook.Tuning()
    tuning.tradesPerHalf = 100
    tuning.ticksPerHalf = 7
    let hook = try StorageHook(path, tuning: tuning)
    try hook.runStarts(run.context)
    var expected: [StoredTrade] = []
    for tick in 0..<50 {
      let trades = (0..<perTick).map { number in
        FakeRun.Trade(
          symbol: number * 2 / max(1, perTick), price: Int32(100 + number * 2 / max(1, perTick)),
          quantity: Int32(1_000 * tick + number + 1), buyer: Int32(number % 3), seller: Int32((number + 1) % 3))
      }
      expected += trades.map { trade in
        StoredTrade(
          tick: tick, symbol: run.rules.symbols[trade.symbol].name, price: Int64(trade.price) * 100,
          quantity: Int64(trade.quantity), buyer: Int64(trade.buyer) + 1, seller: Int64(trade.seller) + 1)
      }
      try hook.tickEnds(run.tick(trades))
    }
    try hook.runEnds(run.end())
    #expect(try StorageReader(path: path).trades(run: 1) == expected)
  }

  @Test(arguments: [1, 2, 3, 7, 100])
  func aSampledLogKeepsEveryNthTradeOfTheRun(every: Int) throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path, .forTests(.sampled(every: every)))
    try hook.runStarts(run.context)
    for tick in 0..<10 {
      // The quantity is the trade's running number and one.
      try hook.tickEnds(
        run.tick(
          (0..<5).map {
            FakeRun.Trade(symbol: $0 / 3, price: 100, quantity: Int32(5 * tick + $0 + 1), buyer: 0, seller: 1)
          }))
    }
    try hook.runEnds(run.end())
    let reader = try StorageReader(path: path)
    #expect(try reader.trades(run: 1).map(\.quantity) == stride(from: 1, through: 50, by: every).map(Int64.init))
    #expect(try reader.runs().map(\.tradeLog) == ["sampled:\(every)"])
  }

  @Test func withoutATradeLogEverythingElseIsStored() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path, .forTests(.off))
    try hook.runStarts(run.context)
    for _ in 0..<4 {
      try hook.tickEnds(run.tick([.init(symbol: 0, price: 15_000, quantity: 1, buyer: 0, seller: 1)]))
    }
    try hook.runEnds(run.end())
    let reader = try StorageReader(path: path)
    #expect(try reader.count(.trades, run: 1) == 0)
    #expect(try reader.candles(run: 1).map(\.volume) == [2, 2, 4, 0, 0, 0])
    #expect(try reader.count(.portfolioSnapshots, run: 1) == 3)
  }

  // MARK: - Candles

  @Test func candlesAreWholeFlatOrBrokenOff() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    // AAPL trades in ticks 0, 1, 4; XOM never. Seven ticks: the last candles of 2 and of 4 ticks are broken off.
    let prices: [Int32?] = [15_010, 14_990, nil, nil, 15_050, nil, nil]
    for price in prices {
      try hook.tickEnds(
        run.tick(price.map { [.init(symbol: 0, price: $0, quantity: 10, buyer: 0, seller: 1)] } ?? []))
    }
    try hook.runEnds(run.end(.interrupted))
    func candle(
      _ symbol: String, _ timeframe: Int, _ start: Int, _ prices: (Int64, Int64, Int64, Int64), _ volume: Int64
    ) -> StoredCandle {
      StoredCandle(
        symbol: symbol, timeframe: timeframe, tickStart: start, open: prices.0 * 100, high: prices.1 * 100,
        low: prices.2 * 100, close: prices.3 * 100, volume: volume)
    }
    func flat(_ symbol: String, _ timeframe: Int, _ start: Int, _ price: Int64) -> StoredCandle {
      candle(symbol, timeframe, start, (price, price, price, price), 0)
    }
    let traded = [
      candle("AAPL", 2, 0, (15_010, 15_010, 14_990, 14_990), 20), flat("AAPL", 2, 2, 14_990),
      candle("AAPL", 2, 4, (15_050, 15_050, 15_050, 15_050), 10), flat("AAPL", 2, 6, 15_050),
      candle("AAPL", 4, 0, (15_010, 15_010, 14_990, 14_990), 20),
      candle("AAPL", 4, 4, (15_050, 15_050, 15_050, 15_050), 10),
    ]
    let untraded =
      [0, 2, 4, 6].map { flat("XOM", 2, $0, 10_000) } + [0, 4].map { flat("XOM", 4, $0, 10_000) }
    #expect(try StorageReader(path: path).candles(run: 1) == traded + untraded)
  }

  @Test func aRunThatEndsOnACandleEdgeHasNoEmptyCandle() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    for _ in 0..<4 { try hook.tickEnds(run.tick()) }
    try hook.runEnds(run.end())
    #expect(try StorageReader(path: path).candles(run: 1).map(\.tickStart) == [0, 2, 0, 0, 2, 0])
  }

  // MARK: - Portfolios

  @Test func portfoliosAreWhatTheAccountsHeldAtThatTick() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path, .forTests(snapshotInterval: 2))
    try hook.runStarts(run.context)
    try hook.tickEnds(run.tick())
    run.accounts.cash[0] = -5
    (run.accounts.quantity[0], run.accounts.cost[0]) = (3, 100)  // 33.33 a share
    (run.accounts.quantity[2], run.accounts.cost[2]) = (-2, -5)  // 2.5, rounded away from zero
    run.accounts.realised[1] = -17
    try hook.tickEnds(run.tick())
    // Too late for the snapshot of tick 1.
    run.accounts.cash[0] = 99
    try hook.tickEnds(run.tick())
    try hook.runEnds(run.end())

    let reader = try StorageReader(path: path)
    #expect(try reader.snapshotTicks(run: 1) == [1, 2])
    func portfolio(
      _ agent: Int64, cash: Int64 = 0, _ positions: String = "{}", realized: Int64 = 0, equity: Int64 = 0
    ) -> StoredPortfolio {
      StoredPortfolio(
        tick: 1, agent: agent, cash: cash, positionsJSON: positions, realizedProfit: realized, equity: equity)
    }
    #expect(
      try reader.portfolios(run: 1, tick: 1) == [
        portfolio(1, cash: -5, #"{"AAPL":{"qty":3,"avg_cost":33}}"#, equity: 4_499_995),  // at $150
        portfolio(2, realized: -17),
        portfolio(3, #"{"XOM":{"qty":-2,"avg_cost":3}}"#, equity: -2_000_000),  // at $100
      ])
    #expect(try reader.portfolios(run: 1, tick: 2).map(\.cash) == [99, 0, 0])
  }

  @Test(arguments: [(0, 6, [5]), (2, 6, [1, 3, 5]), (4, 6, [3, 5]), (1, 2, [0, 1]), (3, 0, [])])
  func portfoliosAreStoredAtEachIntervalAndOnceAtTheEnd(interval: Int, ticks: Int, expected: [Int]) throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path, .forTests(snapshotInterval: interval))
    try hook.runStarts(run.context)
    for _ in 0..<ticks { try hook.tickEnds(run.tick()) }
    try hook.runEnds(run.end())
    #expect(try StorageReader(path: path).snapshotTicks(run: 1) == expected)
  }

  @Test func aTickThatOnlyOtherHooksSawIsLeftOut() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    for _ in 0..<3 { try hook.tickEnds(run.tick()) }
    _ = run.tick([.init(symbol: 0, price: 1, quantity: 1, buyer: 0, seller: 1)])
    try hook.runEnds(run.end(.failed))
    let reader = try StorageReader(path: path)
    #expect(try reader.runs().map(\.ticks) == [3])
    #expect(try reader.candles(run: 1).map(\.tickStart) == [0, 0])
    #expect(try reader.snapshotTicks(run: 1) == [])
  }

  // MARK: - The queue

  @Test(.timeLimit(.minutes(1))) func aSlowWriterLosesNothing() throws {
    let run = try FakeRun(storage: .forTests(), ticks: 100)
    var tuning = StorageHook.Tuning()
    tuning.ticksPerHalf = 1
    tuning.writer.beforeBatch = { waitMilliseconds(2) }
    let hook = try StorageHook(path, tuning: tuning)
    try hook.runStarts(run.context)
    for tick in 0..<100 {
      try hook.tickEnds(
        run.tick([.init(symbol: 0, price: 15_000, quantity: Int32(tick + 1), buyer: 0, seller: 1)]))
    }
    try hook.runEnds(run.end())
    let reader = try StorageReader(path: path)
    #expect(try reader.trades(run: 1).map(\.quantity) == Array(1...100))
    #expect(try reader.runs().map(\.ticks) == [100])
  }

  @Test func indexesAreThereWhenTheRunHasEnded() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    try hook.runEnds(run.end())
    let file = try ResultsFile.openForReading(path: path, ResultsFile.Tuning())
    #expect(try file.integer("SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name LIKE '%_by_%'") == 6)
    let plan = try file.prepare("EXPLAIN QUERY PLAN SELECT * FROM trades WHERE run_id = 1 AND symbol = 'XOM'")
    #expect(try plan.step())
    #expect(plan.text(3).contains("trades_by_symbol"))
  }
}
