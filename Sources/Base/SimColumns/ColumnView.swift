/// A borrowed run of one scalar type: what kernels are handed instead of an array.
///
/// A pointer and a row count, so that a loop over it compiles to loads and stores and nothing else: no reference
/// counting, no exclusivity check, no bounds check in release (an assertion in debug). This file and `Column.swift` are
/// where the memory promises are made:
///
/// 1. `base` points to `count` initialised rows of a `Column` that outlives the view. Columns are owned by the world
///    for a whole run and views never leave it except through a hook call, which may not keep them.
/// 2. Two threads never touch one row at the same time unless both only read it: phases hand each chunk, or each
///    symbol, to exactly one thread.
/// 3. Rows are `BitwiseCopyable`, so a store needs no release of what was there.
@safe @frozen public struct ColumnView<Scalar: BitwiseCopyable & Sendable>: BitwiseCopyable, @unchecked Sendable {
  @usableFromInline let base: UnsafeMutablePointer<Scalar>
  public let count: Int  // rows

  @inlinable init(base: UnsafeMutablePointer<Scalar>, count: Int) {
    unsafe self.base = base
    self.count = count
  }

  @inlinable public subscript(row: Int) -> Scalar {
    @inline(__always) get {
      assert(row >= 0 && row < count, "row \(row) of a column of \(count)")
      return unsafe base[row]
    }
    @inline(__always) nonmutating set {
      assert(row >= 0 && row < count, "row \(row) of a column of \(count)")
      unsafe base[row] = newValue
    }
  }

  /// The same rows, `rows.lowerBound` first.
  @inlinable public subscript(rows: Range<Int>) -> ColumnView {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "a view's part lies inside it")
    return unsafe ColumnView(base: base + rows.lowerBound, count: rows.count)
  }

  /// Writes `value` to every row of `rows`.
  @inlinable public func fill(_ rows: Range<Int>, with value: Scalar) {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= count, "only rows of the column are filled")
    unsafe (base + rows.lowerBound).update(repeating: value, count: rows.count)
  }

  /// Copies `source`'s rows over the first rows of this view, of which they may be some.
  @inlinable public func copy(from source: ColumnView) {
    precondition(source.count <= count, "the copy fits")
    unsafe base.update(from: source.base, count: source.count)
  }

  /// The rows' memory, for C to read or fill. Valid as long as the column.
  @unsafe public var bytes: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(start: base, count: count * MemoryLayout<Scalar>.stride)
  }

  /// The rows as an array; for tests, snapshots and reports.
  public func array() -> [Scalar] { (0..<count).map { self[$0] } }
}

/// Whole vectors, at any row: unaligned loads cost nothing extra within a cache line.
extension ColumnView where Scalar: SIMDScalar {
  @inlinable @inline(__always)
  public func load<Vector: SIMD & BitwiseCopyable>(_ row: Int, as _: Vector.Type) -> Vector
  where Vector.Scalar == Scalar {
    assert(row >= 0 && row + Vector.scalarCount <= count, "a vector at row \(row) of a column of \(count)")
    return unsafe UnsafeRawPointer(base + row).loadUnaligned(as: Vector.self)
  }

  @inlinable @inline(__always)
  public func store<Vector: SIMD & BitwiseCopyable>(_ vector: Vector, _ row: Int) where Vector.Scalar == Scalar {
    assert(row >= 0 && row + Vector.scalarCount <= count, "a vector at row \(row) of a column of \(count)")
    unsafe UnsafeMutableRawPointer(base + row).storeBytes(of: vector, as: Vector.self)
  }
}

/// Rows of one byte each, eight at a time.
extension ColumnView {
  /// Byte `i` of the word is row `row + i` (x86-64 and arm64 are little endian).
  @inlinable @inline(__always) public func word(_ row: Int) -> UInt64 {
    assert(MemoryLayout<Scalar>.stride == 1 && row >= 0 && row + 8 <= count, "eight rows of a byte at row \(row)")
    return unsafe UnsafeRawPointer(base + row).loadUnaligned(as: UInt64.self)
  }

  /// Writes eight rows; every byte has to be a value of theirs.
  @inlinable @inline(__always) public func storeWord(_ word: UInt64, _ row: Int) {
    assert(MemoryLayout<Scalar>.stride == 1 && row >= 0 && row + 8 <= count, "eight rows of a byte at row \(row)")
    unsafe UnsafeMutableRawPointer(base + row).storeBytes(of: word, as: UInt64.self)
  }
}
