import SimRandom

/// How slowly the memory of |r| fades: ρ(k) ~ k^-β.
///
///     β = - slope of ln ρ̄(b) on the mean ln k of bin b        bins 1, 2-3, 4-7, 8-15, 16-31, 32-63, 64-100
///
/// ρ̄ is the mean autocorrelation of a bin: single lags are noisy, and some are negative by chance. NaN when a bin's
/// mean is not positive, as there is then no such law.
/// - Source: R. Cont (2001), §5.2, where β is 0.2 to 0.4; Y. Liu et al., "Statistical properties of the volatility of
///   price fluctuations", Physical Review E 60(2), 1999, 1390-1400.
extension MeanFunctional {
  static let decayBins = [1...1, 2...3, 4...7, 8...15, 16...31, 32...63, 64...100]

  static func decayExponent(_ returns: [Double]) -> MeanFunctional {
    let sizes = standardised(returns.map(\.magnitude))
    let products = decayBins.map { bin in zip(sizes, leadingMeans(sizes, bin)).map { $0 * $1 } }
    let logLags = decayBins.map { bin in
      bin.reduce(0) { $0 + DeterministicMath.log(Double($1)) } / Double(bin.count)
    }
    let centre = logLags.reduce(0, +) / Double(logLags.count)
    let weights = logLags.map { $0 - centre }
    let scale = weights.reduce(0) { $0 + $1 * $1 }
    return MeanFunctional([sizes, sizes.map { $0 * $0 }] + products) { means in
      let square = means[0] * means[0]
      let variance = means[1] - square
      var slope = 0.0
      for (bin, weight) in weights.enumerated() {
        let correlation = (means[2 + bin] - square) / variance
        guard correlation > 0 else { return .nan }
        slope += weight / scale * DeterministicMath.log(correlation)
      }
      return -slope
    }
  }
}
