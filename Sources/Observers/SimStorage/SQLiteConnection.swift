import CSQLite
import Foundation
import SimColumns

/// A connection to one database file: the only place that calls SQLite's C interface.
///
/// Why the `unsafe` calls below are safe:
///
/// 1. `handle` is what `sqlite3_open_v2` returned, open until `deinit`; a statement keeps its connection alive, and
///    `sqlite3_close_v2` waits for statements that are finalised after it.
/// 2. Neither class is `Sendable`, so the compiler keeps a connection and its statements on one thread at a time. That
///    is all SQLite asks for in the multi-thread mode (`SQLITE_OPEN_NOMUTEX`) they are opened in. ``StorageWriter``
///    hands a connection over to its thread once, before the thread starts.
/// 3. Texts are bound with `SQLITE_TRANSIENT`: SQLite copies them before the call returns, so no pointer outlives its
///    call. The exception is an ``SQLiteConnection/InternedText``, whose bytes never change and live as long as the
///    connection, so at least as long as any of its statements. Texts read from a column are copied before the statement
///    moves on.
@safe final class SQLiteConnection {
  enum Access {
    case readWrite  // made if it does not exist
    case readOnly
  }

  let path: String
  private let handle: OpaquePointer
  private var interned: [UnsafeMutablePointer<CChar>] = unsafe []

  /// A text that is bound again and again without being copied. Belongs to the connection that made it.
  @safe struct InternedText {
    fileprivate let start: UnsafePointer<CChar>
    fileprivate let count: Int32
  }

  /// - Parameter busyMilliseconds: how long to wait for another process that holds the lock before giving up.
  init(path: String, access: Access, busyMilliseconds: Int32) throws(StorageError) {
    let flags =
      switch access {
      case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .readOnly: SQLITE_OPEN_READONLY
      }
    var opened: OpaquePointer?
    let code = unsafe sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard let opened = unsafe opened else {
      throw StorageError(.outOfMemory, path: path, code: SQLITE_NOMEM)
    }
    guard code == SQLITE_OK else {
      let error = unsafe StorageError(sqlite: code, of: opened, path: path, sql: nil)
      unsafe sqlite3_close_v2(opened)
      throw error
    }
    self.path = path
    unsafe handle = opened
    unsafe sqlite3_busy_timeout(opened, busyMilliseconds)
  }

  deinit {
    // The last statement went before its connection did, so nobody reads the texts any more.
    unsafe sqlite3_close_v2(handle)
    unsafe interned.forEach { unsafe free($0) }
  }

  /// Keeps a copy of `text` until the connection closes.
  func intern(_ text: String) -> InternedText {
    guard let copy = unsafe strdup(text) else { preconditionFailure("no memory for \(text.utf8.count) bytes") }
    unsafe interned.append(copy)
    return unsafe InternedText(start: copy, count: Int32(strlen(copy)))
  }

  /// Whether the file can only be read, whatever was asked for: SQLite falls back silently.
  var isReadOnly: Bool { unsafe sqlite3_db_readonly(handle, "main") == 1 }

