import SimColumns
import SimKernels
import Testing

struct SlotRingTests {
  @Test func slotsDoNotOverlap() {
    let column = Column<Double>(count: 12, filledWith: 0)
    let ring = SlotRing(slotCount: 3, stride: 4, values: column.view)
    for slot in 0..<3 { for row in 0..<4 { ring[slot][row] = Double(10 * slot + row) } }
    #expect(column.view.array() == [0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23])
  }

  @Test(arguments: [0, 1, 7, 8, 9, 500, 504, 512, 1_024, 10_000]) func stridesAreKindToCaches(symbols: Int) {
    let stride = SlotRing.stride(symbolCount: symbols)
    #expect(stride >= symbols && stride < symbols + 16 && (symbols == 1 || stride.isMultiple(of: 8)))
    #expect(!stride.isMultiple(of: 512), "4 KB")
  }
}
