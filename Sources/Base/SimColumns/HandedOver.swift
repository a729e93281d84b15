/// A value that threads hand to each other, one at a time, when the compiler cannot see that they do.
///
/// The promise, which whoever makes one must keep: between two accesses by different threads stands a synchronisation
/// (an atomic with release and acquire, or the end of a `concurrentPerform`), so no two ever overlap.
public final class HandedOver<Value: ~Copyable>: @unchecked Sendable {
  public var value: Value
  public init(_ value: consuming Value) { self.value = value }
}