  /// Runs one or more statements and drops their rows.
  func execute(_ sql: String) throws(StorageError) {
    let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code, sql) }
  }

  func prepare(_ sql: String) throws(StorageError) -> SQLiteStatement {
    var prepared: OpaquePointer?
    let code = unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
    guard code == SQLITE_OK, let prepared = unsafe prepared else { throw error(code, sql) }
    return unsafe SQLiteStatement(prepared, sql: sql, connection: self)
  }

  /// The first column of the first row; 0 when there is no row.
  func integer(_ sql: String) throws(StorageError) -> Int64 {
    let statement = try prepare(sql)
    return try statement.step() ? statement.integer(0) : 0
  }

  /// All of `body`'s changes or, if it throws, none. Takes the write lock at once, so that waiting for it is all that
  /// can fail because of other writers.
  func transaction<Result>(_ body: () throws(StorageError) -> Result) throws(StorageError) -> Result {
    try execute("BEGIN IMMEDIATE")
    do throws(StorageError) {
      let result = try body()
      try execute("COMMIT")
      return result
    } catch {
      // Some errors (a full disk among them) have rolled back already.
      if unsafe sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Rows that the last statement inserted, changed or deleted.
  var changes: Int { Int(unsafe sqlite3_changes64(handle)) }

  /// The row number of the last row this connection inserted.
  var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

  fileprivate func error(_ code: Int32, _ sql: String) -> StorageError {
    unsafe StorageError(sqlite: code, of: handle, path: path, sql: sql)
  }
}

/// A prepared statement: bind the parameters (numbered from 1, they keep their values from run to run), then `run` or
/// `step`.
@safe final class SQLiteStatement {
  private let handle: OpaquePointer
  private let connection: SQLiteConnection
  let sql: String

  @unsafe fileprivate init(_ handle: OpaquePointer, sql: String, connection: SQLiteConnection) {
    unsafe self.handle = handle
    self.connection = connection
    self.sql = sql
  }

  deinit { unsafe sqlite3_finalize(handle) }

  func bind(_ value: Int64, at parameter: Int) throws(StorageError) {
    try check(unsafe sqlite3_bind_int64(handle, Int32(parameter), value))
  }

  func bind(_ value: String, at parameter: Int) throws(StorageError) {
    try check(unsafe sqlite3_bind_text(handle, Int32(parameter), value, -1, transient))
  }

  /// - Parameter value: of this statement's connection.
  func bind(_ value: SQLiteConnection.InternedText, at parameter: Int) throws(StorageError) {
    try check(unsafe sqlite3_bind_text(handle, Int32(parameter), value.start, value.count, nil))  // SQLITE_STATIC
  }

  /// Text that is in UTF-8 already; at least one byte.
  func bind(utf8 bytes: [UInt8], at parameter: Int) throws(StorageError) {
    precondition(!bytes.isEmpty, "an empty text is bound as a string")
    let code = unsafe bytes.withUnsafeBytes { bytes in
      unsafe sqlite3_bind_text(
        handle, Int32(parameter), bytes.assumingMemoryBound(to: CChar.self).baseAddress, Int32(bytes.count), transient)
    }
    try check(code)
  }

  func bind(_ value: Double, at parameter: Int) throws(StorageError) {
    try check(unsafe sqlite3_bind_double(handle, Int32(parameter), value))
  }

  /// NULL for nil.
  func bind(orNull value: Double?, at parameter: Int) throws(StorageError) {
    guard let value else { return try bindNull(at: parameter) }
    try bind(value, at: parameter)
  }

  /// NULL for nil.
  func bind(orNull value: Int64?, at parameter: Int) throws(StorageError) {
    guard let value else { return try bindNull(at: parameter) }
    try bind(value, at: parameter)
  }

  /// NULL for nil.
  func bind(orNull value: String?, at parameter: Int) throws(StorageError) {
    guard let value else { return try bindNull(at: parameter) }
    try bind(value, at: parameter)
  }

  private func bindNull(at parameter: Int) throws(StorageError) {
    try check(unsafe sqlite3_bind_null(handle, Int32(parameter)))
  }

  /// The column's memory, as it is.
  func bind(blob words: ColumnView<UInt32>, at parameter: Int) throws(StorageError) {
    let bytes = unsafe words.bytes
    try check(
      unsafe sqlite3_bind_blob64(
        handle, Int32(parameter), bytes.baseAddress, sqlite3_uint64(bytes.count), transient))
  }

  /// Runs a statement that gives no rows, and makes it ready for the next run.
  func run() throws(StorageError) {
    let code = unsafe sqlite3_step(handle)
    guard code == SQLITE_DONE else {
      let error = connection.error(code, sql)
      unsafe sqlite3_reset(handle)
      throw error
    }
    unsafe sqlite3_reset(handle)
  }

  /// Moves to the next row. False after the last one; the statement is then ready for another run.
  func step() throws(StorageError) -> Bool {
    let code = unsafe sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    let error = code == SQLITE_DONE ? nil : connection.error(code, sql)
    unsafe sqlite3_reset(handle)
    if let error { throw error }
    return false
  }

  // Columns of the row it stands on, numbered from 0.

  func integer(_ column: Int) -> Int64 { unsafe sqlite3_column_int64(handle, Int32(column)) }

  func integerIfAny(_ column: Int) -> Int64? {
    unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL ? nil : integer(column)
  }

  func text(_ column: Int) -> String { textIfAny(column) ?? "" }

  func textIfAny(_ column: Int) -> String? {
    guard let start = unsafe sqlite3_column_text(handle, Int32(column)) else { return nil }
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column)))
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func real(_ column: Int) -> Double { unsafe sqlite3_column_double(handle, Int32(column)) }

  func realIfAny(_ column: Int) -> Double? {
    unsafe sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL ? nil : real(column)
  }

  /// Whatever the column holds in this row. Blobs are told by their size.
  func value(_ column: Int) -> StoredValue {
    switch unsafe sqlite3_column_type(handle, Int32(column)) {
    case SQLITE_NULL: .null
    case SQLITE_INTEGER: .integer(integer(column))
    case SQLITE_FLOAT: .real(real(column))
    case SQLITE_BLOB: .integer(Int64(unsafe sqlite3_column_bytes(handle, Int32(column))))
    default: .text(text(column))
    }
  }

  var columnNames: [String] {
    let count = unsafe sqlite3_column_count(handle)
    return (0..<count).map { unsafe String(cString: sqlite3_column_name(handle, $0)) }
  }

  /// Copies a blob of whole words into `words`; what is left over of a word is dropped, and so missed by whoever
  /// checks the length.
  func copyBlob(_ column: Int, into words: ColumnBuffer<UInt32>) {
    let count = Int(unsafe sqlite3_column_bytes(handle, Int32(column))) / 4
    words.removeAll()
    let room = words.reserve(count)
    words.resize(to: count)
    guard count > 0, let start = unsafe sqlite3_column_blob(handle, Int32(column)) else { return }
    unsafe room[0..<count].bytes.copyMemory(from: UnsafeRawBufferPointer(start: start, count: count * 4))
  }

  @inline(__always) private func check(_ code: Int32) throws(StorageError) {
    guard code == SQLITE_OK else { throw connection.error(code, sql) }
  }
}

