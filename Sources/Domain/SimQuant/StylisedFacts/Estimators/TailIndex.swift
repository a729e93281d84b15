import SimRandom

/// How fast a tail falls: `P(X > x) ~ x^-α`. Small is heavy: moments of order α and above do not exist.
///
///     α = 1 / mean of ln(x / u) over all x > u        u = x(⌊n/40⌋ + 1), x(1) ≥ x(2) ≥ …
///
/// The largest 2.5 %: few enough to be tail, many enough to count. A Gaussian sample gives about 7 there.
/// - Source: B. M. Hill, "A simple general approach to inference about the tail of a distribution", Annals of Statistics
///   3(5), 1975, 1163-1174. The threshold u is held when resampling.
extension MeanFunctional {
  static let tailShare = 40  // one in

  /// - Parameter values: what is in the tail is large and positive.
  /// - Throws: when the tail is not positive, or no value is above the threshold.
  static func tailIndex(_ values: [Double]) throws(NotComputable) -> MeanFunctional {
    let threshold = try Self.threshold(values, share: tailShare)
    return MeanFunctional([
      values.map { $0 > threshold ? 1 : 0 },
      values.map { $0 > threshold ? DeterministicMath.log($0 / threshold) : 0 },
    ]) { means in means[1] > 0 ? means[0] / means[1] : .nan }
  }

  /// The largest value that is not among the top one in `share`.
  static func threshold(_ values: [Double], share: Int) throws(NotComputable) -> Double {
    let sorted = values.sorted(by: >)
    let threshold = sorted[values.count / share]
    guard threshold > 0 else {
      throw NotComputable("more than \(share - 1) of \(share) returns are zero or of the other sign")
    }
    guard sorted[0] > threshold else { throw NotComputable("the largest returns are all equal") }
    return threshold
  }
}

/// Why an estimate does not exist for these data.
struct NotComputable: Error, Equatable {
  let reason: String

  init(_ reason: String) { self.reason = reason }
}
