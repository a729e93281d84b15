/// How many trials up to and including the first success, each succeeding with probability `p`: drawing the gap
/// replaces drawing every trial.
///
///     gap = 1 + ⌊ln u / ln(1 − p)⌋,  u uniform on (0, 1]        P(gap > k) = (1 − p)ᵏ
///
/// For something that happens in a tick with probability `p`, tick + gap is when it happens next.
///
/// Edge cases: p = 1 always gives 1; p = 0, and any gap that does not fit, gives `UInt32.max`, to be read as never. `u`
/// has 32 bits, so every probability is off by less than 2⁻³² and no gap exceeds 1 + 22.2 / p.
///
/// Source: L. Devroye, *Non-Uniform Random Variate Generation* (1986), §X.2, inversion of the exponential tail.
public enum GeometricGap {
  /// 1 / ln(1 − p), what `from` multiplies by; compute it once for each `p`. Never positive: −∞ for p = 0 and −0 for
  /// p = 1.
  /// - Parameter p: probability of success in one trial, 0 ... 1.
  @inlinable public static func inverseLogQ(probability p: Double) -> Double {
    precondition(p >= 0 && p <= 1, "a probability lies in 0 ... 1")
    let q = 1 - p
    // For small p, q has lost digits of p: its logarithm belongs to 1 − q instead. For so small a step ln is a straight
    // line, so the ratio of the two puts it right. (W. Kahan's way to ln(1 + x).)
    return q == 1 ? -1 / p : (1 - q) / p / DeterministicMath.log(q)
  }

  /// The gap drawn by one word. Free of branches: a plain loop over rows compiles to vectors.
  /// - Parameter inverseLogQ: ``inverseLogQ(probability:)`` of the probability wanted.
  /// - Returns: 1 ... `UInt32.max`; a small word is a long gap.
  @inlinable @inline(__always)
  public static func from(_ word: UInt32, inverseLogQ: Double) -> UInt32 {
    let failures = DeterministicMath.logOfNormal(UniformReal.unitOpenLow(word)) * inverseLogQ
    // Written so that NaN, which is ln 1 · (−∞), is capped too.
    let capped = failures < 4_294_967_294 ? failures : 4_294_967_294
    // 2⁵² leaves no room for a fraction; where that rounded up, one is taken off again.
    let nearest = (capped + 0x1p52) - 0x1p52
    let floor = nearest > capped ? nearest - 1 : nearest
    return UInt32(truncatingIfNeeded: (floor + (0x1p52 + 1)).bitPattern)
  }
}
