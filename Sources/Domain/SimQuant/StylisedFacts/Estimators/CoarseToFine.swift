/// Whether volatility seen coarsely foretells volatility seen finely better than the other way round.
///
///     coarse[j] = |Σ r|,  fine[j] = mean |r|        over window j of 5 returns
///     estimate  = corr(coarse[j], fine[j+1]) - corr(fine[j], coarse[j+1])
///
/// A process whose volatility reads the same backwards has 0.
/// - Source: U. A. Müller et al., "Volatilities of different time resolutions: analyzing the dynamics of market
///   components", J. Empirical Finance 4, 1997, 213-239.
extension MeanFunctional {
  static let coarseWindow = 5  // returns

  static func coarseToFine(_ returns: [Double]) -> MeanFunctional {
    let windows = (0..<returns.count / coarseWindow).map { j in
      returns[j * coarseWindow..<(j + 1) * coarseWindow]
    }
    let coarse = standardised(windows.map { $0.reduce(0, +).magnitude })
    let fine = standardised(windows.map { $0.reduce(0) { $0 + $1.magnitude } })
    let forth = zip(coarse, leadingMeans(fine, 1...1)).map { $0 * $1 }
    let back = zip(fine, leadingMeans(coarse, 1...1)).map { $0 * $1 }
    let columns = [coarse, fine, coarse.map { $0 * $0 }, fine.map { $0 * $0 }, forth, back]
    return MeanFunctional(columns) { means in
      let variances = (means[2] - means[0] * means[0]) * (means[3] - means[1] * means[1])
      return variances > 0 ? (means[4] - means[5]) / variances.squareRoot() : .nan
    }
  }
}
