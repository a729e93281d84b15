import Testing

@testable import SimColumns

struct ColumnTests {
  @Test(arguments: [0, 1, 15, 16, 17, 1_000])
  func everyRowStartsBlank(count: Int) {
    let column = Column<Int32>(count: count, filledWith: -7)
    #expect(column.count == count)
    #expect(column.view.array() == [Int32](repeating: -7, count: count))
  }

  @Test(arguments: [0, 1, 5, 63, 64, 65, 100_000])
  func columnsStartOnACacheLine(count: Int) {
    let bytes = Column<UInt8>(count: count, filledWith: 1)
    let words = Column<Double>(count: count, filledWith: 1)
    #expect(Int(bitPattern: unsafe bytes.view.base) % Column<UInt8>.alignment == 0)
    #expect(Int(bitPattern: unsafe words.view.base) % Column<Double>.alignment == 0)
  }

  @Test func aColumnOfAnArrayHoldsItsValues() {
    let column = Column<Int64>([5, -3, .max])
    #expect(column.view.array() == [5, -3, .max])
  }

  @Test func aColumnSpreadOverNodesStartsOnAPage() {
    #expect(MemoryPlacement.anywhere.alignment(atLeast: 64) == 64)
    #expect(MemoryPlacement.spread(over: MemoryNodes(count: 1)).alignment(atLeast: 64) == 64)
    let spread = MemoryPlacement.spread(over: MemoryNodes(count: 2)).alignment(atLeast: 64)
    #expect(spread == MemoryPlacement.pageSize)
    #expect(spread >= 4_096 && spread.nonzeroBitCount == 1)
  }

  @Test func aColumnPlacedOnThisMachinesNodesWorksLikeAnyOther() {
    let column = Column<Int32>(count: 10_000, filledWith: 3, placement: .spread(over: .ofThisMachine))
    #expect(column.view.array() == [Int32](repeating: 3, count: 10_000))
  }
}
