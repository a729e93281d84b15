/// Draws from a row's stream by distribution. Every one but `bounded` takes a fixed number of words, so what comes
/// after it in the stream does not depend on its value.
extension RowStream {
  /// Uniform in [0, 1), 53 bits. Draws 2 words.
  @inlinable public mutating func uniform() -> Double {
    let hi = next32()
    return UniformReal.unit53(hi, next32())
  }

  /// Uniform in `range`; the upper bound can come up only by rounding. Draws 2 words.
  /// - Parameter range: both bounds and their difference finite.
  @inlinable public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    let width = range.upperBound - range.lowerBound
    precondition(width < .infinity, "the width of the range is finite")
    return min(range.upperBound, range.lowerBound + width * uniform())
  }

  /// Even choice among `0 ..< n`, n at least 1. Draws 1 word, and another for each one refused: fewer than 1 in 2³² /
  /// n.
  @inlinable public mutating func bounded(_ n: UInt32) -> UInt32 {
    while true {
      if let value = BoundedInteger.fromWord(next32(), below: n) { return value }
    }
  }

  /// Mean 0, variance 1. Draws 2 words.
  @inlinable public mutating func normal() -> Double {
    let hi = next32()
    return NormalDistribution.from(hi, next32())
  }

  /// Mean 1: −ln u with u in (0, 1], so between 0 and 36.8. Draws 2 words.
  @inlinable public mutating func exponential() -> Double {
    let hi = next32()
    return 0 - DeterministicMath.log(UniformReal.unit53OpenLow(hi, next32()))  // 0 − x: ln 1 gives +0
  }

  /// exp(μ + σ·normal): median exp(μ), mean exp(μ + σ²/2). Draws 2 words.
  @inlinable public mutating func lognormal(mu: Double, sigma: Double) -> Double {
    DeterministicMath.exp(mu + sigma * normal())
  }

  /// Trials up to and including the first success; see ``GeometricGap``. Draws 1 word.
  @inlinable public mutating func geometricGap(inverseLogQ: Double) -> UInt32 {
    GeometricGap.from(next32(), inverseLogQ: inverseLogQ)
  }
}
