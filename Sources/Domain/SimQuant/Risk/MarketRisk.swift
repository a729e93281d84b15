/// How much the symbols of a market move, and how much together.
///
/// The market is the equal-weighted index of all symbols, as in ``PortfolioExposure``. Everything is nil before the
/// first period and where nothing moves.
public struct MarketRisk: Sendable, Equatable {
  /// Returns seen of each symbol.
  public let periods: Int
  /// Standard deviation of the index's return, as a fraction of a year.
  public let volatility: Double?
  /// Mean of the correlations of all pairs of symbols that move.
  public let averageCorrelation: Double?

  /// - Parameter periodsPerYear: returns of the matrix in a year.
  public init(_ matrix: borrowing CovarianceMatrix, periodsPerYear: Double) {
    let market = [Double](repeating: 1 / Double(matrix.symbolCount), count: matrix.symbolCount)
    periods = matrix.periods
    volatility = matrix.volatility(of: market).map { $0 * periodsPerYear.squareRoot() }
    averageCorrelation = matrix.averageCorrelation
  }
}

/// What somebody's shares are exposed to, of one symbol or of several.
public struct HoldingRisk: Sendable, Equatable {
  /// Unit of the price; negative when more is short than long.
  public let value: Double
  /// Its size: the values of all positions, short ones counted positive.
  public let gross: Double
  /// Standard deviation of its profit, as a fraction of its size and of a year; nil without shares.
  public let volatility: Double?
  /// How much its value moves, as a fraction of its size, when the market moves by one; nil without shares, or while the market has not moved.
  public let beta: Double?
  /// Between its profit and the market's return; nil when one of them does not move.
  public let marketCorrelation: Double?

  /// - Parameters:
  ///   - values: of the position in each symbol of the matrix; negative is short.
  ///   - periodsPerYear: returns of the matrix in a year.
  public init(values: [Double], _ matrix: borrowing CovarianceMatrix, periodsPerYear: Double) {
    let gross = values.reduce(0) { $0 + $1.magnitude }
    self.gross = gross
    value = values.reduce(0, +)
    guard gross != 0 else {
      (volatility, beta, marketCorrelation) = (nil, nil, nil)
      return
    }
    let exposure = PortfolioExposure(values: values, matrix)
    volatility = exposure.volatility.map { $0 / gross * periodsPerYear.squareRoot() }
    beta = exposure.betaExposure.map { $0 / gross }
    marketCorrelation = exposure.marketCorrelation
  }
}
