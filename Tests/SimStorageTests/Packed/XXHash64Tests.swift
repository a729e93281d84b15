import SimColumns
import Testing

@testable import SimStorage

/// Values of the reference implementation (`xxhash.xxh64(data).hexdigest()`), over words 0, 1, 2, … and over nothing.
struct XXHash64Tests {
  @Test(arguments: [
    (0, UInt64(0xef46_db37_51d8_e999)), (8, 0x8597_444b_aff4_0fdf), (16, 0x8a44_256a_ed97_6c78),
    (1_024, 0xf461_df96_7222_8c33),
  ])
  func agreesWithTheReference(count: Int, expected: UInt64) {
    let words = Column<UInt32>(count: count, filledWith: 0)
    for word in 0..<count { words.view[word] = UInt32(word) }
    #expect(XXHash64.of(words.view) == expected)
  }
}
