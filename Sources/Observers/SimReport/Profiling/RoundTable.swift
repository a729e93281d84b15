import Foundation

/// The logarithms of tick times of a whole series, configurations by rounds, split into what belongs to the
/// configuration, to the round, and to neither:
///
///     y[c][r] = ln(µs per tick)        y[c][r] = ȳ + (ȳ[c] - ȳ) + (ȳ[r] - ȳ) + e[c][r]
///     s² = Σ e² / ((C - 1)(R - 1))
///
/// What makes all configurations of a round slow, a neighbour on the machine, is taken out with the round and is no
/// error of a comparison: this is the randomised complete block design, of which the paired t-test is the case of two
/// configurations. Logarithms, because what a phase costs is a part of the tick.
///
/// Source: R. A. Fisher, *The Design of Experiments*, 1935, ch. IV; D. C. Montgomery, *Design and Analysis of
/// Experiments*, §4.1.
struct RoundTable {
  /// Row = configuration.
  let means: [Double]
  let rounds: Int
  /// s, the error of a single measurement; nil with one round, which has none to measure.
  let deviation: Double?
  var degrees: Double { Double((means.count - 1) * (rounds - 1)) }

  /// - Parameter values: `y[c][r]`, all rows of one length.
  init(_ values: [[Double]]) {
    precondition(values.count > 1 && values.allSatisfy { $0.count == values[0].count && !$0.isEmpty }, "a full table")
    let rounds = values[0].count
    let means = values.map { $0.reduce(0, +) / Double(rounds) }
    let roundMeans = (0..<rounds).map { round in values.reduce(0) { $0 + $1[round] } / Double(values.count) }
    let mean = means.reduce(0, +) / Double(means.count)
    var squares = 0.0
    for (row, ofConfiguration) in zip(values, means) {
      for (value, ofRound) in zip(row, roundMeans) {
        let error = value - ofConfiguration - ofRound + mean
        squares += error * error
      }
    }
    (self.means, self.rounds) = (means, rounds)
    deviation = rounds > 1 ? (squares / Double((values.count - 1) * (rounds - 1))).squareRoot() : nil
  }
}

/// A number with what is known about its error.
public struct Estimate: Sendable, Equatable {
  public let value: Double
  /// Half the width of the 95 % interval; nil when there is nothing to judge the error by.
  public let margin: Double?

  var low: Double? { margin.map { value - $0 } }
  var high: Double? { margin.map { value + $0 } }
  var isPositive: Bool { (low ?? 0) > 0 }
  var isNegative: Bool { (high ?? 0) < 0 }
}
