/// What a share is worth by the dividends it will pay: the company's growth for some years, a fade, then growth for ever.
///
///     value = E · payout · M(g, r)
///     M     = Σ_{t = 1…n} D_t / (1 + r)^t  +  D_n · (1 + g_T) / ((r - g_T) · (1 + r)^n)
///     D_t   = Π_{s = 1…t} (1 + g_s)                              n = growth years + fade years
///     g_s   = g in the growth years, then in equal steps to g_T, which the last year of the fade has
///     g_T   = min(terminal growth, r - spread)                   without years: min(g, r - spread)
///
/// Without years there is one stage, the company's own growth for ever: M = (1 + g) / (r - g), Gordon's model. The
/// distance of r and g_T never falls below `spreadMin`, so no growth and no rate makes the value explode. The value lies
/// within `multiples` of the earnings, and both ends are reached without a jump.
///
/// Rates and growth are fractions a year, earnings E and the value have the same unit, a share's money.
///
/// Source: M. J. Gordon, "Dividends, earnings, and stock prices", Review of Economics and Statistics 41(2), 1959; stages
/// as in A. Damodaran, *Investment Valuation*, 3rd ed. (2012), chapter 13.
public struct DividendModel: Sendable, Equatable {
  public var growthYears = 5  // 0 and more
  public var fadeYears = 10  // 0 and more
  public var terminalGrowth = 0.04  // a year; unused without years
  public var spreadMin = 0.015  // the least r - g_T, above 0 where r may fall to the growth
  public var multiples = 5.0...100.0  // of the earnings

  public init() {}

  /// One stage: the company's growth for ever.
  public static func gordon(spreadMin: Double = 0.015) -> DividendModel {
    var model = DividendModel()
    (model.growthYears, model.fadeYears, model.spreadMin) = (0, 0, spreadMin)
    return model
  }

  /// The growth that lasts for ever, at most `requiredReturn - spreadMin`.
  public func lastGrowth(_ growth: Double, requiredReturn: Double) -> Double {
    min(growthYears + fadeYears == 0 ? growth : terminalGrowth, requiredReturn - spreadMin)
  }

  /// Value by earnings.
  /// - Parameters:
  ///   - growth: above -1.
  ///   - payout: part of the earnings paid out, 0 … 1; with 0 there are no dividends to value, and the least multiple.
  ///   - requiredReturn: above -1.
  /// - Complexity: a few operations for each year.
  public func multiple(growth: Double, payout: Double, requiredReturn: Double) -> Double {
    precondition(growth > -1 && requiredReturn > -1, "nobody loses more than everything")
    precondition((0...1).contains(payout), "a company pays out between nothing and all it earns")
    guard payout > 0 else { return multiples.lowerBound }
    let last = lastGrowth(growth, requiredReturn: requiredReturn)
    var present = 1.0  // of this year's dividend
    var sum = 0.0
    for year in 0..<growthYears + fadeYears {
      let faded = Double(max(0, year + 1 - growthYears)) / Double(max(1, fadeYears))
      present *= (1 + growth + (last - growth) * faded) / (1 + requiredReturn)
      sum += present
    }
    sum += present * (1 + last) / (requiredReturn - last)
    return min(max(payout * sum, multiples.lowerBound), multiples.upperBound)
  }

  /// The earnings with which a share is worth `value`: how a market is set up that does not open with a gap.
  public func earnings(worth value: Double, growth: Double, payout: Double, requiredReturn: Double) -> Double {
    value / multiple(growth: growth, payout: payout, requiredReturn: requiredReturn)
  }
}
