import Testing

@testable import SimColumns

struct ColumnStaggerTests {
  @Test func columnsMadeInARowBeginAtAllPlacesOfAPage() {
    let offsets = (5..<5 + 64).map(ColumnStagger.offset(ofColumn:))
    #expect(Set(offsets).count == 64)
    #expect(offsets.allSatisfy { $0 >= 0 && $0 < 4_096 && $0.isMultiple(of: Column<Double>.alignment) })
    // Neighbours in time are several lines apart, in either direction.
    #expect(zip(offsets, offsets.dropFirst()).allSatisfy { abs($0 - $1) >= 512 && abs($0 - $1) <= 4_096 - 512 })
  }

  @Test func smallColumnsBeginWhereTheirMemoryDoes() {
    #expect(ColumnStagger.next(forBytes: 0) == 0 && ColumnStagger.next(forBytes: ColumnStagger.bytesMin - 1) == 0)
  }

  @Test func allRowsOfAStaggeredColumnAreItsOwn() {
    let columns = (0..<8).map { number in Owner(Column<Int32>(count: 10_000, filledWith: Int32(number))) }
    for (number, owner) in columns.enumerated() {
      #expect((0..<10_000).allSatisfy { owner.column.view[$0] == Int32(number) })
      owner.column.view.fill(0..<10_000, with: Int32(number) + 100)
    }
    for (number, owner) in columns.enumerated() {
      #expect((0..<10_000).allSatisfy { owner.column.view[$0] == Int32(number) + 100 })
    }
  }

  private final class Owner {
    let column: Column<Int32>
    init(_ column: consuming Column<Int32>) { self.column = column }
  }
}
