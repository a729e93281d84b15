import SimTrace

/// Where the time of a run went, as a table for a terminal.
///
///     phase              mean µs    p50 µs    p99 µs   share
///     agent_collection     120.3     118.0     160.2   48.1 %  ##########
///     (rest)                 2.1                        0.8 %
///     tick                 250.0     246.0     330.1  100.0 %
///     workers busy 96.1 %, 91.0 % of the time; the busiest 2.7 % more than the mean
///
/// `(rest)` is what no phase accounts for: the walk from one phase to the next, and the clock itself.
public struct PhaseTable: Sendable {
  /// Characters of a bar that stands for the whole tick.
  static let barWidth = 20

  public let trace: PhaseTrace

  public init(_ trace: PhaseTrace) { self.trace = trace }

  /// The table's lines, each ending in a line end; columns are aligned on the right, names on the left.
  public var text: String {
    var rows = [["phase", "mean µs", "p50 µs", "p99 µs", "share", ""]]
    for (row, name) in trace.names.enumerated() {
      rows.append(cells(name, trace.phases[row], share: trace.share(ofPhase: row), hasBar: true))
    }
    if let rest {
      rows.append(["(rest)", decimal(rest.meanNanoseconds / 1e3), "", "", percent(rest.share), bar(rest.share)])
    }
    rows.append(cells("tick", trace.tick, share: trace.tick.count == 0 ? 0 : 1, hasBar: false))
    return AlignedTable.text(rows, words: [0, 5]) + workers
  }

  /// What each of several workers was busy: the rest of the time it waited.
  private var workers: String {
    guard trace.busy.count > 1, trace.tick.count > 0 else { return "" }
    let shares = trace.busy.indices.map { percent(trace.share(ofWorker: $0)) }.joined(separator: ", ")
    return "workers busy \(shares) of the time; the busiest \(percent(trace.imbalance)) more than the mean\n"
  }

  /// Tick time that no phase accounts for; nil when phases account for all of it.
  private var rest: (meanNanoseconds: Double, share: Double)? {
    let booked = trace.phases.reduce(0) { $0 + $1.total }
    guard trace.tick.count > 0, booked < trace.tick.total else { return nil }
    let rest = Double(trace.tick.total - booked)
    return (rest / Double(trace.tick.count), rest / Double(trace.tick.total))
  }

  private func cells(_ name: String, _ durations: DurationHistogram, share: Double, hasBar: Bool) -> [String] {
    [
      name, decimal(durations.mean / 1e3), decimal(Double(durations.percentile(0.5)) / 1e3),
      decimal(Double(durations.percentile(0.99)) / 1e3), percent(share), hasBar ? bar(share) : "",
    ]
  }

  private func percent(_ share: Double) -> String { decimal(100 * share) + " %" }

  private func bar(_ share: Double) -> String {
    String(repeating: "#", count: Int((min(1, share) * Double(Self.barWidth)).rounded()))
  }
}

func padding(_ width: Int) -> String { String(repeating: " ", count: max(0, width)) }

/// One decimal.
func decimal(_ value: Double) -> String {
  let tenths = Int((value * 10).rounded())
  return "\(tenths < 0 ? "-" : "")\(tenths.magnitude / 10).\(tenths.magnitude % 10)"
}

/// `1234567` as `1,234,567`.
public func grouped(_ count: Int) -> String {
  var digits = Array("\(count.magnitude)")
  for place in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: place) }
  return (count < 0 ? "-" : "") + String(digits)
}
