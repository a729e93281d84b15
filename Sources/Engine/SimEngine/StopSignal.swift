import Synchronization

/// Asks a run to stop after the tick under way; from any thread, also from a signal's handler queue.
public final class StopSignal: Sendable {
  private let flag = Atomic<Bool>(false)
  public init() {}
  public func request() { flag.store(true, ordering: .releasing) }
  public var isRequested: Bool { flag.load(ordering: .acquiring) }
}
