import SimColumns
import SimNews
import SimRandom
import Testing

struct FairValueDrawsTests {
  private let key = StreamKey(seed: 7, purpose: .fairValueOwn)

  @Test(arguments: [0, 1, 7, 8, 9, 31, 32, 33, 50, 64, 65, 100], [UInt32(0), 1, .max])
  func vectorEqualsScalarBitForBit(count: Int, tick: UInt32) {
    let size = FairValueDraws.padded(count)
    let expected = Column<Double>(count: size, filledWith: -1)
    let found = Column<Double>(count: size, filledWith: -2)
    let words = Column<UInt32>(count: size, filledWith: 0)
    FairValueDraws.scalar(count, key: key, tick: tick, into: expected.view)
    FairValueDraws.vector(count, key: key, tick: tick, words: words.view, into: found.view)
    for row in 0..<count { #expect(found.view[row].bitPattern == expected.view[row].bitPattern) }
  }

  @Test func rowsDrawDifferentWords() {
    let words = (0..<400).map { FairValueDraws.word($0, key: key, tick: 3) }
    #expect(Set(words).count == 400)
    #expect(words != (0..<400).map { FairValueDraws.word($0, key: key, tick: 4) })
  }
}
