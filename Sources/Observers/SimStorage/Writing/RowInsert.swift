/// Inserts many rows of a run into one table, several with each execution.
///
/// Starting a statement costs about as much as inserting a short row, so rows go sixteen at a time while there are as
/// many, and one at a time after that: measured, 1.6 times the rows a second of one at a time, and little more beyond
/// sixteen.
final class RowInsert {
  private static let rowsAtOnce = 16

  private let columns: Int
  private let several, single: SQLiteStatement

  /// - Parameter columns: without `run_id`, which is the same for all rows.
  init(_ connection: SQLiteConnection, into table: StorageTable, run: Int64, columns: [String]) throws(StorageError) {
    self.columns = columns.count
    let start = "INSERT INTO \(table.rawValue) (run_id, \(columns.joined(separator: ", "))) VALUES "
    let row = "(\(run)\(String(repeating: ", ?", count: columns.count)))"
    let rows = [String](repeating: row, count: Self.rowsAtOnce).joined(separator: ", ")
    several = try connection.prepare(start + rows)
    single = try connection.prepare(start + row)
  }

  /// Inserts `count` rows.
  /// - Parameter bind: called for row 0, 1, 2, …; binds the columns of that row, the first one to the parameter
  /// `first`.
  @inline(__always) func insert(
    _ count: Int,
    _ bind: (_ row: Int, _ statement: SQLiteStatement, _ first: Int) throws(StorageError) -> Void
  ) throws(StorageError) {
    var row = 0
    while row < count {
      let (statement, rows) = count - row >= Self.rowsAtOnce ? (several, Self.rowsAtOnce) : (single, 1)
      for place in 0..<rows { try bind(row + place, statement, 1 + place * columns) }
      try statement.run()
      row += rows
    }
  }
}
