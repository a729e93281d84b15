import Testing

@testable import SimMarket

struct LevelTableTests {
  @Test func aRowIsHandedOutOnceAndComesBackEmpty() {
    var levels = LevelTable(capacity: 3)
    let rows = [levels.add(price: 100), levels.add(price: 101), levels.add(price: 102)]
    #expect(Set(rows).count == 3)
    for (row, price) in zip(rows, [100, 101, 102] as [Int32]) { #expect(levels.price[Int(row)] == price) }
    let row = Int(rows[1])
    (levels.head[row], levels.tail[row], levels.count[row], levels.quantity[row]) = (7, 8, 2, 500)
    levels.remove(rows[1])
    #expect(levels.add(price: 99) == rows[1], "the only free row")
    #expect(levels.price[row] == 99 && levels.head[row] == -1 && levels.tail[row] == -1)
    #expect(levels.count[row] == 0 && levels.quantity[row] == 0)
    #expect(levels.price[Int(rows[0])] == 100 && levels.price[Int(rows[2])] == 102)
  }

  @Test func aLevelTooManyTraps() async {
    await #expect(processExitsWith: .failure) {
      var levels = LevelTable(capacity: 1)
      _ = levels.add(price: 1)
      _ = levels.add(price: 2)
    }
  }
}
