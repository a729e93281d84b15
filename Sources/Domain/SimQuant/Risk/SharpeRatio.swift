/// Sharpe ratios of a year from returns of a period.
///
///     SR          = (m - f) / s                                       m, s per period; f risk-free per period
///     of a year   = SR · √P                                           if returns do not depend on each other
///     Lo (2002)   = SR · √P / √(1 + 2 · Σ_{k=1}^{K} (1 - k/P) · ρ_k)  ρ_k autocorrelation at lag k, P periods a year
///
/// The sum goes to K = min(P - 1, ⌊n/4⌋, `lagsMax`): all of Lo's lags when there are four times as many returns, else as
/// many as a sample of n can tell. (All n - 1 sample autocorrelations add up to -½ whatever the returns are, so the full
/// sum would divide by nearly nothing.) The sum of 251 estimated ρ is noisy, and since each ρ is estimated a little too
/// low it flatters: over 1,000 independent returns the factor is 1.3 ± 0.4 instead of 1. A smaller `lagsMax` mends that,
/// where it is known how far dependence reaches.
/// - Source: A. W. Lo, "The statistics of Sharpe ratios", Financial Analysts Journal 58(4), 2002, equation 20; the
///   quarter: G. E. P. Box, G. M. Jenkins, *Time Series Analysis* (1976), §2.1.
public enum SharpeRatio {
  /// Per year, for independent returns. Nil without a variance.
  public static func annualised(_ moments: ReturnMoments, _ settings: RiskSettings) -> Double? {
    guard let mean = moments.mean, let deviation = moments.standardDeviation, deviation > 0 else { return nil }
    return (mean - settings.riskFreePerPeriod) / deviation * settings.periodsPerYear.squareRoot()
  }

  /// What autocorrelation makes of √P, as a factor of it: 1 when there is none, below 1 when returns run on.
  ///
  /// - Returns: nil without a variance, and when the estimated variance of a year's return is not positive.
  /// - Complexity: n · K multiplications.
  public static func loFactor(_ returns: [Double], _ settings: RiskSettings) -> Double? {
    let periods = settings.periodsPerYear
    guard ReturnMoments(returns).variance ?? 0 > 0 else { return nil }
    let lags = min(max(Int(min(periods, 1e9).rounded(.up)) - 1, 0), returns.count / 4, settings.lagsMax)
    var sum = CompensatedSum()
    for (place, correlation) in Autocorrelation.of(returns, lags: lags).enumerated() {
      sum.add((1 - Double(place + 1) / periods) * correlation)
    }
    let inflation = 1 + 2 * sum.value
    return inflation > 0 ? 1 / inflation.squareRoot() : nil
  }
}
