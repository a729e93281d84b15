import Testing

@testable import SimStorage

struct RowInsertTests {
  // On both sides of the rows that go into one statement.
  @Test(arguments: [0, 1, 15, 16, 17, 31, 32, 33, 100])
  func everyRowArrivesOnceAndInOrder(count: Int) throws {
    let connection = try ResultsFile.openForWriting(path: ":memory:", ResultsFile.Tuning())
    let insert = try RowInsert(
      connection, into: .trades, run: 9, columns: ["tick", "symbol", "price", "quantity", "buyer_id", "seller_id"])
    for _ in 0..<2 {
      try insert.insert(count) { row, statement, first throws(StorageError) in
        for column in [0, 2, 3, 4, 5] { try statement.bind(Int64(10 * row + column), at: first + column) }
        try statement.bind("S\(row)", at: first + 1)
      }
    }
    let rows = try connection.prepare("SELECT * FROM trades ORDER BY id")
    for row in Array(0..<count) + Array(0..<count) {
      #expect(try rows.step())
      #expect((1...2).map { rows.integer($0) } == [9, Int64(10 * row)])
      #expect(rows.text(3) == "S\(row)")
      #expect((4...7).map { rows.integer($0) } == [2, 3, 4, 5].map { Int64(10 * row) + $0 })
    }
    #expect(try !rows.step())
  }
}
