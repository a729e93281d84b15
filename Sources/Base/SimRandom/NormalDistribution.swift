/// Standard normal from one uniform, by the inverse of the distribution function.
///
///     x = Φ⁻¹(u),  u in (0, 1)
///
/// Inversion draws the same two words for every value, keeps order (a larger word is a larger value) and gives one
/// value for one draw, so a stream can be read at any place. Φ⁻¹ is a ratio of two polynomials in each of three
/// regions, right to 1 part in 10¹⁵ with all rounding; the middle 85 % need no logarithm.
///
/// Source: M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics
/// 37(3), 1988, routine PPND16.
public enum NormalDistribution {
  /// Mean 0, variance 1; never beyond ±8.21, since u stays 2⁻⁵³ away from 0 and 1.
  @inlinable public static func from(_ hi: UInt32, _ lo: UInt32) -> Double {
    inverse(UniformReal.unit52Open(hi, lo))
  }

  /// The same from one word, u = (w + ½)·2⁻³²: never beyond ±6.24, and a grid fine enough for what is summed over many
  /// ticks. Free of branches, so that a plain loop over words compiles to vectors; bit for bit `inverse(u)`.
  @inlinable @inline(__always)
  public static func from(_ word: UInt32) -> Double {
    let fromMiddle = (Double(word) + 0.5) * 0x1p-32 - 0.5
    // No word is further out than 2⁻³³, where the root is 4.78: the far tail is never needed.
    let depth = (-DeterministicMath.logOfNormal(0.5 - fromMiddle.magnitude)).magnitude.squareRoot()
    let outside = Double(signOf: fromMiddle, magnitudeOf: nearTail(depth - 1.6))
    let inside = middle(fromMiddle)
    return fromMiddle.magnitude <= 0.425 ? inside : outside
  }

  /// Φ⁻¹. NaN outside 0 ... 1, −∞ at 0, +∞ at 1.
  public static func inverse(_ probability: Double) -> Double {
    let fromMiddle = probability - 0.5
    if fromMiddle.magnitude <= 0.425 { return middle(fromMiddle) }
    let tail = fromMiddle < 0 ? probability : 1 - probability
    guard tail > 0 else { return tail == 0 ? (fromMiddle < 0 ? -.infinity : .infinity) : .nan }
    let depth = (-DeterministicMath.log(tail)).squareRoot()
    let distance = depth <= 5 ? nearTail(depth - 1.6) : farTail(depth - 5)
    return fromMiddle < 0 ? -distance : distance
  }

  /// |p − ½| ≤ 0.425.
  @inlinable @inline(__always) static func middle(_ q: Double) -> Double {
    let r = 0.180625 - q * q
    var above = 2.5090809287301226727e+3 * r + 3.3430575583588128105e+4
    above = above * r + 6.7265770927008700853e+4
    above = above * r + 4.5921953931549871457e+4
    above = above * r + 1.3731693765509461125e+4
    above = above * r + 1.9715909503065514427e+3
    above = above * r + 1.3314166789178437745e+2
    above = above * r + 3.3871328727963666080e+0
    var below = 5.2264952788528545610e+3 * r + 2.8729085735721942674e+4
    below = below * r + 3.9307895800092710610e+4
    below = below * r + 2.1213794301586595867e+4
    below = below * r + 5.3941960214247511077e+3
    below = below * r + 6.8718700749205790830e+2
    below = below * r + 4.2313330701600911252e+1
    below = below * r + 1
    return q * above / below
  }

  /// √(−ln tail) ≤ 5, that is a tail down to 1.4 · 10⁻¹¹.
  @inlinable @inline(__always) static func nearTail(_ r: Double) -> Double {
    var above = 7.74545014278341407640e-4 * r + 2.27238449892691845833e-2
    above = above * r + 2.41780725177450611770e-1
    above = above * r + 1.27045825245236838258e+0
    above = above * r + 3.64784832476320460504e+0
    above = above * r + 5.76949722146069140550e+0
    above = above * r + 4.63033784615654529590e+0
    above = above * r + 1.42343711074968357734e+0
    var below = 1.05075007164441684324e-9 * r + 5.47593808499534494600e-4
    below = below * r + 1.51986665636164571966e-2
    below = below * r + 1.48103976427480074590e-1
    below = below * r + 6.89767334985100004550e-1
    below = below * r + 1.67638483018380384940e+0
    below = below * r + 2.05319162663775882187e+0
    below = below * r + 1
    return above / below
  }

  static func farTail(_ r: Double) -> Double {
    var above = 2.01033439929228813265e-7 * r + 2.71155556874348757815e-5
    above = above * r + 1.24266094738807843860e-3
    above = above * r + 2.65321895265761230930e-2
    above = above * r + 2.96560571828504891230e-1
    above = above * r + 1.78482653991729133580e+0
    above = above * r + 5.46378491116411436990e+0
    above = above * r + 6.65790464350110377720e+0
    var below = 2.04426310338993978564e-15 * r + 1.42151175831644588870e-7
    below = below * r + 1.84631831751005468180e-5
    below = below * r + 7.86869131145613259100e-4
    below = below * r + 1.48753612908506148525e-2
    below = below * r + 1.36929880922735805310e-1
    below = below * r + 5.99832206555887937690e-1
    below = below * r + 1
    return above / below
  }
}
