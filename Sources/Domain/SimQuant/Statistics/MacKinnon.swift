/// How negative a unit-root statistic has to be.
///
///     critical(T) = b∞ + b₁/T + b₂/T² + b₃/T³
///
/// for a regression with a constant: of one series on its own past, or of the residuals of one series regressed on
/// another (Engle-Granger), which fit the noise and so need a more negative value.
/// - Source: J. G. MacKinnon, "Critical values for cointegration tests", Queen's University working paper 1227 (2010),
///   table 2.
public struct MacKinnon: BitwiseCopyable, Sendable, Equatable {
  public let onePercent, fivePercent, tenPercent: Double

  public enum Series: Sendable {
    case one
    case residualsOfTwo
  }

  /// - Parameter observations: T, at least 1.
  public init(_ series: Series, observations: Int) {
    precondition(observations >= 1, "a test has observations")
    let x = 1 / Double(observations)
    func value(_ b0: Double, _ b1: Double, _ b2: Double, _ b3: Double) -> Double { b0 + x * (b1 + x * (b2 + x * b3)) }
    switch series {
    case .one:
      onePercent = value(-3.43035, -6.5393, -16.786, -79.433)
      fivePercent = value(-2.86154, -2.8903, -4.234, -40.04)
      tenPercent = value(-2.56677, -1.5384, -2.809, 0)
    case .residualsOfTwo:
      onePercent = value(-3.89644, -10.9519, -33.527, 0)
      fivePercent = value(-3.33613, -6.1101, -6.823, 0)
      tenPercent = value(-3.04445, -4.2412, -2.72, 0)
    }
  }
}
