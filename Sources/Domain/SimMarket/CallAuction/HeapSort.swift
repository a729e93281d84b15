import SimColumns

/// Sorts a view in place, without allocating: for the few orders at an auction's margin, and for ranks.
public enum HeapSort {
  /// - Complexity: O(n log n), no memory beyond the rows.
  @inlinable public static func ascending<Key: BitwiseCopyable & Comparable & Sendable>(_ rows: ColumnView<Key>) {
    let count = rows.count
    guard count > 1 else { return }
    if count <= 16 { return insertionSort(rows) }
    for root in stride(from: count / 2 - 1, through: 0, by: -1) { siftDown(rows, root, count) }
    for end in stride(from: count - 1, to: 0, by: -1) {
      let largest = rows[0]
      rows[0] = rows[end]
      rows[end] = largest
      siftDown(rows, 0, end)
    }
  }

  @inlinable static func insertionSort<Key: BitwiseCopyable & Comparable & Sendable>(_ rows: ColumnView<Key>) {
    for index in 1..<rows.count {
      let value = rows[index]
      var hole = index
      while hole > 0 && rows[hole - 1] > value {
        rows[hole] = rows[hole - 1]
        hole -= 1
      }
      rows[hole] = value
    }
  }

  @inlinable static func siftDown<Key: BitwiseCopyable & Comparable & Sendable>(
    _ rows: ColumnView<Key>, _ start: Int, _ end: Int
  ) {
    let value = rows[start]
    var root = start
    while 2 * root + 1 < end {
      var child = 2 * root + 1
      if child + 1 < end && rows[child] < rows[child + 1] { child += 1 }
      if rows[child] <= value { break }
      rows[root] = rows[child]
      root = child
    }
    rows[root] = value
  }
}
