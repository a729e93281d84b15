import SimColumns
import Testing

struct InterleavedColumnsTests {
  @Test(arguments: [0, 1, 2, 33], [24, 64])
  func fieldsDoNotOverlap(count: Int, rowBytes: Int) {
    let columns = InterleavedColumns(count: count, rowBytes: rowBytes)
    let wide = columns.field(at: 0, of: Int64.self)
    let (left, right) = (columns.field(at: 8, of: Int32.self), columns.field(at: 12, of: UInt32.self))
    let last = columns.field(at: rowBytes - 1, of: UInt8.self)
    for row in 0..<count {
      #expect((wide[row], left[row], right[row], last[row]) == (0, 0, 0, 0))
      wide[row] = -1 - Int64(row)
      left[row] = 1_000 + Int32(row)
      right[row] = .max - UInt32(row)
      last[row] = UInt8(row)
    }
    for row in 0..<count {
      #expect(wide[row] == -1 - Int64(row))
      #expect(left[row] == 1_000 + Int32(row))
      #expect(right[row] == .max - UInt32(row))
      #expect(last[row] == UInt8(row))
    }
    #expect(wide.count == count)
  }

  @Test func fieldsOffTheRowOrOffTheirGridTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = InterleavedColumns(count: 1, rowBytes: 64).field(at: 60, of: Int64.self)
    }
    await #expect(processExitsWith: .failure) {
      _ = InterleavedColumns(count: 1, rowBytes: 64).field(at: 2, of: Int32.self)
    }
    await #expect(processExitsWith: .failure) { _ = InterleavedColumns(count: 1, rowBytes: 60) }
  }
}
