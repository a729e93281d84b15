import SimColumns
import SimRandom

/// Augmented Dickey-Fuller test: does a series return to its level, or does it wander?
///
///     Δx[t] = [c +] ρ · x[t-1] + Σ_{i=1}^{p} φ_i · Δx[t-i] + u[t]        statistic = ρ / its standard error
///
/// Wandering (a unit root) means ρ = 0. The more negative the statistic, the less it looks like that; how negative it
/// has to be says ``MacKinnon``, not the normal distribution.
/// - Source: S. E. Said, D. A. Dickey, Biometrika 71 (1984); `statsmodels.tsa.stattools.adfuller` agrees to 10 digits.
public struct UnitRootTest: BitwiseCopyable, Sendable, Equatable {
  public let statistic: Double
  public let rho: Double
  /// p, past differences in the regression.
  public let lags: Int
  /// Of the final regression.
  public let observations: Int

  /// What takes up a level in the regression.
  public enum Trend: Sendable {
    case none  // for residuals, whose mean is 0
    case constant
  }

  /// How many past differences to take in.
  public enum LagChoice: Sendable, Equatable {
    case fixed(Int)
    /// ⌈12 · (n/100)^¼⌉, enough for most series and too many for short ones.
    case schwert
    /// The least Akaike criterion n · ln(RSS/n) + 2k among 0 … Schwert's number, all judged on the same observations.
    /// The test is then made on all observations that p leaves.
    case akaike
  }

  /// Schwert's number, but no more than leave two degrees of freedom; negative when even 0 lags do not.
  /// - Source: G. W. Schwert, "Tests for unit roots: a Monte Carlo investigation", JBES 7(2), 1989.
  public static func lagsMax(count: Int, trend: Trend) -> Int {
    let root = (Double(count) / 100).squareRoot().squareRoot()
    return min(Int((12 * root).rounded(.up)), affordableLags(count: count, trend: trend))
  }

  /// - Returns: nil for a series that is too short for its lags, or that does not move.
  /// - Complexity: 4 · n · p² multiplications, p the most lags tried; memory for 128 observations.
  public init?(_ series: [Double], trend: Trend = .constant, lags choice: LagChoice = .akaike) {
    let column = Column(series)
    var rows = LeastSquaresRows(columns: Self.columnsMax(count: series.count, trend: trend, lags: choice))
    self.init(column.view, trend: trend, lags: choice, &rows)
  }

  /// Columns of the largest regression that is tried.
  static func columnsMax(count: Int, trend: Trend, lags choice: LagChoice) -> Int {
    let lags = if case .fixed(let lags) = choice { lags } else { lagsMax(count: count, trend: trend) }
    return 2 + max(0, min(lags, affordableLags(count: count, trend: trend)))
  }

  /// The same in memory that is there already.
  /// - Parameter rows: with room for ``columnsMax(count:trend:lags:)`` columns.
  init?(_ series: ColumnView<Double>, trend: Trend, lags choice: LagChoice, _ rows: inout LeastSquaresRows) {
    let limit = Self.lagsMax(count: series.count, trend: trend)
    guard limit >= 0 else { return nil }
    let lags: Int
    switch choice {
    case .fixed(let count):
      precondition(count >= 0, "lags are counted from 0")
      guard count <= Self.affordableLags(count: series.count, trend: trend) else { return nil }
      lags = count
    case .schwert: lags = limit
    case .akaike:
      guard let best = Self.leastAkaike(series, trend, lagsMax: limit, &rows) else { return nil }
      lags = best
    }
    // The level goes last: there coefficient and error are one division each.
    guard let fit = Self.regression(series, trend, lags: lags, levelIsLast: true, &rows),
      let error = fit.last.standardError, error > 0
    else { return nil }
    (rho, statistic) = (fit.last.coefficient, fit.last.coefficient / error)
    (self.lags, observations) = (lags, fit.observations)
  }

  /// Periods after which half of a distance from the level is gone, -ln 2 / ln(1 + ρ); nil when it does not shrink, or
  /// is gone within one period.
  public var halfLife: Double? { HalfLife.of(rho: rho) }

  /// n - 1 - p observations, p + 1 columns and the constant, and two more. The shift rounds down.
  private static func affordableLags(count: Int, trend: Trend) -> Int {
    (count - 4 - (trend == .constant ? 1 : 0)) >> 1
  }

  private static func leastAkaike(
    _ series: ColumnView<Double>, _ trend: Trend, lagsMax: Int, _ rows: inout LeastSquaresRows
  ) -> Int? {
    guard let fit = regression(series, trend, lags: lagsMax, levelIsLast: false, &rows) else { return nil }
    let n = Double(fit.observations)
    var best: (lags: Int, value: Double)?
    for lags in 0...lagsMax {
      let count = fit.columns - lagsMax + lags
      let residual = fit.residualSum(columns: count)
      guard residual > 0 else { return nil }
      let value = n * DeterministicMath.log(residual / n) + 2 * Double(count)
      if value < best?.value ?? .infinity { best = (lags, value) }
    }
    return best?.lags
  }

  /// Of Δx[t] on the columns [1,] x[t-1], Δx[t-1], …, Δx[t-p]; with the level behind the differences if it is to be last.
  private static func regression(
    _ x: ColumnView<Double>, _ trend: Trend, lags: Int, levelIsLast: Bool, _ rows: inout LeastSquaresRows
  ) -> LeastSquares? {
    let constants = trend == .constant ? 1 : 0
    let level = levelIsLast ? constants + lags : constants
    let firstDifference = levelIsLast ? constants : constants + 1
    rows.begin(columns: constants + 1 + lags)
    for t in lags + 1..<x.count {
      rows.add(target: x[t] - x[t - 1]) { column in
        if column == level { return x[t - 1] }
        if column < constants { return 1 }
        let past = t - 1 - (column - firstDifference)
        return x[past] - x[past - 1]
      }
    }
    return rows.fit()
  }
}
