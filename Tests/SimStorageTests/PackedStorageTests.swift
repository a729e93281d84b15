import SimEngine
import SimTestSupport
import Testing

@testable import SimStorage

/// A run stored packed is a run stored as rows, seen through the reader.
struct PackedStorageTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  static let ticks = 50

  /// Trades of a tick: none, one symbol's, both symbols'; in a book each at its own price.
  static func trades(_ tick: Int, hasOwnPrices: Bool) -> [FakeRun.Trade] {
    (0..<(tick * 7) % 30).map { number in
      let symbol = number < 12 ? 0 : 1
      return FakeRun.Trade(
        symbol: symbol, price: Int32(15_000 + tick % 5 + (hasOwnPrices ? number % 3 : 0)),
        quantity: Int32(100 * tick + number + 1), buyer: Int32(number % 3), seller: Int32((number + 1) % 3))
    }
  }

  /// Stores a run, in batches of a few ticks.
  func store(
    _ name: String, _ log: SimulationConfig.TradeLog, mechanism: String = "call", ticksPerHalf: Int = 7
  ) throws -> String {
    let path = folder.path(name)
    let run = try FakeRun(storage: .forTests(log), ticks: Self.ticks, mechanism: mechanism)
    run.hasBook = true
    var tuning = StorageHook.Tuning()
    tuning.ticksPerHalf = ticksPerHalf
    let hook = try StorageHook(path, .forTests(log), tuning: tuning)
    try hook.runStarts(run.context)
    for tick in 0..<Self.ticks {
      try hook.tickEnds(run.tick(Self.trades(tick, hasOwnPrices: mechanism == "continuous")))
    }
    try hook.runEnds(run.end())
    return path
  }

  @Test(arguments: ["call", "continuous"]) func packedAndRowsReadTheSame(mechanism: String) throws {
    let rows = try StorageReader(path: try store("rows.db", .rows, mechanism: mechanism))
    let packed = try StorageReader(path: try store("packed.db", .packed, mechanism: mechanism))
    #expect(try packed.count(.trades, run: 1) == 0 && packed.count(.symbolTicks, run: 1) == 0)
    #expect(try rows.count(.tradeBlocks, run: 1) == 0 && rows.count(.symbolTickBlocks, run: 1) == 0)
    let expected = try rows.trades(run: 1)
    #expect(expected.count > 500 && Set(expected.map(\.price)).count > 4)
    #expect(try packed.trades(run: 1) == expected)
    #expect(try packed.tradeCount(run: 1) == expected.count && rows.tradeCount(run: 1) == expected.count)
    #expect(try packed.symbolTicks(run: 1) == rows.symbolTicks(run: 1))
    #expect(try packed.runs()[0].tradeLog == "packed" && packed.runs()[0].hasAllTrades)
    for filter in [
      StorageFilter(symbol: "XOM"), StorageFilter(agent: 3), StorageFilter(ticks: 6...7),
      StorageFilter(symbol: "AAPL", agent: 1, ticks: 13...33), StorageFilter(ticks: 49...1_000),
      StorageFilter(symbol: "nobody"), StorageFilter(ticks: 60...70),
    ] {
      let chosen = expected.filter { trade in
        if let symbol = filter.symbol, trade.symbol != symbol { return false }
        if let agent = filter.agent, trade.buyer != agent, trade.seller != agent { return false }
        return filter.ticks?.contains(trade.tick) ?? true
      }
      #expect(try rows.trades(run: 1, filter) == chosen, "\(filter)")
      #expect(try packed.trades(run: 1, filter) == chosen, "\(filter)")
      #expect(try packed.symbolTicks(run: 1, filter) == rows.symbolTicks(run: 1, filter), "\(filter)")
    }
  }

  @Test func ticksAreKeptWhateverTheTradeLog() throws {
    let expected = try StorageReader(path: try store("rows.db", .rows)).symbolTicks(run: 1)
    #expect(expected.count == 2 * Self.ticks)
    let third = StoredSymbolTick(
      tick: 3, symbol: "AAPL", trades: 12, volume: 3_678, open: 1_500_300, high: 1_500_300, low: 1_500_300,
      close: 1_500_300, bid: 0, ask: 1_500_500,
      depth: StoredDepth(bid: 0, ask: 3 << 32, demand: 16, supply: 2_147_483_644))
    #expect(expected[2 * 3] == third)
    for log in [SimulationConfig.TradeLog.off, .sampled(every: 5)] {
      #expect(try StorageReader(path: try store("\(log).db", log)).symbolTicks(run: 1) == expected, "\(log)")
    }
  }

  @Test func severalRunsOfAFileKeepApart() throws {
    let path = try store("several.db", .packed)
    _ = try store("several.db", .rows)
    _ = try store("several.db", .packed, ticksPerHalf: 50)
    let reader = try StorageReader(path: path)
    let trades = try (1...3).map { try reader.trades(run: $0) }
    #expect(trades[0] == trades[1] && trades[1] == trades[2])
  }

  @Test func aDamagedBlockNamesRunSymbolAndBlock() throws {
    let path = try store("damaged.db", .packed)
    let connection = try ResultsFile.openForWriting(path: path, ResultsFile.Tuning())
    try connection.execute(
      """
      UPDATE trade_blocks SET data = CAST(substr(data, 1, 60) || x'ff' || substr(data, 62) AS BLOB)
      WHERE id = (SELECT min(id) FROM trade_blocks WHERE symbol = 'XOM' AND first_tick > 20)
      """)
    let reader = try StorageReader(path: path)
    var read = 0
    let error = storageError { try reader.forEachTrade(run: 1) { _ in read += 1 } }
    guard case .damagedBlock(1, "XOM", 21, let block, "its checksum does not agree")? = error?.problem else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.description.contains("block \(block) (run 1, symbol XOM, from tick 21) is damaged") == true)
    #expect(read > 0)  // what came before is told
    #expect(try reader.trades(run: 1, StorageFilter(symbol: "AAPL")).count > 100)
  }

  // MARK: - Unpacking

  @Test(arguments: ["call", "continuous"]) func unpackedIsWhatRowsWouldHaveBeen(mechanism: String) throws {
    let rows = try StorageReader(path: try store("rows.db", .rows, mechanism: mechanism))
    let path = try store("packed.db", .packed, mechanism: mechanism)
    var told: [Int] = []
    let written = try ResultsEditor(path: path).unpack(run: 1) { told.append($0) }
    let expected = try rows.trades(run: 1)
    #expect(written == (expected.count, 2 * Self.ticks))
    #expect(told.last == expected.count && told == told.sorted() && told.count == 8)
    let reader = try StorageReader(path: path)
    #expect(try reader.trades(run: 1) == expected)
    #expect(try reader.symbolTicks(run: 1) == rows.symbolTicks(run: 1))
    #expect(try reader.count(.trades, run: 1) == expected.count && reader.count(.tradeBlocks, run: 1) == 0)
    #expect(try reader.runs()[0].tradeLog == "rows")
    #expect(try reader.connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'trades_by_symbol'") == 1)
    #expect(try ResultsEditor(path: path).unpack(run: 1) == (0, 0))
  }

  /// Whoever is stopped half way has every trade once, reads them in order, and goes on where it stopped.
  @Test func unpackingThatWasCutGoesOn() throws {
    let path = try store("packed.db", .packed)
    let expected = try StorageReader(path: path).trades(run: 1)
    // The fifth batch is damaged, so that four are rows afterwards.
    let connection = try ResultsFile.openForWriting(path: path, ResultsFile.Tuning())
    let original = try connection.prepare("SELECT id, hex(data) FROM trade_blocks WHERE first_tick = 28 LIMIT 1")
    #expect(try original.step())
    let (id, data) = (original.integer(0), original.text(1))
    #expect(try !original.step())
    try connection.execute("UPDATE trade_blocks SET data = x'00' WHERE id = \(id)")
    let error = storageError { try ResultsEditor(path: path).unpack(run: 1) }
    guard case .damagedBlock? = error?.problem else {
      Issue.record("\(String(describing: error))")
      return
    }
    let reader = try StorageReader(path: path)
    let before = expected.filter { $0.tick < 28 }
    #expect(try reader.count(.trades, run: 1) == before.count)
    try connection.execute("UPDATE trade_blocks SET data = x'\(data)' WHERE id = \(id)")
    #expect(try reader.trades(run: 1) == expected)
    try ResultsEditor(path: path).unpack(run: 1)
    #expect(try reader.trades(run: 1) == expected)
  }

  // MARK: - Deleting

  @Test func aDeletedRunLeavesNothingAndTheOthersWhole() throws {
    let path = try store("several.db", .packed)
    _ = try store("several.db", .rows)
    let editor = try ResultsEditor(path: path)
    try editor.delete(run: 1)
    try editor.compact()
    let reader = try StorageReader(path: path)
    #expect(try reader.runs().map(\.id) == [2])
    for table in StorageTable.allCases { #expect(try reader.count(table, run: 1) == 0, "\(table)") }
    #expect(try reader.trades(run: 2).count > 500)
    #expect(storageError { try editor.delete(run: 1) }?.problem == .noSuchRun(1))
    #expect(storageError { _ = try reader.run(1) }?.problem == .noSuchRun(1))
    #expect(try reader.run(nil).id == 2)
  }

  @Test func aRunUnderWayIsLeftAlone() throws {
    let path = folder.path("live.db")
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    let editor = try ResultsEditor(path: path)
    #expect(storageError { try editor.delete(run: 1) }?.problem == .stillRunning(1))
    #expect(storageError { try editor.unpack(run: 1) }?.problem == .stillRunning(1))
    try hook.runEnds(run.end())
    try editor.delete(run: 1)
    #expect(try StorageReader(path: path).runs().isEmpty)
  }

  @Test func whatIsNotThereIsNotEdited() throws {
    #expect(storageError { _ = try ResultsEditor(path: folder.path("none.db")) }?.problem == .cannotOpen)
    #expect(try folder.names().isEmpty)
  }
}
