import Foundation

/// Student's t: how far an estimate may be from the truth when its error was estimated too.
///
///     P(|T| ≤ t) = 1 - I_x(ν/2, 1/2),   x = ν / (ν + t²)
///
/// I is the regularised incomplete beta function, by its continued fraction (W. H. Press et al., *Numerical Recipes*,
/// 3rd ed. 2007, §6.4, after Lentz). For reports; no result of a run depends on it.
enum StudentDistribution {
  /// The t that |T| does not exceed with probability `confidence`.
  /// - Parameters:
  ///   - confidence: above 0, below 1; 0.95 for the usual interval.
  ///   - degrees: of freedom, above 0, whole or not; infinite for the normal distribution.
  static func quantile(confidence: Double, degrees: Double) -> Double {
    precondition(confidence > 0 && confidence < 1 && degrees > 0, "a probability, and something to estimate from")
    var (low, high) = (0.0, 1.0)
    while inside(high, degrees) < confidence { high *= 2 }
    for _ in 0..<200 where high - low > 1e-12 * high {
      let middle = (low + high) / 2
      if inside(middle, degrees) < confidence { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// P(|T| ≤ t).
  static func inside(_ t: Double, _ degrees: Double) -> Double {
    guard degrees.isFinite else { return erf(t / 2.0.squareRoot()) }
    return 1 - incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
  }

  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    let logBeta: Double = lgamma(a) + lgamma(b) - lgamma(a + b)
    let front: Double = exp(a * log(x) + b * log(1 - x) - logBeta)
    // The fraction converges fast on one side of the mean only; the other is its complement.
    return x < (a + 1) / (a + b + 2) ? front * fraction(x, a, b) / a : 1 - front * fraction(1 - x, b, a) / b
  }

  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var value = d
    for step in 1...10_000 {
      let m = Double(step)
      let at = a + 2 * m
      let even: Double = m * (b - m) * x / ((at - 1) * at)
      d = 1 / away(1 + even * d)
      c = away(1 + even / c)
      value *= d * c
      let odd: Double = -(a + m) * (a + b + m) * x / (at * (at + 1))
      d = 1 / away(1 + odd * d)
      c = away(1 + odd / c)
      value *= d * c
      if (d * c - 1).magnitude < 1e-15 { break }
    }
    return value
  }
}
