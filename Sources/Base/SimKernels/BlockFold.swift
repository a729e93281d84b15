import SimColumns

/// Adds a short single-precision sum to a long double-precision one and starts it again.
///
///     long += short      short = 0
///
/// A map over rows; the loop vectorises by itself.
/// - Complexity: 12 bytes read and 12 written a row.
public enum BlockFold {
  @inlinable public static func run(_ rows: Range<Int>, short: ColumnView<Float>, into long: ColumnView<Double>) {
    for row in rows {
      long[row] += Double(short[row])
      short[row] = 0
    }
  }
}
