import SimTestSupport
import Testing

@testable import SimMarket

/// Random flows through the book and the naive book: every report is compared, and the whole books after every
/// operation, or after every so many where they are large.
struct OrderBookAgainstNaiveTests {
  static let small = [
    BookFlow(name: "three prices, two owners", prices: 100...102, slots: 12, owners: 2),
    BookFlow(name: "three prices, many owners", prices: 100...102, slots: 24, owners: 20),
    BookFlow(name: "one price", prices: 7...7, slots: 16, owners: 4),
    BookFlow(name: "21 prices", prices: 90...110, slots: 40, owners: 5, restingPercent: 80),
    BookFlow(name: "one owner", prices: 100...104, slots: 20, owners: 1),
    BookFlow(name: "lowest prices", prices: 1...4, slots: 20, owners: 6),
    BookFlow(name: "highest prices", prices: (Int32.max - 4)...(Int32.max - 1), slots: 20, owners: 6),
    BookFlow(name: "all prices", prices: 1...(Int32.max - 1), slots: 40, owners: 8),
    BookFlow(
      name: "largest orders", prices: (Int32.max - 4)...(Int32.max - 1), slots: 20, owners: 6,
      quantityMax: Int32.max / 2, sweep: 2),
  ]

  @Test(arguments: small) func everyOperationOnASmallBook(_ flow: BookFlow) throws {
    for seed in 0..<UInt64(4) {
      let book = CheckedBook(slots: flow.slots)
      var random = TestGenerator(seed: seed)
      for step in 0..<TestEffort.operations(1_000, long: 100_000) {
        try book.apply(flow.next(step, book, &random))
        try book.compareAll()
      }
      #expect(book.traded > 0 || flow.owners == 1)
      #expect(book.traded == 0 || flow.owners > 1)
    }
  }

  /// The same flows, longer, with the whole books compared now and then.
  @Test(arguments: small) func longRunsOfASmallBook(_ flow: BookFlow) throws {
    let book = CheckedBook(slots: flow.slots)
    var random = TestGenerator(seed: 99)
    for step in 0..<TestEffort.operations(10_000, long: 400_000) {
      try book.apply(flow.next(step, book, &random))
      if step % 61 == 0 { try book.compareAll() }
    }
    try book.compareAll()
  }

  static let deep = [
    BookFlow(
      name: "2^30 prices", prices: 1...(1 << 30), slots: TestEffort.isLong ? 16_384 : 1_024, owners: 500,
      restingPercent: 96, sweep: 200, turn: TestEffort.isLong ? 60_000 : 4_000),
    BookFlow(
      name: "500 prices", prices: 1_000...1_499, slots: TestEffort.isLong ? 8_192 : 1_024, owners: 3,
      restingPercent: 96, sweep: 400, turn: TestEffort.isLong ? 40_000 : 4_000),
    BookFlow(
      name: "2^30 prices, never emptied", prices: 1...(1 << 30), slots: TestEffort.isLong ? 8_192 : 700, owners: 10_000,
      restingPercent: 99, sweep: 5),
  ]

  @Test(arguments: deep) func deepBooks(_ flow: BookFlow) throws {
    let book = CheckedBook(slots: flow.slots)
    var random = TestGenerator(seed: 5)
    var levelsMax = 0
    for step in 0..<TestEffort.operations(8_000, long: 400_000) {
      try book.apply(flow.next(step, book, &random))
      guard step % 499 == 0 else { continue }
      try book.compareAll()
      levelsMax = max(levelsMax, book.naive.levels(.buy).count)
    }
    try book.compareAll()
    #expect(levelsMax > min(flow.slots / 8, flow.prices.count / 5), "the book was not deep")
  }

  @Test func twoBooksShareTheirSlots() throws {
    let flow = BookFlow(name: "shared", prices: 100...105, slots: 32, owners: 4)
    let table = SlotTable(count: 64)
    let books = (0..<2).map { book in CheckedBook(table, slots: (0..<32).map { 2 * $0 + book }) }
    var random = TestGenerator(seed: 11)
    for step in 0..<TestEffort.operations(4_000, long: 100_000) {
      let book = books[Int(random.next() & 1)]
      try book.apply(flow.next(step, book, &random))
      if step % 7 == 0 { for book in books { try book.compareAll() } }
    }
    for book in books { try book.compareAll() }
  }
}
