import Testing

@testable import SimMarket

struct OrderBookQuestionsTests {
  /// Bids 100: 7 in two orders, 98: 5; asks 103: 4, 104: 6 in two orders, 110: 1.
  private static func book() throws -> CheckedBook {
    let book = CheckedBook()
    try book.buy(5, at: 98, slot: 0)
    try book.buy(3, at: 100, slot: 1)
    try book.buy(4, at: 100, slot: 2)
    try book.sell(1, at: 110, slot: 3)
    try book.sell(2, at: 104, slot: 4)
    try book.sell(4, at: 103, slot: 5)
    try book.sell(4, at: 104, slot: 6)
    return book
  }

  @Test func anEmptyBookAnswersNothing() {
    let book = CheckedBook()
    #expect(book.book.bestBid == nil && book.book.bestAsk == nil && book.book.spread == nil)
    #expect(book.book.depth(.buy, levelsMax: 5) == 0 && book.book.depth(.sell, to: .max) == 0)
    #expect(book.book.snapshot(.buy).isEmpty && book.book.slotsByPriority(.sell).isEmpty)
  }

  @Test func bestAndSpread() throws {
    let book = try Self.book()
    #expect(book.book.bestBid == 100 && book.book.bestAsk == 103 && book.book.spread == 3)
    try book.then(.cancel(slot: 1))
    try book.then(.cancel(slot: 2))
    #expect(book.book.spread == 5)
    try book.then(.cancel(slot: 0))
    #expect(book.book.spread == nil && book.book.bestAsk == 103)
  }

  @Test func depthCountsLevelsOrReachesAPrice() throws {
    let book = try Self.book()
    #expect([0, 1, 2, 3, 9].map { book.book.depth(.sell, levelsMax: $0) } == [0, 4, 10, 11, 11])
    #expect([102, 103, 104, 109, 110].map { book.book.depth(.sell, to: $0) } == [0, 4, 10, 10, 11])
    #expect([101, 100, 99, 98, 1].map { book.book.depth(.buy, to: $0) } == [0, 7, 7, 12, 12])
  }

  @Test func snapshotGivesTheBestLevels() throws {
    let book = try Self.book()
    #expect(
      book.book.snapshot(.buy) == [.init(price: 100, quantity: 7, orders: 2), .init(price: 98, quantity: 5, orders: 1)])
    #expect(
      book.book.snapshot(.sell, levelsMax: 2) == [
        .init(price: 103, quantity: 4, orders: 1), .init(price: 104, quantity: 6, orders: 2),
      ])
  }

  @Test func slotsComeByPriority() throws {
    let book = try Self.book()
    #expect(book.book.slotsByPriority(.buy) == [1, 2, 0])
    #expect(book.book.slotsByPriority(.sell) == [5, 4, 6, 3])
    var near: [Int] = []
    book.book.forEachOrder(.sell, to: 104) { near.append($0) }
    #expect(near == [5, 4, 6])
  }
}
