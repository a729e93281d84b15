import SimColumns

/// Which rows carry one of some marks.
///
///     marks[row] & wanted ≠ 0
public enum MarkedRows {
  /// The definition.
  /// - Parameters:
  ///   - rows: up to 64.
  ///   - wanted: bits 0 ... 30.
  /// - Returns: a bit for each row, `rows.lowerBound` lowest.
  @inlinable public static func scalar(_ rows: Range<Int>, marks: ColumnView<UInt32>, wanted: UInt32) -> UInt64 {
    RowWord.scalar(rows) { marks[$0] & wanted != 0 }
  }

  /// The same, eight rows at a time.
  /// - Complexity: reads 4 bytes a row; no allocation.
  @inlinable public static func vector(_ rows: Range<Int>, marks: ColumnView<UInt32>, wanted: UInt32) -> UInt64 {
    precondition(wanted < 1 << 31, "the highest bit is no mark")
    let wantedBits = SIMD8(repeating: wanted)
    return RowWord.vector(
      rows,
      eight: {
        SIMD8<Int32>(truncatingIfNeeded: marks.load($0, as: SIMD8<UInt32>.self) & wantedBits) .> SIMD8<Int32>()
      },
      one: { marks[$0] & wanted != 0 })
  }
}
