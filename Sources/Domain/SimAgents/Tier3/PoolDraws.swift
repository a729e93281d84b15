import SimRandom

/// What a crowd's orders look like: how far from the price, and how large.
enum PoolDraws {
  /// A distance between 0 and `most`, exponential with rate `lambda` and cut off there: the inverse of its distribution.
  ///
  ///     x = -ln(1 - u · (1 - exp(-lambda · most))) / lambda
  ///
  /// Drawing and capping would put every value beyond `most` onto `most` itself.
  /// - Parameter u: uniform in [0, 1).
  static func distance(_ u: Double, lambda: Double, most: Double) -> Double {
    let reach = 1 - DeterministicMath.exp(-lambda * most)
    return min(most, -DeterministicMath.log(1 - u * reach) / lambda)
  }

  /// The logarithm's mean and deviation of a lognormal with this mean and deviation.
  ///
  ///     σ² = ln(1 + d² / m²)        μ = ln m - σ² / 2
  static func lognormal(mean: Double, deviation: Double) -> (mu: Double, sigma: Double) {
    let variance = DeterministicMath.log(1 + deviation * deviation / (mean * mean))
    return (DeterministicMath.log(mean) - variance / 2, variance.squareRoot())
  }

  /// The quantiles of ``distance(_:lambda:most:)``.
  static func distances(lambda: Double, most: Double) -> QuantileTable {
    QuantileTable { distance($0, lambda: lambda, most: most) }
  }

  /// The quantiles of a lognormal with this mean and deviation.
  static func sizes(mean: Double, deviation: Double) -> QuantileTable {
    let (mu, sigma) = lognormal(mean: mean, deviation: deviation)
    return QuantileTable { DeterministicMath.exp(mu + sigma * NormalDistribution.inverse($0)) }
  }

  /// Shares of an order, to the nearest whole one between `least` and `most`.
  @inline(__always) static func whole(_ exact: Double, least: Int32, most: Int32) -> Int32 {
    min(max(exact < 2e9 ? Int32(exact.rounded()) : most, least), most)
  }
}
