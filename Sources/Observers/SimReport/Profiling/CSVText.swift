/// Lines of CSV files that are written once in a while: quotes where they are needed (RFC 4180), a point for decimals.
enum CSVText {
  /// Ends in a line end.
  static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\n" }

  static func cell(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }

  /// A number with that many decimals, nothing if it is none: `4127.3`, `0.001`.
  static func number(_ value: Double, _ decimals: Int) -> String {
    value.isFinite ? NumberText.fixed(value, decimals).replacing(",", with: "") : ""
  }
}
