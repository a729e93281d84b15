import Foundation

/// A fixed-capacity run of one scalar type: owner of the memory its `view` looks at.
///
/// All rows are initialised at once, the memory never moves, and the count never changes. Aligned to a cache line,
/// which is also the widest vector we load.
@safe public struct Column<Scalar: BitwiseCopyable & Sendable>: ~Copyable, Sendable {
  @inlinable public static var alignment: Int { 64 }  // bytes
  public let view: ColumnView<Scalar>  // what kernels are handed; must not outlive the column
  @usableFromInline let stagger: Int  // bytes from where the memory starts to where the rows do

  /// - Parameters:
  ///   - count: rows, at least 0.
  ///   - blank: what every row holds at first.
  ///   - placement: where on a machine with several memory nodes the rows should live.
  @inlinable public init(count: Int, filledWith blank: Scalar, placement: MemoryPlacement = .anywhere) {
    precondition(count >= 0, "a column has no negative rows")
    stagger = ColumnStagger.next(forBytes: count * MemoryLayout<Scalar>.stride)
    // One spare cache line: `rowCount == 0` still has an address.
    let byteCount = stagger + count * MemoryLayout<Scalar>.stride + Self.alignment
    let alignment = placement.alignment(atLeast: Self.alignment)
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: alignment)
    unsafe placement.apply(to: bytes, byteCount: byteCount)
    let base = unsafe (bytes + stagger).initializeMemory(as: Scalar.self, repeating: blank, count: count)
    unsafe view = ColumnView(base: base, count: count)
  }

  public init(_ rows: [Scalar]) {
    stagger = 0
    let byteCount = rows.count * MemoryLayout<Scalar>.stride + Self.alignment
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: Self.alignment)
    unsafe view = ColumnView(base: bytes.bindMemory(to: Scalar.self, capacity: rows.count), count: rows.count)
    for (row, value) in rows.enumerated() { view[row] = value }  // BitwiseCopyable: a store initialises
  }

  // BitwiseCopyable: nothing to destroy first.
  deinit { unsafe (UnsafeMutableRawPointer(view.base) - stagger).deallocate() }

  public var count: Int { view.count }
}
