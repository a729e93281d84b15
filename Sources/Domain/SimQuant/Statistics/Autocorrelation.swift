/// How a series goes with its own past.
///
///     ρ_k = Σ (x[t] - m)(x[t-k] - m) / Σ (x[t] - m)²          the second sum over all t, the first from t = k on
///
/// - Source: G. E. P. Box, G. M. Jenkins, *Time Series Analysis* (1976), §2.1; `statsmodels.tsa.stattools.acf`.
public enum Autocorrelation {
  /// ρ₁ … ρ_lags.
  ///
  /// - Parameter lags: below the length of the series.
  /// - Returns: NaN for every lag when the series does not move.
  /// - Complexity: n · lags multiplications.
  public static func of(_ series: [Double], lags: Int) -> [Double] {
    precondition(lags >= 0 && lags < max(series.count, 1), "a lag is shorter than the series")
    var total = CompensatedSum()
    for x in series { total.add(x) }
    let mean = total.value / Double(series.count)
    let centred = series.map { $0 - mean }
    let variance = product(centred, lag: 0)
    return (0..<lags).map { product(centred, lag: $0 + 1) / variance }
  }

  /// Σ x[t] · x[t-k], in eight partial sums so that additions do not wait for each other.
  private static func product(_ x: [Double], lag: Int) -> Double {
    let x = x.span
    var partial = SIMD8<Double>()
    var t = lag
    while t &+ 8 <= x.count {
      var (now, past) = (SIMD8<Double>(), SIMD8<Double>())
      for lane in 0..<8 {
        now[lane] = x[t &+ lane]
        past[lane] = x[t &- lag &+ lane]
      }
      partial += now * past
      t &+= 8
    }
    var sum = partial.sum()
    while t < x.count {
      sum += x[t] * x[t &- lag]
      t &+= 1
    }
    return sum
  }
}
