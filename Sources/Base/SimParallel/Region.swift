/// A piece of a tick whose items are independent of each other: chunks of agents, or blocks of symbols.
///
/// A region runs one or several *stages* on each item before it takes the next one. Stages are fused like this when
/// they walk the same rows one after the other: the second finds them in the cache, and the workers meet once instead
/// of twice.
///
///     item 0: stage A, stage B        item 1: stage A, stage B        …        then everybody meets
public struct Region: Sendable {
  public struct Stage: Sendable {
    public let phase: Int  // row of the tick table the time is booked on
    public let body: @Sendable (_ worker: Int, _ item: Int) -> Void

    public init(phase: Int, body: @escaping @Sendable (_ worker: Int, _ item: Int) -> Void) {
      precondition(
        (0..<WorkerTeam.phasesMax).contains(phase), "phases are numbered from 0 to \(WorkerTeam.phasesMax - 1)")
      (self.phase, self.body) = (phase, body)
    }
  }

  public let itemCount: Int
  public let isParallel: Bool
  public let stages: [Stage]

  /// - Parameter isParallel: whether workers may share the items; a region with fewer than two items never is.
  public init(itemCount: Int, isParallel: Bool, stages: [Stage]) {
    precondition(itemCount >= 0 && itemCount <= WorkerTeam.itemCountMax, "at most \(WorkerTeam.itemCountMax) items")
    (self.itemCount, self.isParallel, self.stages) = (itemCount, isParallel && itemCount > 1, stages)
  }
}
