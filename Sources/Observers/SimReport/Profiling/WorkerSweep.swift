import SimEngine

/// How fast all phases in parallel are with 1, 2, 4, … workers.
public struct WorkerSweep: Sendable {
  public struct Point: Sendable {
    public let asked: Int
    public let tookPart: Int
    /// Median, least and most of the trials.
    public let ticksPerSecond, least, most: Double
    public let busyShares: [Double]  // of each worker, in the median trial
    public let imbalance: Double
  }

  public let points: [Point]  // by workers, the fewest first

  /// - Parameter trials: outcomes for each number of workers, at least one each.
  public init(_ trials: [(workers: Int, outcomes: [Trial.Outcome])], ticks: Int) {
    points = trials.sorted { $0.workers < $1.workers }.map { workers, outcomes in
      let sorted = outcomes.sorted { $0.nanoseconds > $1.nanoseconds }
      let rates = sorted.map { Double(ticks) * 1e9 / Double(max(1, $0.nanoseconds)) }
      let middle = sorted[sorted.count / 2]
      return Point(
        asked: workers, tookPart: middle.workers, ticksPerSecond: rates[rates.count / 2], least: rates[0],
        most: rates[rates.count - 1], busyShares: middle.trace.busy.indices.map { middle.trace.share(ofWorker: $0) },
        imbalance: middle.trace.imbalance)
    }
  }

  /// 1, 2, 4, … up to and including `most`.
  public static func counts(upTo most: Int) -> [Int] {
    var counts: [Int] = []
    var next = 1
    while next < most {
      counts.append(next)
      next *= 2
    }
    return counts + [most]
  }
}
