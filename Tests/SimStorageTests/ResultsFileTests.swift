import Foundation
import SimTestSupport
import Testing

@testable import SimStorage

struct ResultsFileTests {
  let folder: TemporaryFolder
  let path: String
  let tuning = ResultsFile.Tuning()

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("results.db")
  }

  private func schema(_ connection: SQLiteConnection) throws -> [String] {
    let statement = try connection.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    var names: [String] = []
    while try statement.step() { names.append(statement.text(0)) }
    return names
  }

  @Test func migrationsAreNumberedWithoutGaps() {
    #expect(Migration.all.map(\.version) == Array(1...Migration.latest))
  }

  @Test(arguments: [false, true]) func aNewOrEmptyFileGetsAllTables(exists: Bool) throws {
    if exists { try Data().write(to: URL(fileURLWithPath: path)) }
    let connection = try ResultsFile.openForWriting(path: path, tuning)
    #expect(try schema(connection) == StorageTable.allCases.map(\.rawValue).sorted())
    #expect(try connection.integer("PRAGMA user_version") == Int64(Migration.latest))
    #expect(try connection.integer("PRAGMA application_id") == Migration.applicationID)
    #expect(try connection.integer("PRAGMA page_size") == 8_192)
    let mode = try connection.prepare("PRAGMA journal_mode")
    #expect(try mode.step())
    #expect(mode.text(0) == "wal")
  }

  @Test func everyTableButRunsBelongsToARun() throws {
    let connection = try ResultsFile.openForWriting(path: path, tuning)
    for table in StorageTable.allCases {
      let columns = try connection.prepare("SELECT name FROM pragma_table_info('\(table.rawValue)')")
      var names: [String] = []
      while try columns.step() { names.append(columns.text(0)) }
      #expect(names.contains("run_id"), "\(table)")
    }
  }

  @Test func openingAgainChangesNothing() throws {
    do {
      let first = try ResultsFile.openForWriting(path: path, tuning)
      try first.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    do { _ = try ResultsFile.openForWriting(path: path, tuning) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(try folder.names() == ["results.db"])
  }

  /// What opening throws, after a look that the file and its folder are as they were.
  private func refusal(sourceLocation: SourceLocation = #_sourceLocation) throws -> StorageError.Problem? {
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let names = try folder.names()
    let error = storageError { _ = try ResultsFile.openForWriting(path: path, tuning) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before, sourceLocation: sourceLocation)
    #expect(try folder.names() == names, sourceLocation: sourceLocation)
    #expect(
      storageError { _ = try ResultsFile.openForReading(path: path, tuning) }?.problem == error?.problem,
      sourceLocation: sourceLocation)
    return error?.problem
  }

  @Test func aNewerSchemaIsRefused() throws {
    do {
      let connection = try ResultsFile.openForWriting(path: path, tuning)
      try connection.execute("PRAGMA user_version = \(Migration.latest + 1)")
    }
    #expect(try refusal() == .newerSchema(found: Migration.latest + 1, known: Migration.latest))
  }

  @Test func aFileThatIsNoDatabaseIsRefused() throws {
    try Data(String(repeating: "tick,total_us\n", count: 100).utf8).write(to: URL(fileURLWithPath: path))
    #expect(try refusal() == .notADatabase)
  }

  @Test(arguments: ["CREATE TABLE notes (text)", "CREATE TABLE notes (text); PRAGMA user_version = 1"])
  func theDatabaseOfAnotherProgramIsRefused(sql: String) throws {
    do {
      let connection = try SQLiteConnection(path: path, access: .readWrite, busyMilliseconds: 0)
      try connection.execute(sql)
    }
    #expect(try refusal() == .otherProgram)
  }

  @Test func aDamagedFileIsRefused() throws {
    do {
      let connection = try ResultsFile.openForWriting(path: path, tuning)
      try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    bytes.replaceSubrange(100..<8_192, with: Data(repeating: 0x5a, count: 8_092))
    try bytes.write(to: URL(fileURLWithPath: path))
    #expect(
      storageError {
        let connection = try ResultsFile.openForWriting(path: path, tuning)
        _ = try connection.integer("SELECT count(*) FROM runs")
      }?.problem == .corrupt)
  }

  @Test func readingWhatIsNotThereIsRefusedAndMakesNothing() throws {
    #expect(storageError { _ = try StorageReader(path: path) }?.problem == .cannotOpen)
    #expect(try folder.names() == [])
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(storageError { _ = try StorageReader(path: path) }?.problem == .notYetWritten)
  }

  @Test func aReaderCannotWrite() throws {
    do { _ = try ResultsFile.openForWriting(path: path, tuning) }
    let reader = try ResultsFile.openForReading(path: path, tuning)
    #expect(storageError { try reader.execute("DELETE FROM runs") }?.problem == .readOnly)
  }

  @Test func deletingARunDeletesWhatBelongsToIt() throws {
    let connection = try ResultsFile.openForWriting(path: path, tuning)
    let description = "'', '', '', ''"
    for run in 1...2 {
      try connection.execute(
        """
        INSERT INTO runs VALUES (\(run), 'completed', 0, 0, 0, 0, 0, 0, 0, NULL, 'rows', \(description), '', 0);
        INSERT INTO trades VALUES (NULL, \(run), 0, 'A', 1, 1, 1, 2);
        INSERT INTO candles VALUES (\(run), 'A', 1, 0, 1, 1, 1, 1, 1);
        """)
    }
    try connection.execute("PRAGMA foreign_keys = ON; DELETE FROM runs WHERE run_id = 1")
    #expect(try connection.integer("SELECT min(run_id) + count(*) FROM trades") == 3)
    #expect(try connection.integer("SELECT min(run_id) + count(*) FROM candles") == 3)
  }
}
