import SimColumns
import SimEngine
import SimTestSupport
import Testing

@testable import SimStorage

struct MigrationTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("old.db")
  }

  /// A file that an earlier version left, with a run in it that was killed.
  private func makeFile(version: Int, _ sql: String) throws -> SQLiteConnection {
    let old = try SQLiteConnection(path: path, access: .readWrite, busyMilliseconds: 0)
    for migration in Migration.all.prefix(version) { try old.execute(migration.sql) }
    try old.execute(
      """
      PRAGMA application_id = \(Migration.applicationID);
      PRAGMA user_version = \(version);
      INSERT INTO runs (run_id, outcome, started_at, seed, ticks, ticks_planned, agents, symbols, trade_log, version,
        machine, config_hash, config_json)
      VALUES (1, 'running', 5, 1, 2, 3, 2, 1, 'rows', 'v', 'm', 'h', '{}');
      INSERT INTO symbols VALUES (1, 0, 'AAPL', 'technology', 100, 10, 20);
      INSERT INTO agents (run_id, agent_id, strategy, population, tier, symbol, initial_cash, initial_shares)
      VALUES (1, 1, 's', 'p', 1, 'AAPL', 10, 20), (1, 2, 's', 'q', 1, 'AAPL', 30, 0);
      INSERT INTO trades VALUES (NULL, 1, 0, 'AAPL', 100, 5, 1, 2);
      INSERT INTO portfolio_snapshots VALUES (1, 1, 1, 11, '{}', 7, 4000), (1, 1, 2, 29, '{}', 0, 29);
      \(sql)
      """)
    return old
  }

  private func expectUpToDate() throws {
    let reader = try StorageReader(path: path)
    #expect(try reader.schemaVersion() == Migration.latest)
    #expect(try reader.runs().map(\.outcome) == [.interrupted])
    #expect(try reader.trades(run: 1).map(\.quantity) == [5])
    #expect(try reader.populations(run: 1).isEmpty)
    #expect(try reader.agents(run: 1).map(\.initialEquity) == [2_010, 30])
    // Portfolios are added up; what they do not tell is left open.
    let sums = try reader.populationSums(run: 1)
    #expect(sums.map(\.population) == ["p", "q"] && sums.map(\.agents) == [1, 1] && sums.map(\.tick) == [1, 1])
    #expect(sums.map(\.initialEquity) == [2_010, 30] && sums.map(\.cash) == [11, 29])
    #expect(sums.map(\.equity) == [4_000, 29] && sums.map(\.realizedProfit) == [7, 0])
    #expect(sums.allSatisfy { $0.unrealizedProfit == nil })
    #expect(try reader.snapshotTicks(run: 1) == [1])
    #expect(try reader.strategyProfits(run: 1).map(\.profit) == [1_989])
    #expect(try reader.strategyHistory(run: 1).map(\.profit) == [1_989])
  }

  @Test(arguments: [1, 2]) func aReaderBringsItUpToDateAndFindsItsRows(version: Int) throws {
    do { _ = try makeFile(version: version, "") }
    try expectUpToDate()
    try expectUpToDate()  // and leaves it at that
  }

  /// Ticks of version 2 as rows and as a block: all of them are there, and that their depth is unknown is told.
  @Test func ticksWithoutDepthStayReadable() throws {
    let encoder = BlockEncoder()
    encoder.begin(.symbolTicks, firstTick: 1, ticks: 1, rows: 1)
    for value in [4, 50, 0, 12, 13, 11, 12, 11, 0] as [Int32] {
      let column = ColumnBuffer<Int32>()
      column.append(value)
      encoder.append(column.view(roundedTo: 8), count: 1, mayChain: false)
    }
    do {
      let old = try makeFile(
        version: 2, "INSERT INTO symbol_ticks VALUES (NULL, 1, 0, 'AAPL', 3, 40, 110, 120, 100, 120, NULL, 130);")
      let insert = try old.prepare("INSERT INTO symbol_tick_blocks VALUES (NULL, 1, 'AAPL', 1, 1, ?)")
      try insert.bind(blob: encoder.finish(), at: 1)
      try insert.run()
    }
    let expected = [
      StoredSymbolTick(
        tick: 0, symbol: "AAPL", trades: 3, volume: 40, open: 110, high: 120, low: 100, close: 120, bid: 0, ask: 130,
        depth: nil),
      StoredSymbolTick(
        tick: 1, symbol: "AAPL", trades: 4, volume: 50, open: 120, high: 130, low: 110, close: 120, bid: 110, ask: 0,
        depth: nil),
    ]
    #expect(try StorageReader(path: path).symbolTicks(run: 1) == expected)
    try ResultsEditor(path: path).unpack(run: 1)
    let reader = try StorageReader(path: path)
    #expect(try reader.count(.symbolTicks, run: 1) == 2)
    #expect(try reader.symbolTicks(run: 1) == expected)
    var rows: [[StoredValue]] = []
    try reader.visitRows(of: .symbolTicks, run: 1) { rows.append($0) }
    #expect(rows.map { Array($0.suffix(4)) } == [StoredDepth.unknown, StoredDepth.unknown])
  }

  @Test func whatAgentsBeganWithIsWorkedOut() throws {
    do { _ = try makeFile(version: 3, "") }
    let agents = try StorageReader(path: path).agents(run: 1, StorageFilter(symbol: "AAPL"))
    #expect(agents.map(\.initialEquity) == [2_010, 30] && agents.map(\.initialShares) == [20, 0])
  }

  /// Files from before a view was mended have the slow one.
  @Test func viewsAreMadeAnew() throws {
    do {
      let views = "CREATE VIEW agent_results AS SELECT 1 AS run_id; CREATE VIEW top_agents AS SELECT 2;"
      _ = try makeFile(version: 2, views)
    }
    let reader = try StorageReader(path: path)
    #expect(try reader.topAgents(run: 1, limit: 1).map(\.agent) == [1])
    let fresh = folder.path("new.db")
    do { _ = try ResultsFile.openForWriting(path: fresh, ResultsFile.Tuning()) }
    let schemas = try [path, fresh].map { path in
      let file = try ResultsFile.openForReading(path: path, ResultsFile.Tuning())
      let views = try file.prepare("SELECT sql FROM sqlite_schema WHERE type = 'view' ORDER BY name")
      var texts: [String] = []
      while try views.step() { texts.append(views.text(0)) }
      return texts
    }
    #expect(schemas[0] == schemas[1] && schemas[0].count == 6)
  }

  @Test func aRunGoesOnInIt() throws {
    do { _ = try makeFile(version: 1, "") }
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    try hook.tickEnds(run.tick([.init(symbol: 0, price: 1, quantity: 6, buyer: 0, seller: 1)]))
    try hook.runEnds(run.end())
    let reader = try StorageReader(path: path)
    #expect(try reader.schemaVersion() == Migration.latest)
    #expect(try reader.runs().map(\.outcome) == [.interrupted, .completed])
    #expect(try reader.trades(run: 1).map(\.quantity) == [5] && reader.trades(run: 2).map(\.quantity) == [6])
    #expect(try reader.agents(run: 1).map(\.parametersJSON) == ["{}", "{}"])
    #expect(try reader.symbolTicks(run: 2).allSatisfy { $0.depth != nil })
  }
}
