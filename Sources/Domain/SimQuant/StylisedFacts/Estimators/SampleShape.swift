/// Skewness and excess kurtosis of a sample.
///
///     skewness = m₃ / m₂^1.5        excess kurtosis = m₄ / m₂² - 3        m_k = (1/n) · Σ (x - mean)^k
///
/// Both are 0 for Gaussian values, and have no unit. No small-sample correction: with the lengths asked for here it is
/// far below the standard error.
extension MeanFunctional {
  static func skewness(_ series: [Double]) -> MeanFunctional {
    MeanFunctional(Array(powers(series).prefix(3))) { CentralMoments($0[0], $0[1], $0[2], 0).skewness }
  }

  static func excessKurtosis(_ series: [Double]) -> MeanFunctional {
    MeanFunctional(powers(series)) { CentralMoments($0[0], $0[1], $0[2], $0[3]).excessKurtosis }
  }

  /// How much excess kurtosis `filtered` has lost, value by value the same times as `raw`.
  static func kurtosisRemoved(raw: [Double], filtered: [Double]) -> MeanFunctional {
    MeanFunctional(powers(raw) + powers(filtered)) { means in
      CentralMoments(means[0], means[1], means[2], means[3]).excessKurtosis
        - CentralMoments(means[4], means[5], means[6], means[7]).excessKurtosis
    }
  }

  /// The share of excess kurtosis that is gone when `window` returns in a row are added up:
  ///
  ///     1 - κ(window) / κ(1)
  ///
  /// 0: as far from Gaussian as before; 1: Gaussian; independent returns give 1 - 1/window. NaN when single returns have
  /// no excess to lose. What fills no window is left out.
  static func kurtosisDecline(_ returns: [Double], window: Int) -> MeanFunctional {
    let single = powers(returns)
    let count = returns.count / window
    let added = (0..<count).map { j in single[0][j * window..<(j + 1) * window].reduce(0, +) }
    let inside = single.map { power in
      (0..<count).map { j in power[j * window..<(j + 1) * window].reduce(0, +) / Double(window) }
    }
    return MeanFunctional(powers(added) + inside) { means in
      let before = CentralMoments(means[4], means[5], means[6], means[7]).excessKurtosis
      let after = CentralMoments(means[0], means[1], means[2], means[3]).excessKurtosis
      return before > 0 ? 1 - after / before : .nan
    }
  }

  /// The first four powers of the standardised values. Standardising changes neither statistic, and keeps sums of fourth
  /// powers from losing digits.
  private static func powers(_ series: [Double]) -> [[Double]] {
    let x = standardised(series)
    let squares = x.map { $0 * $0 }
    return [x, squares, zip(x, squares).map { $0 * $1 }, squares.map { $0 * $0 }]
  }

  /// Mean 0, variance 1 (with n in the denominator). Values that are all equal become zeros.
  static func standardised(_ series: [Double]) -> [Double] {
    let count = Double(series.count)
    let mean = series.reduce(0, +) / count
    let deviation = (series.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
    return series.map { deviation > 0 ? ($0 - mean) / deviation : 0 }
  }
}

/// Central moments from the means of the first four powers.
private struct CentralMoments {
  let second, third, fourth: Double

  init(_ m1: Double, _ m2: Double, _ m3: Double, _ m4: Double) {
    second = m2 - m1 * m1
    third = m3 - 3 * m1 * m2 + 2 * m1 * m1 * m1
    fourth = m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 * m1 * m1 * m1
  }

  var skewness: Double { second > 0 ? third / (second * second.squareRoot()) : .nan }
  var excessKurtosis: Double { second > 0 ? fourth / (second * second) - 3 : .nan }
}
