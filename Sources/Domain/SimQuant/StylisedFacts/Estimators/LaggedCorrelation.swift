/// Correlation of a series with a later one, averaged over a range of lags.
///
///     c(k) = (1/n) · Σ_{t < n-k} (x[t] - x̄)·(y[t+k] - ȳ) / (s_x · s_y)        estimate: mean of c(k) over the lags
///
/// With y = x it is the usual autocorrelation, with lags 0...0 the usual correlation of pairs. The divisor is n for every
/// lag, which keeps estimates at long lags from running wild.
/// - Source: G. E. P. Box, G. M. Jenkins, G. C. Reinsel, *Time Series Analysis*, 3rd ed. (1994), §2.1.5 and §11.1.
extension MeanFunctional {
  /// - Complexity: one pass, whatever the number of lags.
  static func laggedCorrelation(_ x: [Double], _ y: [Double], lags: ClosedRange<Int>) -> MeanFunctional {
    let (x, y) = (standardised(x), standardised(y))
    let later = leadingMeans(y, lags)
    return MeanFunctional([x, y, x.map { $0 * $0 }, y.map { $0 * $0 }, zip(x, later).map { $0 * $1 }]) { means in
      let variances = (means[2] - means[0] * means[0]) * (means[3] - means[1] * means[1])
      return variances > 0 ? (means[4] - means[0] * means[1]) / variances.squareRoot() : .nan
    }
  }

  static func autocorrelation(_ x: [Double], lags: ClosedRange<Int>) -> MeanFunctional {
    let x = standardised(x)
    let later = leadingMeans(x, lags)
    return MeanFunctional([x, x.map { $0 * $0 }, zip(x, later).map { $0 * $1 }]) { means in
      let variance = means[1] - means[0] * means[0]
      return variance > 0 ? (means[2] - means[0] * means[0]) / variance : .nan
    }
  }

  /// For each time the mean of what comes `lags` later; beyond the end counts as 0.
  static func leadingMeans(_ y: [Double], _ lags: ClosedRange<Int>) -> [Double] {
    precondition(lags.lowerBound >= 0 && lags.upperBound < y.count, "lags are shorter than the series")
    var running = [0.0]  // of values with mean 0: it stays small
    running.reserveCapacity(y.count + 1)
    for value in y { running.append(running[running.count - 1] + value) }
    return y.indices.map { t in
      let from = min(t + lags.lowerBound, y.count)
      let to = min(t + lags.upperBound + 1, y.count)
      return (running[to] - running[from]) / Double(lags.count)
    }
  }
}
