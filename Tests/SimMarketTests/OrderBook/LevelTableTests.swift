import Testing

@testable import SimMarket

struct LevelTableTests {
  @Test func aRowIsHandedOutOnceAndComesBackEmpty() {
    var levels = LevelTable(capacity: 3)
    let rows = [levels.add(price: 100), levels.add(price: 101), levels.add(price: 102)]
    #expect(Set(rows).count == 3)
    for (row, price) in zip(rows, [100, 101, 102] as [Int32]) { #expect(levels[Int(row)].price == price) }
    let row = Int(rows[1])
    levels[row] = LevelTable.Row(quantity: 500, price: 101, head: 7, tail: 8, count: 2)
    levels.remove(rows[1])
    #expect(levels.add(price: 99) == rows[1], "the only free row")
    #expect(levels[row].price == 99 && levels[row].head == -1 && levels[row].tail == -1)
    #expect(levels[row].count == 0 && levels[row].quantity == 0)
    #expect(levels[Int(rows[0])].price == 100 && levels[Int(rows[2])].price == 102)
  }

  @Test func aLevelTooManyTraps() async {
    await #expect(processExitsWith: .failure) {
      var levels = LevelTable(capacity: 1)
      _ = levels.add(price: 1)
      _ = levels.add(price: 2)
    }
  }
}
