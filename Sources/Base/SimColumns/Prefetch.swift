public import CPrefetch

/// Hints for loops that visit rows far apart: ask for the rows of a later iteration now, and its cache misses run beside
/// this one's work. Hints only; a wrong one costs a little time.
extension ColumnView {
  @inlinable @inline(__always) public func prefetch(_ row: Int) {
    assert(row >= 0 && row < count, "row \(row) of a column of \(count)")
    unsafe qtg_prefetch(base + row)
  }
}

extension StridedView {
  @inlinable @inline(__always) public func prefetch(_ row: Int) {
    assert(row >= 0 && row < count, "row \(row) of a column of \(count)")
    unsafe qtg_prefetch(base + row &* stride)
  }
}
