import SimRandom

/// What a bad period costs, as a positive fraction of equity, for one period ahead. Never negative: where even the tail
/// gains, the loss is 0.
///
///     historical VaR       - q                   q the sample's quantile of probability α
///     expected shortfall   - mean of the returns ≤ q
///     Gaussian VaR         - (m + z · s)         z = Φ⁻¹(α)
///     Cornish-Fisher VaR   - (m + z' · s)
///       z' = z + (z² - 1)·S/6 + (z³ - 3z)·K/24 - (2z³ - 5z)·S²/36         S skewness, K excess kurtosis
///
/// Historical figures know only what has happened and need a sample that has seen the tail: 250 returns leave a dozen
/// below the 5 % quantile. Cornish-Fisher needs no sample, just moments. It bends the normal distribution, which is
/// meaningful only while the bent quantiles keep their order, see ``isMonotone(skewness:excessKurtosis:)``; beyond, take
/// the figure as a rank and not as a loss.
/// - Source: E. A. Cornish, R. A. Fisher, Revue de l'Institut International de Statistique 5 (1938); D. Maillard, "A
///   user's guide to the Cornish Fisher expansion" (2012) for the domain.
public enum TailRisk {
  /// - Parameter ascending: returns in order.
  /// - Returns: nil for an empty sample.
  public static func historicalValueAtRisk(ascending: [Double], tailProbability: Double = 0.05) -> Double? {
    SampleQuantile.of(ascending: ascending, probability: tailProbability).map { loss($0) }
  }

  /// Mean loss of the returns that are at or below the historical quantile.
  public static func expectedShortfall(ascending: [Double], tailProbability: Double = 0.05) -> Double? {
    guard let quantile = SampleQuantile.of(ascending: ascending, probability: tailProbability) else { return nil }
    var sum = CompensatedSum()
    var count = 0
    for r in ascending {
      if r > quantile { break }
      sum.add(r)
      count += 1
    }
    return loss(sum.value / Double(count))  // the smallest return is never above the quantile
  }

  public static func gaussianValueAtRisk(_ moments: ReturnMoments, tailProbability: Double = 0.05) -> Double? {
    guard let mean = moments.mean, let deviation = moments.standardDeviation else { return nil }
    return loss(mean + NormalDistribution.inverse(tailProbability) * deviation)
  }

  /// - Returns: nil where the moments have no shape: fewer than two returns, or no variance.
  public static func cornishFisherValueAtRisk(_ moments: ReturnMoments, tailProbability: Double = 0.05) -> Double? {
    guard let mean = moments.mean, let deviation = moments.standardDeviation, let skewness = moments.skewness,
      let excessKurtosis = moments.excessKurtosis
    else { return nil }
    let z = cornishFisherQuantile(
      NormalDistribution.inverse(tailProbability), skewness: skewness, excessKurtosis: excessKurtosis)
    return loss(mean + z * deviation)
  }

  /// z' of the formula above.
  public static func cornishFisherQuantile(_ z: Double, skewness: Double, excessKurtosis: Double) -> Double {
    let square = z * z
    let fromSkewness = (square - 1) * skewness / 6
    let fromKurtosis = z * (square - 3) * excessKurtosis / 24
    return z + fromSkewness + fromKurtosis - z * (2 * square - 5) * skewness * skewness / 36
  }

  /// Whether z' grows with z everywhere, so that the expansion is a distribution: its derivative, a parabola in z, has
  /// no sign change.
  ///
  ///     S²/9 - 4 · (K/8 - S²/6) · (1 - K/8 + 5·S²/36) ≤ 0   and   K/8 ≥ S²/6
  ///
  /// For S = 0 that is 0 ≤ K ≤ 8; no |S| above 2.49 qualifies.
  public static func isMonotone(skewness: Double, excessKurtosis: Double) -> Bool {
    let square = skewness * skewness
    let bend = excessKurtosis / 8 - square / 6
    return bend >= 0 && square / 9 - 4 * bend * (1 - excessKurtosis / 8 + 5 * square / 36) <= 0
  }

  private static func loss(_ r: Double) -> Double { r < 0 ? -r : 0 }
}
