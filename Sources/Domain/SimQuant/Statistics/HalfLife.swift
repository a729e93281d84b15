import SimRandom

/// How fast a series that is drawn to a level gets there.
///
///     Δx = ρ · x + …        half-life = - ln 2 / ln(1 + ρ)        periods, -1 < ρ < 0
public enum HalfLife {
  /// - Returns: nil for ρ ≥ 0, which never gets there, and for ρ ≤ -1, which is there (or beyond) after one period.
  public static func of(rho: Double) -> Double? {
    guard rho > -1, rho < 0 else { return nil }
    let life = -DeterministicMath.log(2) / DeterministicMath.log(1 + rho)
    return life.isFinite ? life : nil  // 1 + ρ may round to 1
  }
}
