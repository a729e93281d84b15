import SimColumns
import SimKernels
import SimRandom
import Testing

struct DueScanTests {
  // Row counts on both sides of every boundary: none, one group of eight, one word of 64, several and a bit.
  @Test(arguments: [0, 1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 1_000], [0, 1, 3, 64])
  func vectorEqualsScalar(rows: Int, start: Int) {
    var stream = RowStream(StreamKey(seed: 5, purpose: .spawn), row: UInt32(rows), tick: UInt32(start))
    for (tick, odds) in [(0, 3), (7, 1), (UInt32.max, 40)] as [(UInt32, UInt32)] {
      let due = Column<UInt32>(count: start + rows, filledWith: 1)
      for row in 0..<due.count where stream.bounded(odds) == 0 { due.view[row] = tick }
      let a = Column<Int32>(count: start + rows, filledWith: -1)
      let b = Column<Int32>(count: start + rows + 8, filledWith: -1)
      let range = start..<start + rows
      let expected = DueScan.scalar(range, due: due.view, tick: tick, into: a.view)
      let found = DueScan.vector(range, due: due.view, tick: tick, into: b.view)
      #expect(found == expected)
      #expect(a.view.array()[start..<start + expected] == b.view.array()[start..<start + expected])
      #expect(b.view.array()[..<start].allSatisfy { $0 == -1 }, "rows outside the range are nobody's scratch")
      #expect(b.view.array()[(start + rows)...].allSatisfy { $0 == -1 })
    }
  }

  @Test func itListsTheRowsThatAreDue() {
    let due = Column<UInt32>([5, 6, 5, 7])
    let list = Column<Int32>(count: 4, filledWith: -1)
    #expect(DueScan.scalar(0..<4, due: due.view, tick: 5, into: list.view) == 2)
    #expect(list.view.array() == [0, 2, -1, -1])
  }
}
