import SimColumns
import SimKernels
import Testing

struct PriceMoveTests {
  @Test(arguments: WordRows.counts, WordRows.starts)
  func vectorEqualsScalar(count: Int, start: Int) {
    let first = WordRows.prices(start + count, seed: 1 + count, usual: [0, 98, 99, 100, 105, .max])
    let second = WordRows.prices(start + count, seed: 2 + count, usual: [0, 99, .max, .max])
    let rows = start..<start + count
    let last = Int32.max - 1
    for (price, before) in [(100, 100), (100, 106), (106, 100), (98, 99), (99, 98), (1, last), (last, 1)]
      as [(Int32, Int32)]
    {
      let expected = PriceMove.scalar(rows, first: first.view, second: second.view, price: price, before: before)
      let found = PriceMove.vector(rows, first: first.view, second: second.view, price: price, before: before)
      #expect(found == expected, "\(count) rows from \(start), from \(before) to \(price)")
    }
  }

  @Test func aMovePassesWhatLiesBetweenItsEnds() {
    let first = Column<Int32>([9, 10, 11, 12, 13, .max])
    let second = Column<Int32>(count: 6, filledWith: 11)
    // Between 10 and 13 lie the boundaries 10 | 11, 11 | 12 and 12 | 13.
    for (price, before) in [(10, 13), (13, 10)] as [(Int32, Int32)] {
      let move = PriceMove.scalar(0..<6, first: first.view, second: second.view, price: price, before: before)
      #expect(move.passed == 0b001110)
    }
    #expect(PriceMove.scalar(0..<6, first: first.view, second: second.view, price: 11, before: 11).passed == 0)
  }

  @Test func theStretchEndsAtTheNearestBoundaries() {
    let first = Column<Int32>([90, 120])
    let second = Column<Int32>([95, 110])
    func stretch(_ price: Int32) -> ClosedRange<Int32> {
      let move = PriceMove.scalar(0..<2, first: first.view, second: second.view, price: price, before: 100)
      return move.low...move.high
    }
    #expect(stretch(100) == 96...110)
    #expect(stretch(95) == 91...95)  // the boundary 95 | 96 belongs to the prices up to 95
    #expect(stretch(90) == 1...90)
    #expect(stretch(111) == 111...120)
    #expect(stretch(121) == 121...Int32.max)
  }

  @Test func withoutBoundariesAllPricesAreQuiet() {
    let none = Column<Int32>(count: 9, filledWith: .max)
    for price in [1, 5_000, Int32.max - 1] as [Int32] {
      let move = PriceMove.vector(0..<9, first: none.view, second: none.view, price: price, before: 1)
      #expect(move == PriceMove.scalar(0..<9, first: none.view, second: none.view, price: price, before: 1))
      #expect(move.low == 1 && move.high == .max && move.passed == 0)
    }
  }

  @Test func moreRowsThanBitsTrap() async {
    await #expect(processExitsWith: .failure) {
      let none = Column<Int32>(count: 65, filledWith: .max)
      _ = PriceMove.vector(0..<65, first: none.view, second: none.view, price: 1, before: 1)
    }
  }
}
