import SimColumns
import SimKernels
import Testing

struct DueRowsTests {
  @Test(arguments: WordRows.counts, WordRows.starts)
  func vectorEqualsScalar(count: Int, start: Int) {
    for tick in [0, 7, 1 << 31 - 1, 1 << 31, UInt32.max - 1] as [UInt32] {
      let usual = [tick, tick &- 1, tick &+ 1, 0, .max]
      let due = WordRows.column(start + count, seed: count, usual: usual)
      let rows = start..<start + count
      #expect(
        DueRows.vector(rows, due: due.view, tick: tick) == DueRows.scalar(rows, due: due.view, tick: tick))
      #expect(DueRows.earliest(rows, due: due.view) == rows.map { due.view[$0] }.min() ?? .max)
    }
  }

  @Test func whoseTimeHasComeIsDueAndStaysDue() {
    let due = Column<UInt32>([5, 6, 7, .max])
    #expect(DueRows.scalar(0..<4, due: due.view, tick: 6) == 0b0011)
    #expect(DueRows.scalar(0..<4, due: due.view, tick: .max - 1) == 0b0111)
    #expect(DueRows.earliest(1..<4, due: due.view) == 6)
  }
}
