/// The words of one (key, row, tick), one after another: block 0 first, each block's words in order.
///
///     draw    0        1        2        3        4        5     ...
///     word    b0.w0    b0.w1    b0.w2    b0.w3    b1.w0    b1.w1 ...
///
/// For code that draws a few numbers for one row. Word `n` is `key.words(row:tick:block: n / 4)[n % 4]`, so a kernel
/// that takes the same words eight rows at a time sees the same numbers. Made on the spot and thrown away: nothing has
/// to be kept between ticks.
@frozen public struct RowStream: RandomNumberGenerator, Sendable {
  public let key: StreamKey
  public let row: UInt32
  public let tick: UInt32
  @usableFromInline var words = SIMD4<UInt32>()  // what is left of the current block, next word first
  @usableFromInline var wordsLeft = 0
  @usableFromInline var nextBlock: UInt32 = 0

  @inlinable public init(_ key: StreamKey, row: UInt32, tick: UInt32) {
    self.key = key
    self.row = row
    self.tick = tick
  }

  /// The next word. Draws 1 word. A stream holds 2³⁴ − 4 words; the draw after the last one traps.
  @inlinable public mutating func next32() -> UInt32 {
    if wordsLeft == 0 {
      words = key.words(row: row, tick: tick, block: nextBlock)
      nextBlock += 1
      wordsLeft = 4
    }
    let word = words.x
    words = SIMD4(words.y, words.z, words.w, 0)  // a shuffle; indexing by a variable would go through memory
    wordsLeft &-= 1
    return word
  }

  /// The next two words, first drawn in the high half. Draws 2 words.
  @inlinable public mutating func next() -> UInt64 {
    let high = next32()
    let low = next32()
    return UInt64(high) &<< 32 | UInt64(low)
  }
}
