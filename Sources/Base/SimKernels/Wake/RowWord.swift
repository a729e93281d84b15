import SimColumns

/// A yes or no for each of up to 64 rows in one integer: bit `i` is about row `rows.lowerBound + i`.
///
/// Eight rows compare at once. The answers of up to eight such groups pile up in the bits of one vector, which shrinks
/// to a word, whose bits are then put into row order.
///
///     lanes     element i, bit 7 - g     is about row 8 · g + i          of eight groups
///     word      bit 8 · i + 7 - g        the lanes' low bytes
///               bit 8 · (7 - g) + i      the word as an 8 × 8 matrix, turned over its diagonal
///     answer    bit 8 · g + i            its bytes the other way round
@usableFromInline enum RowWord {
  /// The definition, for kernels' own definitions to be written with.
  @inlinable @inline(__always)
  static func scalar(_ rows: Range<Int>, where isMeant: (_ row: Int) -> Bool) -> UInt64 {
    precondition(rows.count <= 64, "a word has a bit for 64 rows")
    var word: UInt64 = 0
    for row in rows where isMeant(row) { word |= 1 &<< UInt64(truncatingIfNeeded: row &- rows.lowerBound) }
    return word
  }

  /// The same, eight rows at a time; rows behind the last whole group one by one.
  @inlinable @inline(__always)
  static func vector(
    _ rows: Range<Int>, eight areMeant: (_ row: Int) -> SIMDMask<SIMD8<Int32>>, one isMeant: (_ row: Int) -> Bool
  ) -> UInt64 {
    precondition(rows.count <= 64, "a word has a bit for 64 rows")
    let groups = rows.count &>> 3
    let tail = rows.lowerBound &+ 8 &* groups
    var lanes = SIMD8<Int32>()
    var row = rows.lowerBound
    while row < tail {
      // Less -1: one more where the answer is yes.
      lanes = lanes &+ lanes &- SIMD8<Int32>().replacing(with: -1, where: areMeant(row))
      row &+= 8
    }
    var word = VectorBits.word(SIMD8<UInt8>(truncatingIfNeeded: lanes))
    // With fewer than eight groups the answers end up so many bytes too high.
    if word != 0 { word = transposed(word).byteSwapped &>> UInt64(truncatingIfNeeded: 8 &* (8 &- groups)) }
    for row in tail..<rows.upperBound where isMeant(row) {
      word |= 1 &<< UInt64(truncatingIfNeeded: row &- rows.lowerBound)
    }
    return word
  }

  /// An 8 × 8 matrix of bits turned over its diagonal: bit 8 · i + g goes to bit 8 · g + i.
  /// - Source: H. S. Warren, *Hacker's Delight*, 2nd ed. (2012), §7-3.
  @inlinable @inline(__always) static func transposed(_ matrix: UInt64) -> UInt64 {
    var x = matrix
    var moved = (x ^ (x &>> 7)) & 0x00aa_00aa_00aa_00aa
    x ^= moved ^ (moved &<< 7)
    moved = (x ^ (x &>> 14)) & 0x0000_cccc_0000_cccc
    x ^= moved ^ (moved &<< 14)
    moved = (x ^ (x &>> 28)) & 0x0000_0000_f0f0_f0f0
    return x ^ moved ^ (moved &<< 28)
  }
}
