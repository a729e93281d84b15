/// What money costs everywhere: fractions a year.
public struct MacroEnvironment: Sendable, Equatable, BitwiseCopyable {
  public var riskFreeRate = 0.04
  public var equityPremium = 0.05  // what shares have to pay on top
  public init() {}

  /// What investors ask of a share.
  public var requiredReturn: Double { riskFreeRate + equityPremium }
}
