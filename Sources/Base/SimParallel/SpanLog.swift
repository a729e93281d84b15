import SimColumns

/// Who did what when, for the last ticks of a run: a ring of spans for each worker, in memory taken once.
///
///     worker 0   |tick 7 |region 0|collect 0|validate 0|collect 1| … |tick 8 | …
///     worker 1            |collect 12|validate 12| …
///
/// A ring has room for all items of `ticks` ticks, so of the last `ticks` ticks every span is there, whoever ran it. Each
/// worker writes its own ring and nobody else's. Reading is for when no region is under way.
public final class SpanLog: Sendable {
  public enum Kind: Sendable, Equatable {
    case phase(Int)  // one item of it
    case region(Int)  // from its start to the end of its last item
    case tick
  }

  public struct Span: Sendable, Equatable {
    public let kind: Kind
    public let tick: UInt32
    public let item: Int
    public let time: Range<UInt64>  // nanoseconds since some fixed moment
  }

  public let ticks: Int
  public let workers: Int
  private let capacity: Int  // spans of a worker
  private let entries: Column<Entry>  // row = worker · capacity + place
  private let counts: Column<Int>  // row = worker · 16: neighbouring cache lines are fetched in pairs
  private let tick = Column<UInt32>(count: 1, filledWith: 0)

  private struct Entry: BitwiseCopyable, Sendable {
    var start: UInt64 = 0
    var nanoseconds: UInt32 = 0
    var tick: UInt32 = 0
    var item: Int32 = 0
    var code: Int32 = 0  // phase; 256 + region; 512 for the tick
  }

  /// - Parameters:
  ///   - ticks: how many of the last ones are kept, at least 1.
  ///   - spansPerTick: the most that one worker may note in a tick.
  public init(ticks: Int, workers: Int, spansPerTick: Int) {
    precondition(ticks > 0 && workers > 0 && spansPerTick > 0, "there is something to keep")
    (self.ticks, self.workers, capacity) = (ticks, workers, ticks * spansPerTick)
    entries = Column(count: workers * capacity, filledWith: Entry())
    counts = Column(count: workers * Self.apart, filledWith: 0)
  }

  private static let apart = 16

  /// Spans from now on belong to this tick. By the leader, between regions.
  public func begin(tick: UInt32) { self.tick.view[0] = tick }

  /// By the worker itself, or the leader. About 3 ns, no allocation.
  public func add(_ kind: Kind, item: Int, worker: Int, _ time: Range<UInt64>) {
    let (counts, entries) = (counts.view, entries.view)
    let place = counts[worker * Self.apart]
    let code: Int32 =
      switch kind {
      case .phase(let phase): Int32(truncatingIfNeeded: phase)
      case .region(let region): Int32(truncatingIfNeeded: 256 + region)
      case .tick: 512
      }
    entries[worker * capacity + place % capacity] = Entry(
      start: time.lowerBound, nanoseconds: UInt32(clamping: time.upperBound - time.lowerBound), tick: tick.view[0],
      item: Int32(truncatingIfNeeded: item), code: code)
    counts[worker * Self.apart] = place + 1
  }

  /// What a worker did in the last ``ticks`` ticks, in the order in which it ended.
  public func spans(ofWorker worker: Int) -> [Span] {
    let count = counts.view[worker * Self.apart]
    let newest = tick.view[0]
    return (max(0, count - capacity)..<count).compactMap { place in
      let entry = entries.view[worker * capacity + place % capacity]
      guard Int(newest) - Int(entry.tick) < ticks else { return nil }
      let kind: Kind =
        switch entry.code {
        case 512: .tick
        case 256...: .region(Int(entry.code) - 256)
        default: .phase(Int(entry.code))
        }
      return Span(
        kind: kind, tick: entry.tick, item: Int(entry.item),
        time: entry.start..<entry.start + UInt64(entry.nanoseconds))
    }
  }
}
