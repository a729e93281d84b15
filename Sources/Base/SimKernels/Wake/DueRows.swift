import SimColumns

/// Which rows' time has come.
///
///     due[row] ≤ tick
///
/// `UInt32.max` is a time that does not come: ticks stay below it.
public enum DueRows {
  /// The definition.
  /// - Parameter rows: up to 64.
  /// - Returns: a bit for each row, `rows.lowerBound` lowest.
  @inlinable public static func scalar(_ rows: Range<Int>, due: ColumnView<UInt32>, tick: UInt32) -> UInt64 {
    RowWord.scalar(rows) { due[$0] <= tick }
  }

  /// The same, eight rows at a time.
  /// - Complexity: reads 4 bytes a row; no allocation.
  @inlinable public static func vector(_ rows: Range<Int>, due: ColumnView<UInt32>, tick: UInt32) -> UInt64 {
    let ticks = Self.signed(SIMD8(repeating: tick))
    return RowWord.vector(
      rows, eight: { Self.signed(due.load($0, as: SIMD8<UInt32>.self)) .<= ticks }, one: { due[$0] <= tick })
  }

  /// The earliest of some rows' times. A plain loop, which becomes vectors by itself.
  @inlinable public static func earliest(_ rows: Range<Int>, due: ColumnView<UInt32>) -> UInt32 {
    var earliest = UInt32.max
    for row in rows { earliest = min(earliest, due[row]) }
    return earliest
  }

  /// Unsigned numbers as signed ones in the same order: vectors compare signed.
  @inlinable @inline(__always) static func signed(_ values: SIMD8<UInt32>) -> SIMD8<Int32> {
    SIMD8(truncatingIfNeeded: values ^ SIMD8(repeating: 1 << 31))
  }
}
