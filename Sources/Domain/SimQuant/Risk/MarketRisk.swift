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

/// What an account's shares of one symbol are exposed to.
public struct HoldingRisk: Sendable, Equatable {
  /// Unit of the price; negative when short.
  public let value: Double
  /// Standard deviation of its profit, as a fraction of its size and of a year; nil without shares.
  public let volatility: Double?
  /// How much its value moves when the market moves by one; nil without shares, or while the market has not moved.
  public let beta: Double?
  /// Between its profit and the market's return; nil when one of them does not move.
  public let marketCorrelation: Double?

  /// - Parameter periodsPerYear: returns of the matrix in a year.
  public init(value: Double, symbol: Int, _ matrix: borrowing CovarianceMatrix, periodsPerYear: Double) {
    precondition((0..<matrix.symbolCount).contains(symbol), "a symbol of this matrix")
    self.value = value
    guard value != 0 else {
      (volatility, beta, marketCorrelation) = (nil, nil, nil)
      return
    }
    var values = [Double](repeating: 0, count: matrix.symbolCount)
    values[symbol] = value
    let exposure = PortfolioExposure(values: values, matrix)
    volatility = exposure.volatility.map { $0 / value.magnitude * periodsPerYear.squareRoot() }
    beta = exposure.betaExposure.map { $0 / value }
    marketCorrelation = exposure.marketCorrelation
  }
}
