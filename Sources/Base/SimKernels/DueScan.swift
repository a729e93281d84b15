import SimColumns

/// Which rows are due at a tick: the scan behind "who acts now".
///
///     list = [ row | due[row] == tick ]        in row order
///
/// A row that is not due costs a fraction of a cycle: eight compare at once, the answers of eight such groups pile up
/// in the bits of one vector, which shrinks to a 64-bit word, whose set bits are the rows due.
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

  /// The same, 64 rows at a time. What `list` holds in `rows` behind the due ones is left undefined.
  /// - Complexity: reads 4 bytes a row; writes 4 bytes a row that is due; no allocation.
  @inlinable public static func vector(
    _ rows: Range<Int>, due: ColumnView<UInt32>, tick: UInt32, into list: ColumnView<Int32>
  ) -> Int {
    var next = rows.lowerBound
    var row = rows.lowerBound
    while row &+ 64 <= rows.upperBound {
      var isDifferent = SIMD8<UInt32>()  // bit g of element i: row 8 · g + i is not due
      for group in 0..<8 {
        let difference = due.load(row &+ 8 &* group, as: SIMD8<UInt32>.self) ^ SIMD8(repeating: tick)
        // 1 when any bit differs. Written as arithmetic, which becomes one compare; `.!=` on integers becomes a loop.
        isDifferent |= ((difference | (0 &- difference)) &>> 31) &<< UInt32(truncatingIfNeeded: group)
      }
      var bits = ~VectorBits.word(SIMD8<UInt8>(truncatingIfNeeded: isDifferent))
      bits = RowWord.transposed(bits)
      // Four at a time, wanted or not: how many rows of a word are due is no pattern a branch could learn. What is
      // written too much stays below `row + 64` and is overwritten by the next word, or ignored.
      let end = next &+ bits.nonzeroBitCount
      repeat {
        for step in 0..<4 {
          list[next &+ step] = Int32(truncatingIfNeeded: row &+ bits.trailingZeroBitCount)
          bits &= bits &- 1
        }
        next &+= 4
      } while next < end
      next = end
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
}
