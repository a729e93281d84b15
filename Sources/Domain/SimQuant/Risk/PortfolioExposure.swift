/// What a portfolio is exposed to: how much it holds, and how that moves with the market.
///
///     gross   Σ |v|       net   Σ v              v value of each position, negative when short
///     market  b = (1/n, …, 1/n)                  the equal-weighted index of all symbols
///     beta exposure   Σ v · β[symbol]            the market position that moves alike, in dollars
///
/// Volatility and beta exposure come from a ``CovarianceMatrix`` and are per period of its returns.
public struct PortfolioExposure: Sendable, Equatable {
  public let gross, net: Double  // unit of the values
  /// Standard deviation of one period's profit.
  public let volatility: Double?
  /// Nil while the market has not moved.
  public let betaExposure: Double?
  /// Between the portfolio's profit and the market's return; nil when one of them does not move.
  public let marketCorrelation: Double?

  /// - Parameter values: a row per symbol of the matrix.
  public init(values: [Double], _ matrix: borrowing CovarianceMatrix) {
    gross = values.reduce(0) { $0 + $1.magnitude }
    net = values.reduce(0, +)
    let market = [Double](repeating: 1 / Double(matrix.symbolCount), count: matrix.symbolCount)
    volatility = matrix.volatility(of: values)
    betaExposure = matrix.beta(of: values, against: market)
    marketCorrelation = matrix.correlation(of: values, with: market)
  }
}
