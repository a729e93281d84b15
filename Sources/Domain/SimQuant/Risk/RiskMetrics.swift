import SimRandom

/// What a user reads about an equity: return, risk, and the ratios between them. Derived when asked for, never in a
/// tick.
///
///     annualised return   (e[n] / e[0])^(P/n) - 1             P periods per year, n returns
///     volatility          s · √P                              s sample standard deviation
///     Sharpe              (m - f) / s · √P                    f risk-free return per period
///     Sortino             (m - f) / √(Σ min(r - f, 0)² / n) · √P     all n observations count
///     Calmar              annualised return / maximum drawdown
///
/// The tail is described in ``TailRisk``, Lo's correction in ``SharpeRatio``, drawdown and its length in
/// ``EquityPath``, skewness and kurtosis in ``ReturnMoments``. A figure that is not defined is nil, never 0 or infinity:
/// no ratio without a spread, no Sortino without a shortfall, no Calmar without a drawdown, no annualised return of an
/// equity that went below zero.
public struct RiskMetrics: Sendable, Equatable {
  public var periods = 0  // returns
  public var totalReturn: Double?
  public var annualisedReturn: Double?
  public var volatility: Double?
  public var sharpe: Double?
  public var sharpeLo2002: Double?
  public var sortino: Double?
  public var maxDrawdown: Double?
  public var maxDrawdownPeriods: Int?
  public var calmar: Double?
  public var historicalValueAtRisk: Double?
  public var cornishFisherValueAtRisk: Double?
  public var expectedShortfall: Double?
  public var skewness: Double?
  public var excessKurtosis: Double?

  /// Returns that the historical figure needs before it is to be preferred.
  public static let historicalReturnsMin = 250

  /// Historical value at risk when the sample has seen its tail, otherwise the Cornish-Fisher one.
  public var valueAtRisk: Double? {
    periods >= Self.historicalReturnsMin ? historicalValueAtRisk ?? cornishFisherValueAtRisk : cornishFisherValueAtRisk
  }

  /// From what was collected on the way.
  ///
  /// - Parameters:
  ///   - moments: of all returns; `downside` measured from the risk-free return per period.
  ///   - path: of the equity.
  ///   - window: recent returns in the order they came, for an account that is watched. Without it there is no
  ///     historical tail and no correction for autocorrelation.
  public init(_ moments: ReturnMoments, _ path: EquityPath, window: [Double]? = nil, _ settings: RiskSettings = .init())
  {
    periods = moments.count
    totalReturn = path.totalReturn
    annualisedReturn = Self.annualisedReturn(path, periods: moments.count, settings)
    let year = settings.periodsPerYear.squareRoot()
    volatility = moments.standardDeviation.map { $0 * year }
    if path.count > 0 { (maxDrawdown, maxDrawdownPeriods) = (path.maxDrawdown, path.longestUnderwater) }

    guard moments.count >= settings.returnsMin else { return }
    sharpe = SharpeRatio.annualised(moments, settings)
    if let mean = moments.mean, let downside = moments.downside, downside > 0 {
      sortino = (mean - settings.riskFreePerPeriod) / downside.squareRoot() * year
    }
    if let annualisedReturn, path.maxDrawdown > 0 { calmar = annualisedReturn / path.maxDrawdown }
    skewness = moments.skewness
    excessKurtosis = moments.excessKurtosis
    let tail = settings.tailProbability
    cornishFisherValueAtRisk = TailRisk.cornishFisherValueAtRisk(moments, tailProbability: tail)
    guard let window, window.count >= settings.returnsMin else { return }
    let ascending = window.sorted()
    historicalValueAtRisk = TailRisk.historicalValueAtRisk(ascending: ascending, tailProbability: tail)
    expectedShortfall = TailRisk.expectedShortfall(ascending: ascending, tailProbability: tail)
    if let sharpe, let factor = SharpeRatio.loFactor(window, settings) { sharpeLo2002 = sharpe * factor }
  }

  /// From a whole equity curve, in two passes over its returns.
  ///
  /// - Parameter equity: one observation a period. A return out of an equity of 0 or less does not exist and is left
  ///   out.
  public init(equity: [Double], _ settings: RiskSettings = .init()) {
    var path = EquityPath()
    var returns: [Double] = []
    returns.reserveCapacity(equity.count)
    for value in equity {
      if path.count > 0, path.last > 0 { returns.append((value - path.last) / path.last) }
      path.add(value)
    }
    self.init(
      ReturnMoments(returns, target: settings.riskFreePerPeriod), path, window: returns, settings)
  }

  private static func annualisedReturn(_ path: EquityPath, periods: Int, _ settings: RiskSettings) -> Double? {
    guard periods > 0, path.first > 0, path.last >= 0 else { return nil }
    let growth = DeterministicMath.log(path.last / path.first) * (settings.periodsPerYear / Double(periods))
    let annualised = DeterministicMath.exp(growth) - 1
    return annualised.isFinite ? annualised : nil
  }

  /// The figures with the names that files and commands use, in their order.
  public var named: [(name: String, value: Double?)] {
    [
      ("periods", Double(periods)), ("total_return", totalReturn), ("annualised_return", annualisedReturn),
      ("volatility", volatility), ("sharpe", sharpe), ("sharpe_lo2002", sharpeLo2002), ("sortino", sortino),
      ("max_drawdown", maxDrawdown), ("max_drawdown_periods", maxDrawdownPeriods.map { Double($0) }),
      ("calmar", calmar), ("var_95_historical", historicalValueAtRisk),
      ("var_95_cornish_fisher", cornishFisherValueAtRisk), ("expected_shortfall_95", expectedShortfall),
      ("skewness", skewness), ("excess_kurtosis", excessKurtosis),
    ]
  }
}
