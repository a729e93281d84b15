import SimTrace

/// The stop-watch: measures the variants of a workload in turns, checks them against each other, reports them.
///
///     warm-up   A B  A B …                     not recorded
///     round n   prepare A, time A, check A     prepare B, time B, check B     …
///
/// In turns, because a machine that others use is slow for seconds at a time: a disturbance then hits all variants
/// alike, and ratios survive what absolute figures do not. Medians are compared, the minimum and the 99th percentile
/// are shown.
final class Bench {
  let options: BenchOptions
  let report: BenchReport
  /// Measured first in every run; empty until then.
  var bandwidth: [BandwidthFigure] = []
  private var suite = ""

  /// Fewer are too few for a median, more waste memory and time.
  private var roundsMin: Int { options.isToy ? 3 : 10 }
  private static let roundsMax = 20_000
  /// Part of the time budget that is spent before recording starts.
  private static let warmUpShare = 0.15

  init(options: BenchOptions, report: BenchReport) {
    (self.options, self.report) = (options, report)
  }

  func run(_ suite: BenchmarkSuite) throws {
    self.suite = suite.name
    report.open(suite)
    try suite.run(self)
  }

  /// `toy` in a toy run, `full` otherwise.
  func choose<Value>(full: Value, toy: Value) -> Value { options.isToy ? toy : full }

  /// Measures all variants and reports a row for each.
  ///
  /// Ends when the variants' common time budget, preparation and checks included, is used up.
  ///
  /// - Parameter share: time spent here, as a part or multiple of the time a variant gets.
  /// - Returns: a measurement for each variant, in order.
  @discardableResult
  func measure(
    _ workload: Workload, share: Double = 1, _ variants: [Variant]
  ) throws(BenchFailure) -> [Measurement] {
    precondition(!variants.isEmpty, "there is something to measure")
    var samples = [[UInt64]](repeating: [], count: variants.count)
    let start = MonotonicClock.nanoseconds()
    let budget = UInt64(share * options.secondsPerVariant * 1e9) * UInt64(variants.count)
    let warmUpEnd = options.isToy ? start : start + UInt64(Double(budget) * Self.warmUpShare)
    let end = start + budget

    var round = 0
    repeat {
      playRound(round, variants) { _, _ in }
      round += 1
    } while MonotonicClock.nanoseconds() < warmUpEnd && round < Self.roundsMax

    for recorded in 0..<Self.roundsMax {
      if recorded >= roundsMin && (options.isToy || MonotonicClock.nanoseconds() >= end) { break }
      playRound(round, variants) { variant, nanoseconds in samples[variant].append(nanoseconds) }
      round += 1
    }

    let measurements = variants.indices.map { index in
      Measurement(suite: suite, variant: variants[index].name, workload, samples: samples[index], bandwidth)
    }
    try report.add(workload, measurements)
    return measurements
  }

  /// A line below the table just reported.
  func note(_ text: String) { report.note(text) }

  private func playRound(_ round: Int, _ variants: [Variant], record: (_ variant: Int, _ nanoseconds: UInt64) -> Void) {
    var expected: UInt64?
    for (index, variant) in variants.enumerated() {
      variant.prepare(round)
      let start = MonotonicClock.nanoseconds()
      variant.run(round)
      record(index, MonotonicClock.nanoseconds() - start)
      let answer = variant.answer(round)
      precondition(
        answer == expected ?? answer,
        "\(suite): `\(variant.name)` and `\(variants[0].name)` disagree in round \(round); a wrong answer has no speed")
      expected = answer
    }
  }
}
