public import CPrefetch

/// Hints for loops that visit rows far apart: ask for the rows of a later iteration now, and its cache misses run
/// beside this one's work. Hints only: a wrong one costs a little time, and a row beyond the column is no error.
extension ColumnView {
  @inlinable @inline(__always) public func prefetch(_ row: Int) {
    unsafe qtg_prefetch(UnsafeRawPointer(base) + row &* MemoryLayout<Scalar>.stride)
  }
}

extension StridedView {
  @inlinable @inline(__always) public func prefetch(_ row: Int) {
    unsafe qtg_prefetch(base + row &* stride)
  }
}
