/// Whether extreme returns come in bursts: the Fano factor of their counts.
///
///     F = variance of counts / mean of counts        counts of |r| among its largest 5 %, in windows of 20 returns
///
/// Events that know nothing of each other give 0.95, as counts are binomial; bursts give more.
/// - Source: U. Fano, "Ionization yield of radiations II", Physical Review 72, 1947, 26-29; used for returns by E.
///   Ratliff-Crain et al., Quantitative Finance 25(9), 2025, 1343-1373.
extension MeanFunctional {
  static let extremeShare = 20  // one in
  static let extremeWindow = 20  // returns

  static func extremeCounts(_ returns: [Double]) throws(NotComputable) -> MeanFunctional {
    let sizes = returns.map(\.magnitude)
    let threshold = try threshold(sizes, share: extremeShare)
    let counts = (0..<sizes.count / extremeWindow).map { window in
      Double(sizes[window * extremeWindow..<(window + 1) * extremeWindow].count { $0 > threshold })
    }
    return MeanFunctional([counts, counts.map { $0 * $0 }]) { means in
      means[0] > 0 ? (means[1] - means[0] * means[0]) / means[0] : .nan
    }
  }
}
