import SimKernels

/// The shape of a distribution of returns.
///
///     mean  m = Σ r / n                       central moments   μₖ = Σ (r - m)ᵏ / n
///     variance   n / (n - 1) · μ₂             skewness   μ₃ / μ₂^1.5        excess kurtosis   μ₄ / μ₂² - 3
///     downside   Σ min(r - target, 0)² / n    over all n, not only those that fell short
///
/// Variance is the sample's, skewness and kurtosis the population's (`scipy.stats` with its defaults). What cannot be
/// told is nil: a variance needs two returns, a shape needs a variance.
public struct ReturnMoments: Sendable, Equatable {
  public let count: Int
  public let mean: Double?
  public let variance: Double?
  public let skewness: Double?
  public let excessKurtosis: Double?
  /// Mean of squared shortfalls below the target.
  public let downside: Double?

  public var standardDeviation: Double? { variance?.squareRoot() }

  /// From sums that were collected on the way.
  ///
  /// Cancellation sets the limit: from sums that are right to `precision` of themselves the variance is right to
  /// `precision · (1 + m²/μ₂)`. Below that it is noise and given as 0, so that an account whose returns are all alike has
  /// no volatility instead of an enormous Sharpe ratio.
  ///
  /// - Parameter precision: relative error of the sums: 2⁻¹⁷ covers single-precision blocks however their roundings
  ///   fall, 2⁻⁴⁰ sums of doubles.
  public init(_ sums: ReturnSums, precision: Double = 0x1p-17) {
    guard sums.count > 0 else {
      self.init(count: 0, mean: nil, second: 0, third: 0, fourth: 0, downside: nil)
      return
    }
    let n = Double(sums.count)
    let mean = sums.first / n
    let (second, third, fourth) = (sums.second / n, sums.third / n, sums.fourth / n)
    let variance = second - mean * mean
    self.init(
      count: sums.count, mean: mean, second: variance > precision * second ? variance : 0,
      third: third - mean * (3 * second - 2 * mean * mean),
      fourth: fourth - mean * (4 * third - mean * (6 * second - 3 * mean * mean)), downside: sums.downside / n)
  }

  /// From the returns themselves, in two passes: the mean first, then powers of the distance from it.
  ///
  /// - Parameter target: per period; what falls short of it is downside.
  public init(_ returns: [Double], target: Double = 0) {
    let n = Double(returns.count)
    var total = CompensatedSum()
    for r in returns { total.add(r) }
    let mean = total.value / n
    var (second, third, fourth, downside) = (CompensatedSum(), CompensatedSum(), CompensatedSum(), CompensatedSum())
    for r in returns {
      let distance = r - mean
      let square = distance * distance
      let shortfall = min(r - target, 0)
      second.add(square)
      third.add(square * distance)
      fourth.add(square * square)
      downside.add(shortfall * shortfall)
    }
    // A return is the difference of a quotient from 1, so it carries a rounding of about 2⁻⁵³ whatever its size.
    let noise = 0x1p-48 * (1 + mean.magnitude)
    self.init(
      count: returns.count, mean: returns.isEmpty ? nil : mean,
      second: second.value / n > noise * noise ? second.value / n : 0, third: third.value / n,
      fourth: fourth.value / n, downside: returns.isEmpty ? nil : downside.value / n)
  }

  /// From central moments.
  private init(count: Int, mean: Double?, second: Double, third: Double, fourth: Double, downside: Double?) {
    (self.count, self.mean, self.downside) = (count, mean, downside)
    variance = count >= 2 ? second * (Double(count) / Double(count - 1)) : nil
    let hasShape = count >= 2 && second > 0
    skewness = hasShape ? third / (second * second.squareRoot()) : nil
    excessKurtosis = hasShape ? fourth / (second * second) - 3 : nil
  }
}
