import SimTestSupport
import Testing

@testable import SimStorage

struct SQLiteConnectionTests {
  private let connection: SQLiteConnection

  init() throws {
    connection = try SQLiteConnection(path: ":memory:", access: .readWrite, busyMilliseconds: 0)
    try connection.execute("CREATE TABLE t (n INTEGER NOT NULL, s TEXT) STRICT")
  }

  @Test func whatIsBoundIsRead() throws {
    let insert = try connection.prepare("INSERT INTO t VALUES (?1, ?2)")
    let name = connection.intern("interned ü")
    try insert.bind(.min, at: 1)
    try insert.bind("plain", at: 2)
    try insert.run()
    try insert.bind(name, at: 2)  // the number keeps its value
    try insert.run()
    try insert.bind(.max, at: 1)
    try insert.bind(utf8: Array("bytes".utf8), at: 2)
    try insert.run()
    try connection.execute("INSERT INTO t VALUES (0, NULL)")

    let select = try connection.prepare("SELECT n, s FROM t ORDER BY rowid")
    for _ in 0..<2 {  // a statement that has ended starts again
      var rows: [String] = []
      while try select.step() { rows.append("\(select.integer(0)) \(select.textIfAny(1) ?? "-")") }
      #expect(rows == ["\(Int64.min) plain", "\(Int64.min) interned ü", "\(Int64.max) bytes", "0 -"])
    }
    #expect(try connection.integer("SELECT n FROM t WHERE s = 'bytes'") == .max)
    #expect(try connection.integer("SELECT n FROM t WHERE s = 'nobody'") == 0)
    #expect(connection.lastInsertedRow == 4)
  }

  @Test func nothingIsNotZero() throws {
    let select = try connection.prepare("SELECT NULL, 0")
    #expect(try select.step())
    #expect((select.integerIfAny(0), select.integerIfAny(1)) == (nil, 0))
  }

  @Test func aTransactionThatThrowsLeavesNothing() throws {
    let error = storageError {
      try connection.transaction { () throws(StorageError) in
        try connection.execute("INSERT INTO t VALUES (1, NULL)")
        try connection.execute("INSERT INTO t VALUES (NULL, NULL)")
      }
    }
    #expect(error?.problem == .rejected)
    #expect(error?.sql == "INSERT INTO t VALUES (NULL, NULL)")
    #expect(error?.detail.contains("t.n") == true)
    #expect(try connection.integer("SELECT count(*) FROM t") == 0)
    try connection.transaction { () throws(StorageError) in try connection.execute("INSERT INTO t VALUES (1, NULL)") }
    #expect(try connection.integer("SELECT count(*) FROM t") == 1)
  }

  @Test func aStatementGoesOnAfterAnError() throws {
    try connection.execute("CREATE UNIQUE INDEX u ON t (n)")
    let insert = try connection.prepare("INSERT INTO t (n) VALUES (?1)")
    for number in [1, 1, 2] as [Int64] {
      try insert.bind(number, at: 1)
      _ = storageError { try insert.run() }
    }
    #expect(try connection.integer("SELECT sum(n) FROM t") == 3)
  }

  @Test func wrongSQLAndWrongParametersAreNamed() throws {
    #expect(storageError { _ = try connection.prepare("SELEC 1") }?.sql == "SELEC 1")
    let statement = try connection.prepare("SELECT ?1")
    #expect(storageError { try statement.bind(Int64(1), at: 2) }?.problem == .rejected)
  }

  @Test func aStatementOutlivesItsConnectionsName() throws {
    func prepared() throws -> SQLiteStatement {
      try SQLiteConnection(path: ":memory:", access: .readWrite, busyMilliseconds: 0).prepare("SELECT 7")
    }
    let statement = try prepared()
    #expect(try statement.step())
    #expect(statement.integer(0) == 7)
  }
}
