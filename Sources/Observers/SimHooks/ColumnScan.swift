import SimColumns

/// What one pass over a column's rows tells: their exact sum, and all their bits laid over each other.
///
///     sum = Σ x[i]        bits = x[0] | x[1] | …
///
/// `bits` answers two questions about every row at once: is any of them negative (its sign bit is set), is any of them
/// not zero. Who it was is looked up only when the answer is yes.
struct ColumnScan<Scalar: FixedWidthInteger & BitwiseCopyable & Sendable> {
  private(set) var sum: Int64 = 0
  private(set) var bits: Scalar = 0

  /// Adds `rows` of `column`.
  ///
  /// The sum is taken modulo 2^64: counts and shares cannot get that far, and money that is compared for equality
  /// differs there whenever it differs at all.
  /// - Complexity: vectorised, as fast as memory gives the rows.
  @inline(__always)
  mutating func add(_ column: ColumnView<Scalar>, _ rows: Range<Int>) {
    var (sum, bits) = (self.sum, self.bits)
    for row in rows {
      sum &+= Int64(truncatingIfNeeded: column[row])
      bits |= column[row]
    }
    (self.sum, self.bits) = (sum, bits)
  }

  @inline(__always)
  init(_ column: ColumnView<Scalar>, _ rows: Range<Int>) { add(column, rows) }
}
