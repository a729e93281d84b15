import SimEngine
import SimTestSupport
import Testing

@testable import SimStorage

struct MigrationTests {
  let folder: TemporaryFolder
  let path: String

  /// A file that version 1 left, with a run in it that was killed.
  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("old.db")
    let old = try SQLiteConnection(path: path, access: .readWrite, busyMilliseconds: 0)
    try old.execute(Migration.runTables.sql)
    try old.execute(
      """
      PRAGMA application_id = \(Migration.applicationID);
      PRAGMA user_version = 1;
      INSERT INTO runs VALUES (1, 'running', 5, NULL, 1, 2, 3, 1, 1, NULL, 'rows', 'v', 'm', 'h', '{}');
      INSERT INTO agents VALUES (1, 1, 's', 'p', 1, 'AAPL', 10, 20);
      INSERT INTO trades VALUES (NULL, 1, 0, 'AAPL', 100, 5, 1, 2);
      """)
  }

  @Test func aReaderBringsItUpToDateAndFindsItsRows() throws {
    let reader = try StorageReader(path: path)
    #expect(try reader.schemaVersion() == Migration.latest)
    #expect(try reader.runs().map(\.outcome) == [.interrupted])
    #expect(try reader.trades(run: 1).map(\.quantity) == [5])
    #expect(try reader.populations(run: 1).isEmpty)
  }

  @Test func aRunGoesOnInIt() throws {
    let run = try FakeRun(storage: .forTests())
    let hook = try StorageHook(path)
    try hook.runStarts(run.context)
    try hook.tickEnds(run.tick([.init(symbol: 0, price: 1, quantity: 6, buyer: 0, seller: 1)]))
    try hook.runEnds(run.end())
    let reader = try StorageReader(path: path)
    #expect(try reader.schemaVersion() == Migration.latest)
    #expect(try reader.runs().map(\.outcome) == [.interrupted, .completed])
    #expect(try reader.trades(run: 1).map(\.quantity) == [5] && reader.trades(run: 2).map(\.quantity) == [6])
    #expect(try reader.agents(run: 1).map(\.parametersJSON) == ["{}"])
  }
}
