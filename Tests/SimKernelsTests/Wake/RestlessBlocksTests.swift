import SimColumns
import SimKernels
import Testing

struct RestlessBlocksTests {
  @Test(arguments: WordRows.counts, WordRows.starts)
  func vectorEqualsScalar(count: Int, start: Int) {
    for (price, tick) in [(100, 7), (1, 0), (Int32.max - 1, UInt32.max - 1)] as [(Int32, UInt32)] {
      let low = WordRows.prices(start + count, seed: 1 + count, usual: [99, 100, 101, 1, .max])
      let high = WordRows.prices(start + count, seed: 2 + count, usual: [99, 100, 101, .max, .max])
      let due = WordRows.column(start + count, seed: 3 + count, usual: [tick, tick &+ 1, .max, .max])
      let blocks = start..<start + count
      let expected = RestlessBlocks.scalar(
        blocks, quietLow: low.view, quietHigh: high.view, due: due.view, price: price, tick: tick)
      let found = RestlessBlocks.vector(
        blocks, quietLow: low.view, quietHigh: high.view, due: due.view, price: price, tick: tick)
      #expect(found == expected)
    }
  }

  @Test func aBlockIsQuietUpToBothEndsAndBeforeItsTime() {
    let low = Column<Int32>([10, 11, 9, 10, .max])
    let high = Column<Int32>([10, 20, 9, 20, .max])
    let due = Column<UInt32>([5, 5, 5, 4, 5])
    //                        quiet, below, above, due, and a stretch that holds no price at all
    let word = RestlessBlocks.scalar(
      0..<5, quietLow: low.view, quietHigh: high.view, due: due.view, price: 10, tick: 4)
    #expect(word == 0b11110)
  }
}
