import SimColumns
import SimRandom
import Testing

@testable import SimStorage

struct BitPackingTests {
  @Test(arguments: 0...32, [1, 5, 8, 9, 31, 32, 33, 64, 100])
  func everyWidthAndCountComesBack(width: Int, count: Int) {
    var generator = SplitMix64(state: UInt64(width * 1_000 + count))
    let mask: UInt32 = width == 32 ? .max : (1 << UInt32(width)) - 1
    let base: Int32 = -1_234_567
    let room = (count + 7) / 8 * 8
    let values = Column<Int32>(count: room, filledWith: 77)
    for row in 0..<count {
      values.view[row] = base &+ Int32(bitPattern: UInt32(truncatingIfNeeded: generator.next()) & mask)
    }
    let words = BitPacking.words(count: count, width: width)
    #expect(words == ((count + 7) / 8 * width + 31) / 32 * 8)
    let packed = Column<UInt32>(count: words, filledWith: 0)
    BitPacking.pack(values.view, count: count, base: base, width: width, into: packed.view)
    let found = Column<Int32>(count: room, filledWith: 0)
    BitPacking.unpack(packed.view, count: count, base: base, width: width, into: found.view)
    #expect(Array(found.view.array().prefix(count)) == Array(values.view.array().prefix(count)))
  }

  @Test func aLanesBitsFollowEachOtherLowestFirst() {
    let values = Column<Int32>((0..<16).map { Int32($0) })  // lane l holds l, then 8 + l
    let packed = Column<UInt32>(count: 8, filledWith: 0)
    BitPacking.pack(values.view, count: 16, base: 0, width: 4, into: packed.view)
    let expected: [UInt32] = [0x80, 0x91, 0xa2, 0xb3, 0xc4, 0xd5, 0xe6, 0xf7]
    #expect(packed.view.array() == expected)
  }

  @Test(arguments: [(UInt32(0), 0), (1, 1), (2, 2), (3, 2), (4, 3), (255, 8), (256, 9), (.max, 32)])
  func theWidthHoldsTheLargest(largest: UInt32, width: Int) { #expect(BitPacking.width(of: largest) == width) }
}
