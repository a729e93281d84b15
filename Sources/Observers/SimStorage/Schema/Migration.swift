/// A numbered step from one schema to the next. A file remembers the last step it took in `PRAGMA user_version`.
///
/// A migration that was ever released is never edited: what comes later is a new one.
struct Migration: Sendable {
  let version: Int  // 1, 2, 3, …
  let sql: String

  /// All steps, in order: version `n` stands at place `n - 1`.
  static let all: [Migration] = [.runTables, .everyResult, .depthAndHistory, .severalSymbols]
  static var latest: Int { all.count }

  /// Stands in the file's header (`PRAGMA application_id`), so that no other program's database is taken for ours:
  /// "QTGr".
  static let applicationID: Int64 = 0x5154_4772
}
