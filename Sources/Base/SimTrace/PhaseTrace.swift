/// Where the time of a run went: a histogram of durations for every phase and one for the whole tick.
///
/// A fixed table, filled by the engine once a tick; phases are numbered by their row in the tick table.
public struct PhaseTrace: Sendable {
  public let names: [String]
  public private(set) var phases: [DurationHistogram]
  public private(set) var tick = DurationHistogram()
  /// Durations of the last tick, nanoseconds, one per phase.
  public private(set) var last: [UInt64]
  public private(set) var lastTick: UInt64 = 0
  /// Nanoseconds each worker was at work in phases, since the start. Row = worker.
  public private(set) var busy: [UInt64]

  public init(names: [String], workers: Int = 1) {
    self.names = names
    busy = [UInt64](repeating: 0, count: workers)
    phases = names.map { _ in DurationHistogram() }
    last = names.map { _ in 0 }
  }

  /// Notes that `phase` took `nanoseconds` of the tick under way.
  public mutating func record(phase: Int, nanoseconds: UInt64) { last[phase] = nanoseconds }

  /// Notes that `phase` took another `nanoseconds` of the tick under way.
  public mutating func add(phase: Int, nanoseconds: UInt64) { last[phase] += nanoseconds }

  /// Notes that `worker` was at work for `nanoseconds` of the tick under way.
  public mutating func addBusy(worker: Int, nanoseconds: UInt64) { busy[worker] += nanoseconds }

  /// Closes the tick under way.
  public mutating func endTick(nanoseconds: UInt64) {
    lastTick = nanoseconds
    tick.record(nanoseconds)
    for phase in last.indices { phases[phase].record(last[phase]) }
  }

  /// Forgets what was recorded, for example a warm-up.
  public mutating func reset() { self = PhaseTrace(names: names, workers: busy.count) }

  /// The part of all recorded tick time that `phase` took, 0 to 1.
  public func share(ofPhase phase: Int) -> Double {
    tick.total == 0 ? 0 : Double(phases[phase].total) / Double(tick.total)
  }

  /// The part of all recorded tick time that `worker` was at work, 0 to 1.
  public func share(ofWorker worker: Int) -> Double {
    tick.total == 0 ? 0 : Double(busy[worker]) / Double(tick.total)
  }

  /// By how much the busiest worker did more than the mean: max / mean - 1. 0 when all did the same, or nothing.
  public var imbalance: Double {
    let sum = busy.reduce(0, +)
    return sum == 0 ? 0 : Double(busy.max() ?? 0) * Double(busy.count) / Double(sum) - 1
  }
}
