/// A value that threads hand to each other, one at a time, when the compiler cannot see that they do.
///
/// The promise, which whoever makes one must keep: between two accesses by different threads stands a synchronisation
/// (an atomic with release and acquire, or the end of a `concurrentPerform`), so no two ever overlap.
///
/// The value lies behind a pointer of its own, because the runtime keeps a record of every access to a stored property
/// of a class, which in a tick costs more than many a value is used for. What the record would catch is the promise.
@safe public final class HandedOver<Value: ~Copyable>: @unchecked Sendable {
  @usableFromInline let place: UnsafeMutablePointer<Value>

  @inlinable public init(_ value: consuming Value) {
    unsafe place = UnsafeMutablePointer.allocate(capacity: 1)
    unsafe place.initialize(to: value)
  }

  deinit {
    unsafe place.deinitialize(count: 1)
    unsafe place.deallocate()
  }

  @inlinable public var value: Value {
    @inline(__always) _read { yield unsafe place.pointee }
    @inline(__always) _modify { yield unsafe &place.pointee }
  }
}
