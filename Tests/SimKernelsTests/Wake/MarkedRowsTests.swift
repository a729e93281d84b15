import SimColumns
import SimKernels
import Testing

struct MarkedRowsTests {
  @Test(arguments: WordRows.counts, WordRows.starts)
  func vectorEqualsScalar(count: Int, start: Int) {
    for wanted in [0, 1, 6, 1 << 30, 0x7fff_ffff] as [UInt32] {
      let marks = WordRows.column(start + count, seed: count, usual: [0, 1, 2, 4, 1 << 30, 1 << 31])
      let rows = start..<start + count
      #expect(
        MarkedRows.vector(rows, marks: marks.view, wanted: wanted)
          == MarkedRows.scalar(rows, marks: marks.view, wanted: wanted))
    }
  }

  @Test func oneOfTheMarksIsEnough() {
    let marks = Column<UInt32>([0, 1, 2, 3, 4, 8])
    #expect(MarkedRows.scalar(0..<6, marks: marks.view, wanted: 0b101) == 0b011010)
  }

  @Test func theHighestBitIsNoMark() async {
    await #expect(processExitsWith: .failure) {
      let marks = Column<UInt32>(count: 8, filledWith: 0)
      _ = MarkedRows.vector(0..<8, marks: marks.view, wanted: 1 << 31)
    }
  }
}
