/// A table for a terminal: columns two blanks apart, numbers on the right, words on the left.
///
///     phase              mean µs   share
///     agent_collection     120.3  48.1 %  ##########
enum AlignedTable {
  /// - Parameters:
  ///   - rows: of equal length, the header among them.
  ///   - words: the columns that stand on the left.
  /// - Returns: lines, each ending in a line end and in nothing else that is blank.
  static func text(_ rows: [[String]], words: Set<Int> = [0]) -> String {
    guard let first = rows.first else { return "" }
    let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { cells in
      let placed = cells.enumerated().map { column, cell in
        let blank = padding(widths[column] - cell.count)
        return words.contains(column) ? cell + blank : blank + cell
      }
      return String(placed.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }
}
