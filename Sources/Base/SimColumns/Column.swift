import Foundation

/// A fixed-capacity run of one scalar type: owner of the memory its `view` looks at.
///
/// All rows are initialised at once, the memory never moves, and the count never changes. Aligned to a cache line,
/// which is also the widest vector we load.
@safe public struct Column<Scalar: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
  @inlinable public static var alignment: Int { 64 }  // bytes
  public let view: ColumnView<Scalar>  // what kernels are handed; must not outlive the column
  @usableFromInline let lead: Int  // bytes from where the memory starts to where the rows do

  /// - Parameters:
  ///   - count: rows, at least 0.
  ///   - blank: what every row holds at first.
  ///   - placement: where on a machine with several memory nodes the rows should live.
  @inlinable public init(count: Int, filledWith blank: Scalar, placement: MemoryPlacement = .anywhere) {
    precondition(count >= 0, "a column has no negative rows")
    lead = ColumnStagger.next(forBytes: count * MemoryLayout<Scalar>.stride)
    let byteCount = lead + count * MemoryLayout<Scalar>.stride
    let bytes = unsafe Self.memory(byteCount, alignment: placement.alignment(atLeast: Self.alignment))
    unsafe placement.apply(to: bytes, byteCount: byteCount)
    let base = unsafe (bytes + lead).initializeMemory(as: Scalar.self, repeating: blank, count: count)
    unsafe view = ColumnView(base: base, count: count)
  }

  public init(_ rows: [Scalar]) {
    lead = 0
    let bytes = unsafe Self.memory(rows.count * MemoryLayout<Scalar>.stride, alignment: Self.alignment)
    unsafe view = ColumnView(base: bytes.bindMemory(to: Scalar.self, capacity: rows.count), count: rows.count)
    for (row, value) in rows.enumerated() { view[row] = value }  // BitwiseCopyable: a store initialises
  }

  /// Room for `count` rows, few of which will be written: pages that nobody writes take no memory. For the others that
  /// costs a page fault in the middle of the work, so it is for what is seldom or hardly used.
  ///
  /// Rows are zero bytes; of a type for which these are no value, only rows that were written may be read.
  public init(roomFor count: Int) {
    precondition(count >= 0, "a column has no negative rows")
    guard let start = unsafe calloc(count * MemoryLayout<Scalar>.stride + Self.alignment, 1) else {
      fatalError("no memory for a column of \(count) rows")
    }
    let first = unsafe start.alignedUp(toMultipleOf: Self.alignment)
    lead = unsafe first - start
    unsafe view = ColumnView(base: first.bindMemory(to: Scalar.self, capacity: count), count: count)
  }

  // BitwiseCopyable: nothing to destroy first.
  deinit { unsafe free(UnsafeMutableRawPointer(view.base) - lead) }

  @usableFromInline @unsafe static func memory(_ byteCount: Int, alignment: Int) -> UnsafeMutableRawPointer {
    var bytes: UnsafeMutableRawPointer?
    // One spare cache line: no rows still have an address.
    guard unsafe posix_memalign(&bytes, alignment, byteCount + Self.alignment) == 0, let bytes = unsafe bytes else {
      fatalError("no memory for a column of \(byteCount) bytes")
    }
    return unsafe bytes
  }

  public var count: Int { view.count }
}
