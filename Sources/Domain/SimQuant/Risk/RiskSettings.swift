/// How risk is read off returns: what a year is, what money earns without risk, how deep a tail is.
public struct RiskSettings: Sendable, Equatable {
  /// Returns in a year: 252 for trading days. Positive.
  public var periodsPerYear = 252.0
  /// What money earns without risk in a year, as a fraction. A period's share is this over `periodsPerYear`, as the mean
  /// return of a year is `periodsPerYear` times a period's.
  public var riskFreePerYear = 0.0
  /// Part of the periods that make up the tail of value at risk and expected shortfall, 0 ..< ½.
  public var tailProbability = 0.05
  /// With fewer returns than this Sharpe, Sortino, Calmar, the tail and the shape are nil. At least 2; 20 is a sensible
  /// number where figures of many accounts are ranked, since the best of those with three returns would always win.
  public var returnsMin = 2
  /// Autocorrelation between returns further apart than this is not estimated and counts as 0.
  public var lagsMax = 1_000

  public init(periodsPerYear: Double = 252, riskFreePerYear: Double = 0, returnsMin: Int = 2) {
    precondition(periodsPerYear > 0 && periodsPerYear < .infinity, "a year has some periods")
    precondition(riskFreePerYear > -1 && riskFreePerYear < .infinity, "the risk-free rate is a number above -1")
    precondition(returnsMin >= 2, "one return has no spread")
    (self.periodsPerYear, self.riskFreePerYear, self.returnsMin) = (periodsPerYear, riskFreePerYear, returnsMin)
  }

  /// For returns observed every `ticksPerPeriod` ticks of a market that counts `ticksPerDay` ticks a day.
  public static func ticks(perDay ticksPerDay: Int, perPeriod ticksPerPeriod: Int = 1, daysPerYear: Int = 252)
    -> RiskSettings
  {
    precondition(ticksPerDay > 0 && ticksPerPeriod > 0 && daysPerYear > 0, "days and periods have ticks")
    return RiskSettings(periodsPerYear: Double(ticksPerDay) * Double(daysPerYear) / Double(ticksPerPeriod))
  }

  public var riskFreePerPeriod: Double { riskFreePerYear / periodsPerYear }
}
