import SimColumns
import SimRandom

/// A standard normal for each row of one tick, from one word each.
///
///     row i:  block of row ⌊i/32⌋·8 + i mod 8,  word ⌊i/8⌋ mod 4        z = Φ⁻¹((word + ½) · 2⁻³²)
///
/// Four rows share a block. The mapping is the one in which the four vectors of eight blocks hold 32 neighbouring rows
/// in order, so nothing is shuffled; and a row's draw does not depend on how many rows there are.
public enum FairValueDraws {
  /// Rows that columns of words need for `count` draws.
  public static func padded(_ count: Int) -> Int { (count + 31) & ~31 }

  /// The definition.
  public static func word(_ row: Int, key: StreamKey, tick: UInt32) -> UInt32 {
    key.words(row: UInt32(truncatingIfNeeded: row / 32 * 8 + row % 8), tick: tick)[row / 8 % 4]
  }

  public static func scalar(_ count: Int, key: StreamKey, tick: UInt32, into normals: ColumnView<Double>) {
    for row in 0..<count { normals[row] = NormalDistribution.from(word(row, key: key, tick: tick)) }
  }

  /// The same, 32 rows at a time.
  /// - Parameter words: scratch of ``padded(_:)`` rows, and so has `normals`; what they hold beyond `count` means nothing.
  public static func vector(
    _ count: Int, key: StreamKey, tick: UInt32, words: ColumnView<UInt32>, into normals: ColumnView<Double>
  ) {
    let lanes = SIMD8<UInt32>(0, 1, 2, 3, 4, 5, 6, 7)
    for first in stride(from: 0, to: count, by: 32) {
      let block = key.words8(rows: lanes &+ UInt32(truncatingIfNeeded: first / 4), tick: tick)
      words.store(block.w0, first)
      words.store(block.w1, first &+ 8)
      words.store(block.w2, first &+ 16)
      words.store(block.w3, first &+ 24)
    }
    for row in 0..<count { normals[row] = NormalDistribution.from(words[row]) }
  }
}
