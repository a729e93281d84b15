import SimRandom

/// How long the blocks of a stationary bootstrap should be on average.
///
///     b = (G² / σ⁴ · n)^⅓
///     σ² = Σ_k λ(k/m)·R(k),   G = Σ_k λ(k/m)·|k|·R(k),      |k| ≤ m, R the autocovariance
///     λ(x) = 1 up to ½, then 2·(1 - |x|)
///
/// m is twice the first lag from which on K autocorrelations in a row are smaller than 2·√(log₁₀ n / n), where
/// K = max(5, log₁₀ n), and at most √n + K. No more than min(3·√n, n/3).
///
/// The longer the memory of the series, the longer the blocks; white noise gets the shortest.
/// - Source: D. N. Politis, H. White, "Automatic block-length selection for the dependent bootstrap", Econometric Reviews
///   23(1), 2004, 53-70, with the correction of A. Patton, D. N. Politis, H. White, ibid. 28(4), 2009, 372-375.
enum BlockLength {
  /// - Complexity: as many passes as m, at most about √n.
  static func politisWhite(_ series: [Double]) -> Double {
    let count = series.count
    precondition(count >= 9, "a block length needs a few values")
    let mean = series.reduce(0, +) / Double(count)
    let deviations = series.map { $0 - mean }
    let log10 = DeterministicMath.log(Double(count)) / DeterministicMath.log(10)
    let root = Double(count).squareRoot()
    let run = max(5, Int(log10))
    let lagMax = min(Int(root.rounded(.up)) + run, count - 1)
    let threshold = 2 * (log10 / Double(count)).squareRoot()

    var covariances = [autocovariance(deviations, 0)]
    guard covariances[0] > 0 else { return 1 }
    var small = 0  // how many in a row
    var m = lagMax
    for lag in 1...lagMax {
      covariances.append(autocovariance(deviations, lag))
      small = covariances[lag].magnitude < threshold * covariances[0] ? small + 1 : 0
      if small == run {
        m = min(2 * (lag - run + 1), lagMax)
        break
      }
    }
    while covariances.count <= m { covariances.append(autocovariance(deviations, covariances.count)) }

    var weighted = 0.0
    var variance = covariances[0]
    for lag in 1...m {
      let fraction = Double(lag) / Double(m)
      let window = fraction <= 0.5 ? 1 : 2 * (1 - fraction)
      weighted += 2 * window * Double(lag) * covariances[lag]
      variance += 2 * window * covariances[lag]
    }
    let ratio = weighted / variance
    let longest = min(3 * root, Double(count) / 3).rounded(.up)
    guard ratio != 0, ratio.isFinite else { return ratio == 0 ? 1 : longest }
    return min(cubeRoot(ratio * ratio * Double(count)), longest)
  }

  /// What the bootstrap uses: that length, but not below n^⅓. The automatic choice sometimes finds no memory where there
  /// is some; blocks of this length are of the best order for any short memory, and cost independent data nothing.
  static func mean(for series: [Double]) -> Double {
    max(politisWhite(series), cubeRoot(Double(series.count)))
  }

  private static func autocovariance(_ deviations: [Double], _ lag: Int) -> Double {
    var sums = SIMD4<Double>()
    let count = deviations.count - lag
    let tail = count - count % 4
    for t in stride(from: 0, to: tail, by: 4) {
      let now = SIMD4(deviations[t], deviations[t + 1], deviations[t + 2], deviations[t + 3])
      let later = SIMD4(deviations[t + lag], deviations[t + lag + 1], deviations[t + lag + 2], deviations[t + lag + 3])
      sums += now * later
    }
    for t in tail..<count { sums[0] += deviations[t] * deviations[t + lag] }
    return sums.sum() / Double(deviations.count)
  }

  private static func cubeRoot(_ x: Double) -> Double { DeterministicMath.exp(DeterministicMath.log(x) / 3) }
}
