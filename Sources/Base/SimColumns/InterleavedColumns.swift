/// Several columns woven into one: a fixed number of bytes a row, a field of each column in every row.
///
///     columns       aaaaaaaa bbbbbbbb cccccccc          a scan of one field reads that field and nothing else
///     interleaved   abc abc abc abc abc abc abc         a visit to one row reads one cache line instead of three
///
/// For what few rows need in a tick, but then all of it. Fields that every row needs every tick belong in a ``Column``.
/// To whoever reads or writes, a ``StridedView`` looks like a ``ColumnView``.
@safe public struct InterleavedColumns: ~Copyable, Sendable {
  public let count: Int  // rows
  public let rowBytes: Int
  let bytes: Column<UInt64>

  /// All fields start as zero.
  /// - Parameter rowBytes: a multiple of 8, so that every field can be aligned; of 64, so that a row is a cache line.
  public init(count: Int, rowBytes: Int, placement: MemoryPlacement = .anywhere) {
    precondition(count >= 0 && rowBytes > 0 && rowBytes.isMultiple(of: 8), "rows are whole 8-byte words")
    self.count = count
    self.rowBytes = rowBytes
    bytes = Column(count: count * rowBytes / 8, filledWith: 0, placement: placement)
  }

  /// The column of fields that start `offset` bytes into each row.
  public func field<Scalar: BitwiseCopyable & Sendable>(at offset: Int, of: Scalar.Type) -> StridedView<Scalar> {
    let end = offset + MemoryLayout<Scalar>.size
    precondition(offset >= 0 && end <= rowBytes, "the field lies inside its row")
    precondition(offset.isMultiple(of: MemoryLayout<Scalar>.alignment), "the field is aligned")
    let base = unsafe UnsafeMutableRawPointer(bytes.view.base) + offset
    return unsafe StridedView(base: base, count: count, stride: rowBytes)
  }
}

/// A borrowed column whose rows lie `stride` bytes apart. The promises of ``ColumnView`` hold here too; that every
/// field is aligned and inside its row was checked when the view was made.
@safe @frozen public struct StridedView<Scalar: BitwiseCopyable & Sendable>: @unchecked Sendable {
  @usableFromInline let base: UnsafeMutableRawPointer
  public let count: Int  // rows
  @usableFromInline let stride: Int  // bytes

  @inlinable init(base: UnsafeMutableRawPointer, count: Int, stride: Int) {
    unsafe self.base = base
    self.count = count
    self.stride = stride
  }

  /// The same bytes of each row read as another type that is no larger and no more aligned.
  public func rebound<Other: BitwiseCopyable & Sendable>(to _: Other.Type) -> StridedView<Other> {
    precondition(MemoryLayout<Other>.size <= MemoryLayout<Scalar>.size, "the other type fits into the field")
    precondition(
      MemoryLayout<Other>.alignment <= MemoryLayout<Scalar>.alignment, "the field is aligned for the other type")
    return unsafe StridedView<Other>(base: base, count: count, stride: stride)
  }

  @inlinable public subscript(row: Int) -> Scalar {
    @inline(__always) get {
      assert(row >= 0 && row < count, "row \(row) of a column of \(count)")
      return unsafe (base + row &* stride).load(as: Scalar.self)
    }
    @inline(__always) nonmutating set {
      assert(row >= 0 && row < count, "row \(row) of a column of \(count)")
      unsafe (base + row &* stride).storeBytes(of: newValue, as: Scalar.self)
    }
  }
}
