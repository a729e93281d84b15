import SimColumns
import Testing

final class ColumnViewTests {
  private let column = Column<Int32>((0..<40).map { Int32($0) })

  @Test(arguments: 0...32)
  func aVectorIsLoadedFromEveryOffset(row: Int) {
    let vector = column.view.load(row, as: SIMD8<Int32>.self)
    #expect((0..<8).allSatisfy { vector[$0] == Int32(row + $0) })
  }

  @Test(arguments: 0...32)
  func aStoreTouchesItsOwnRowsOnly(row: Int) {
    column.view.store(SIMD8<Int32>(repeating: -1), row)
    let expected = (0..<40).map { (row..<row + 8).contains($0) ? -1 : Int32($0) }
    #expect(column.view.array() == expected)
  }

  @Test(arguments: 0...24)
  func wideVectorsOfBytesAndDoublesToo(row: Int) {
    let bytes = Column<UInt8>((0..<88).map { UInt8($0) })
    #expect(bytes.view.load(row, as: SIMD64<UInt8>.self)[63] == UInt8(row + 63))
    let doubles = Column<Double>((0..<40).map { Double($0) / 4 })
    var vector = doubles.view.load(row, as: SIMD16<Double>.self)
    #expect(vector[15] == Double(row + 15) / 4)
    vector *= 2
    doubles.view.store(vector, row)
    #expect(doubles.view[row + 15] == Double(row + 15) / 2)
  }

  @Test(arguments: 0...16)
  func aWordIsEightBytesInRowOrder(row: Int) {
    let bytes = Column<UInt8>((0..<24).map { UInt8($0) })
    let word = bytes.view.word(row)
    #expect((0..<8).allSatisfy { UInt8(truncatingIfNeeded: word >> (8 * $0)) == UInt8(row + $0) })
    bytes.view.storeWord(0x8877_6655_4433_2211, row)
    let expected = (0..<24).map { (row..<row + 8).contains($0) ? UInt8(0x11 * ($0 - row + 1)) : UInt8($0) }
    #expect(bytes.view.array() == expected)
  }

  @Test func aPartSharesTheRows() {
    let part = column.view[10..<14]
    part[0] = 99
    #expect(part.count == 4)
    #expect(column.view[10] == 99)
    #expect(part.array() == [99, 11, 12, 13])
    #expect(column.view[40..<40].array().isEmpty)
  }

  @Test func fillAndCopyStayInTheirRows() {
    let other = Column<Int32>(count: 5, filledWith: 7)
    column.view.fill(3..<5, with: -2)
    #expect(column.view[0..<6].array() == [0, 1, 2, -2, -2, 5])
    column.view.fill(9..<9, with: -2)
    #expect(column.view[9] == 9)
    column.view.copy(from: other.view)
    #expect(column.view[0..<6].array() == [7, 7, 7, 7, 7, 5])
  }

  @Test func rowsOutsideTheColumnTrap() async {
    await #expect(processExitsWith: .failure) {
      let column = Column<Int32>(count: 4, filledWith: 0)
      _ = column.view[2..<5]
    }
    await #expect(processExitsWith: .failure) {
      let column = Column<Int32>(count: 4, filledWith: 0)
      column.view.fill(0..<5, with: 1)
    }
    await #expect(processExitsWith: .failure) {
      Column<Int32>(count: 4, filledWith: 0).view.copy(from: Column<Int32>(count: 5, filledWith: 0).view)
    }
  }
}
