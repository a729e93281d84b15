import SimRandom

/// Whether prices fall faster than they rise.
///
///     ln(P(loss) / P(gain))        loss: at some point of the next 10 returns, 3 deviations below now
///                                  gain: as far above
///
/// Means are taken out first, so that a trend is no asymmetry. A symmetric market has 0; an index falls faster.
/// - Source: the inverse statistics of M. H. Jensen, A. Johansen, I. Simonsen, "Inverse statistics in economics: the
///   gain-loss asymmetry", Physica A 324, 2003, 338-343, read at one horizon: how often a level has been reached by
///   then, instead of the most likely time to reach it.
extension MeanFunctional {
  static let lossHorizon = 10  // returns
  static let lossLevel = 3.0  // standard deviations of a return

  /// A resample has a mean return of its own, m, which would have to come out as well before levels are looked for:
  /// most of what losses and gains differ by from one resample to the next is its drift. To first order that is
  /// `- m · ∂/∂m` of the estimate, with the derivative found by giving the whole series a small drift each way. In the
  /// series itself the term is 0.
  static func lossSpeed(_ returns: [Double]) -> MeanFunctional {
    let steps = standardised(returns)
    let (losses, gains) = reached(steps, drift: 0)
    let small = 0.1  // standard deviations a return
    let slope = (logRatio(reached(steps, drift: small)) - logRatio(reached(steps, drift: -small))) / (2 * small)
    let drift = slope.isFinite ? slope : 0
    // The drift of a start is that of the returns its loss and gain are looked for in.
    let ahead = leadingMeans(steps, 0...lossHorizon - 1).prefix(losses.count)
    let centre = ahead.reduce(0, +) / Double(ahead.count)
    return MeanFunctional([losses, gains, ahead.map { $0 - centre }]) { means in
      means[0] > 0 && means[1] > 0 ? DeterministicMath.log(means[0] / means[1]) - drift * means[2] : .nan
    }
  }

  /// For each start 1 or 0: whether the loss was reached in time, and whether the gain was.
  private static func reached(_ steps: [Double], drift: Double) -> (losses: [Double], gains: [Double]) {
    let starts = 0...steps.count - lossHorizon
    var losses = [Double](repeating: 0, count: starts.count)
    var gains = losses
    for start in starts {
      var level = 0.0
      for step in steps[start..<start + lossHorizon] {
        level += step + drift
        if level <= -lossLevel { losses[start] = 1 }
        if level >= lossLevel { gains[start] = 1 }
      }
    }
    return (losses, gains)
  }

  private static func logRatio(_ reached: (losses: [Double], gains: [Double])) -> Double {
    DeterministicMath.log(reached.losses.reduce(0, +) / reached.gains.reduce(0, +))
  }
}
