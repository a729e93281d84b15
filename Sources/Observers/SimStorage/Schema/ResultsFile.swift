/// Opens a file of results and brings its schema up to date, or refuses it untouched.
///
///     no file, or an empty one         -> made, all migrations
///     ours, older schema               -> the missing migrations, each in a transaction of its own; new views
///     ours, this schema                -> taken as it is
///     ours, newer schema               -> refused
///     another program's, or no database at all -> refused
///
/// Whoever reads finds one schema only: an older file is brought up to date for him too, and refused if it cannot be
/// written to.
enum ResultsFile {
  /// How a connection is tuned. Tests make the disk small and the patience short.
  struct Tuning: Sendable {
    /// Wait for another process's lock.
    var busyMilliseconds: Int32 = 5_000
    /// Bytes of a page of a new file: larger pages mean fewer splits for rows that arrive in order.
    var pageBytes = 8_192
    /// Memory for pages, KiB.
    var cacheKiB = 16_384
    /// The write-ahead log is copied into the file when it has grown to this many pages.
    var checkpointPages = 2_000
    /// The most pages the file may grow to; nil for as many as the disk holds.
    var pagesMax: Int?
  }

  /// - Throws: also when the file or its folder cannot be written to, which SQLite alone reports only at the first
  /// write.
  static func openForWriting(path: String, _ tuning: Tuning) throws(StorageError) -> SQLiteConnection {
    // SQLite would make a temporary file, and delete it with all results in it.
    guard !path.isEmpty else { throw StorageError(.cannotOpen, path: path, detail: "the path is empty") }
    let connection = try SQLiteConnection(path: path, access: .readWrite, busyMilliseconds: tuning.busyMilliseconds)
    let version = try checkedVersion(connection)
    guard !connection.isReadOnly else { throw StorageError(.readOnly, path: path) }
    // Nothing was written up to here. The page size has to come before the journal mode, which makes the file.
    try connection.execute("PRAGMA page_size = \(tuning.pageBytes)")
    if let pages = tuning.pagesMax { try connection.execute("PRAGMA max_page_count = \(pages)") }
    try connection.execute(
      """
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA cache_size = -\(tuning.cacheKiB);
      PRAGMA wal_autocheckpoint = \(tuning.checkpointPages);
      """)
    if version < Migration.latest { try migrate(connection) }
    return connection
  }

  static func openForReading(path: String, _ tuning: Tuning) throws(StorageError) -> SQLiteConnection {
    let connection = try SQLiteConnection(path: path, access: .readOnly, busyMilliseconds: tuning.busyMilliseconds)
    let version = try checkedVersion(connection)
    guard version > 0 else { throw StorageError(.notYetWritten, path: path) }
    if version < Migration.latest { _ = try openForWriting(path: path, tuning) }
    return connection
  }

  /// The schema version of a file that is ours or empty; 0 for an empty one.
  private static func checkedVersion(_ connection: SQLiteConnection) throws(StorageError) -> Int {
    let version = Int(try connection.integer("PRAGMA user_version"))
    guard version <= Migration.latest else {
      throw StorageError(.newerSchema(found: version, known: Migration.latest), path: connection.path)
    }
    let isOurs =
      if version == 0 {
        try connection.integer("SELECT count(*) FROM sqlite_schema") == 0
      } else {
        try connection.integer("PRAGMA application_id") == Migration.applicationID
      }
    guard isOurs else { throw StorageError(.otherProgram, path: connection.path) }
    return version
  }

  private static func migrate(_ connection: SQLiteConnection) throws(StorageError) {
    for migration in Migration.all {
      try connection.transaction { () throws(StorageError) in
        // Asked again under the lock: another process may have been faster.
        guard try connection.integer("PRAGMA user_version") < migration.version else { return }
        try connection.execute(migration.sql)
        if migration.version == Migration.latest { try connection.execute(ResultViews.sql) }
        try connection.execute(
          """
          PRAGMA application_id = \(Migration.applicationID);
          PRAGMA user_version = \(migration.version);
          """)
      }
    }
  }
}
