/// Short words of a table as numbers: telling a few words apart without comparing texts, see ``CSVReader/word(_:)``.
enum CSVWord {
  /// - Parameter text: up to eight ASCII characters, letters in lower case.
  static func word(_ text: String) -> UInt64 {
    precondition(text.utf8.count <= 8, "a word has at most eight bytes")
    return text.utf8.reduce(0) { $0 << 8 | UInt64($1) }
  }
}
