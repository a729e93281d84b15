import Testing

@testable import SimStorage

struct StorageErrorTests {
  @Test func itNamesTheFileTheReasonAndTheRemedy() {
    let error = StorageError(.diskFull, path: "out/results.db", code: 13, detail: "database or disk is full")
    #expect(
      error.description == """
        out/results.db: the disk is full (database or disk is full, SQLite code 13). Free some space, choose another \
        place, or store less (trade log, snapshot interval).
        """)
    let newer = StorageError(.newerSchema(found: 9, known: 1), path: "a.db")
    #expect(newer.description.hasPrefix("a.db: its schema has version 9, this program knows up to 1. Use the version"))
  }
}
