/// A piece of a tick whose items are independent of each other: chunks of agents, or blocks of symbols.
///
/// A region runs one or several *phases* on each item before it takes the next one. Phases are fused like this when
/// they walk the same rows one after the other: the second finds them in the cache, and the workers meet once instead
/// of twice.
///
///     item 0: phase A, phase B        item 1: phase A, phase B        …        then everybody meets
///
/// A plain value without references: workers look at regions for every item.
public struct Region: Sendable {
  /// The most phases of one region.
  public static let phasesMax = 8

  public let itemCount: Int
  public let isParallel: Bool
  public let phaseCount: Int
  private let numbers: SIMD8<UInt8>  // of the phases

  /// - Parameters:
  ///   - isParallel: whether workers may share the items; a region with fewer than two items never is.
  ///   - phases: rows of the tick table that time is booked on, in the order in which an item goes through them.
  public init(itemCount: Int, isParallel: Bool, phases: [Int]) {
    precondition(itemCount >= 0 && itemCount <= WorkerTeam.itemCountMax, "at most \(WorkerTeam.itemCountMax) items")
    precondition(phases.count <= Self.phasesMax, "at most \(Self.phasesMax) phases")
    var numbers = SIMD8<UInt8>()
    for (place, phase) in phases.enumerated() {
      precondition(
        (0..<WorkerTeam.phasesMax).contains(phase), "phases are numbered from 0 to \(WorkerTeam.phasesMax - 1)")
      numbers[place] = UInt8(phase)
    }
    (self.itemCount, self.isParallel) = (itemCount, isParallel && itemCount > 1)
    (phaseCount, self.numbers) = (phases.count, numbers)
  }

  /// The phase at `place`, 0 ..< ``phaseCount``.
  public func phase(_ place: Int) -> Int { Int(numbers[place]) }

  public var phases: [Int] { (0..<phaseCount).map(phase) }
}

/// What a team works on: every phase of every region, on one item at a time.
///
/// Each worker has one of its own, so that nothing that is counted or scratched belongs to two cores; all must do the
/// same work.
public protocol TeamWork: AnyObject, Sendable {
  /// - Parameters:
  ///   - phase: one of a region's.
  ///   - item: 0 ..< the region's item count; two items may run at the same time.
  ///   - worker: who runs it. May choose scratch memory, never a result.
  func run(phase: Int, item: Int, worker: Int)
}