/// `SQLITE_TRANSIENT`, a macro that Swift does not see: "copy the text now".
private var transient: sqlite3_destructor_type { unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

extension StorageError {
  /// What SQLite's result code means to somebody who wants results on a disk.
  @unsafe fileprivate init(sqlite code: Int32, of handle: OpaquePointer, path: String, sql: String?) {
    let callCode = errno  // of the call that failed last: SQLite forgets it when a commit fails
    let systemCode = unsafe sqlite3_system_errno(handle)
    let problem: Problem =
      switch code & 0xff {
      case SQLITE_FULL: .diskFull
      // The log's index file is grown by system calls of its own, which report a full disk as a failed operation.
      case SQLITE_IOERR where [ENOSPC, EDQUOT, EFBIG].contains(systemCode != 0 ? systemCode : callCode): .diskFull
      case SQLITE_IOERR: .inputOutput
      case SQLITE_READONLY: .readOnly
      case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
      case SQLITE_BUSY, SQLITE_LOCKED: .locked
      case SQLITE_NOTADB: .notADatabase
      case SQLITE_CORRUPT: .corrupt
      case SQLITE_NOMEM: .outOfMemory
      default: .rejected
      }
    var detail = unsafe String(cString: sqlite3_errmsg(handle))
    // Opening leaves the reason ("permission denied", "no such file") with the system.
    if problem == .cannotOpen, systemCode != 0 {
      detail += unsafe ": " + String(cString: strerror(systemCode))
    }
    self.init(problem, path: path, code: code, detail: detail, sql: sql)
  }
}
