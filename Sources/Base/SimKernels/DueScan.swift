import SimColumns

/// Which rows are due at a tick: the scan behind "who acts now".
///
///     list = [ row | due[row] == tick ]        in row order
///
/// A row that is not due costs a fraction of a cycle: eight compare at once, their answers shrink to a bit each, 64 bits
/// make a word, and only the set bits of the word are visited.
public enum DueScan {
  /// The definition. Writes the list to `list`'s rows from `rows.lowerBound` on and returns how many there are.
  @inlinable public static func scalar(
    _ rows: Range<Int>, due: ColumnView<UInt32>, tick: UInt32, into list: ColumnView<Int32>
  ) -> Int {
    var next = rows.lowerBound
    for row in rows where due[row] == tick {
      list[next] = Int32(truncatingIfNeeded: row)
      next += 1
    }
    return next - rows.lowerBound
  }

  /// The same, 64 rows at a time.
  /// - Complexity: reads 4 bytes a row; writes 4 bytes a row that is due; no allocation.
  @inlinable public static func vector(
    _ rows: Range<Int>, due: ColumnView<UInt32>, tick: UInt32, into list: ColumnView<Int32>
  ) -> Int {
    var next = rows.lowerBound
    var row = rows.lowerBound
    while row &+ 64 <= rows.upperBound {
      var bits: UInt64 = 0
      for group in 0..<8 {
        bits |= dueBits(due.load(row &+ 8 &* group, as: SIMD8<UInt32>.self), tick) << UInt64(truncatingIfNeeded: 8 &* group)
      }
      while bits != 0 {
        list[next] = Int32(truncatingIfNeeded: row &+ bits.trailingZeroBitCount)
        next &+= 1
        bits &= bits &- 1
      }
      row &+= 64
    }
    while row < rows.upperBound {
      if due[row] == tick {
        list[next] = Int32(truncatingIfNeeded: row)
        next &+= 1
      }
      row &+= 1
    }
    return next &- rows.lowerBound
  }

  /// Bit `i` is set when element `i` equals `tick`. Written as arithmetic, which becomes a compare and two packs; `.==` on
  /// integers becomes a loop.
  @inlinable @inline(__always) static func dueBits(_ due: SIMD8<UInt32>, _ tick: UInt32) -> UInt64 {
    let difference = due ^ SIMD8(repeating: tick)
    let isDifferent = (difference | (0 &- difference)) &>> 31  // 1 when any bit differs
    let bytes = VectorBits.word(SIMD8<UInt8>(truncatingIfNeeded: isDifferent)) ^ 0x0101_0101_0101_0101
    // Byte i holds bit 0 only; the product moves it to bit 56 + i.
    return (bytes &* 0x0102_0408_1020_4080) >> 56
  }
}
