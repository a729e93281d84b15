import SimColumns
import SimKernels

/// How symbols move together: exponentially weighted covariance of their returns, and what it says about a portfolio.
///
///     C[t] = λ · C[t-1] + (1 - λ) · r[t] · r[t]'          C[0] = 0
///     covariance = C[t] / (1 - λᵗ)                        so that the weights add up to 1 from the first step on
///
/// Returns of a period have a mean that is small against their spread, and it is taken as 0. λ = 0.94 is the usual
/// daily value: half of the weight lies in the last eleven periods.
///
/// With w a value per symbol, in dollars or as parts of a whole:
///
///     volatility of w          √(w' C w)                     per period, in the unit of w
///     beta of w against b      w' C b / b' C b               b for example the equal-weighted index
///     correlation of w and b   w' C b / √(w' C w · b' C b)
///
/// - Source: J.P. Morgan/Reuters, *RiskMetrics Technical Document*, 4th ed. (1996), §5.2.
public struct CovarianceMatrix: ~Copyable, Sendable {
  public let symbolCount: Int
  public let decay: Double  // λ
  /// Periods seen.
  public private(set) var periods = 0
  private let pairs: Column<Double>
  private var unseen = 1.0  // λᵗ: weight that lies before the first period

  /// - Parameter decay: λ, above 0 and below 1.
  /// - Complexity: 4 · n · (n + 1) bytes: 10 KB for 50 symbols, 400 MB for 10,000.
  public init(symbolCount: Int, decay: Double = 0.94) {
    precondition(symbolCount > 0, "a covariance is one of symbols")
    precondition(decay > 0 && decay < 1, "λ is above 0 and below 1")
    (self.symbolCount, self.decay) = (symbolCount, decay)
    pairs = Column(count: CovarianceDecay.pairCount(symbols: symbolCount), filledWith: 0)
  }

  /// One period. - Parameter returns: a row per symbol, as fractions; a NaN spoils its symbol's pairs and no others.
  public mutating func update(_ returns: ColumnView<Double>) {
    precondition(returns.count == symbolCount, "a return for each symbol")
    CovarianceDecay.vector(0..<symbolCount, pairs: pairs.view, returns: returns, decay: decay)
    unseen *= decay
    periods += 1
  }

  /// Per period; nil before the first.
  public func covariance(_ a: Int, _ b: Int) -> Double? {
    precondition(max(a, b) < symbolCount && min(a, b) >= 0, "symbols of this matrix")
    guard periods > 0 else { return nil }
    return pairs.view[CovarianceDecay.offset(max(a, b)) + min(a, b)] / (1 - unseen)
  }

  /// Nil when one of the two does not move.
  public func correlation(_ a: Int, _ b: Int) -> Double? {
    guard let both = covariance(a, b), let ofA = covariance(a, a), let ofB = covariance(b, b) else { return nil }
    return Self.quotient(both, (ofA * ofB).squareRoot())
  }

  /// Mean of the correlations of all pairs of symbols that move; nil when there is no such pair.
  /// - Complexity: n² / 2 pairs read.
  public var averageCorrelation: Double? {
    var sum = CompensatedSum()
    var pairCount = 0
    for a in 0..<symbolCount {
      for b in 0..<a {
        guard let correlation = correlation(a, b) else { continue }
        sum.add(correlation)
        pairCount += 1
      }
    }
    return pairCount == 0 ? nil : sum.value / Double(pairCount)
  }

  /// w' C b.
  /// - Complexity: n² / 2 pairs read.
  public func covariance(of weights: [Double], with others: [Double]) -> Double? {
    precondition(weights.count == symbolCount && others.count == symbolCount, "a weight for each symbol")
    guard periods > 0 else { return nil }
    let view = pairs.view
    var sum = CompensatedSum()
    for i in 0..<symbolCount {
      let start = CovarianceDecay.offset(i)
      var row = 0.0
      for j in 0..<i { row += view[start + j] * (weights[i] * others[j] + weights[j] * others[i]) }
      sum.add(row + view[start + i] * weights[i] * others[i])
    }
    return sum.value / (1 - unseen)
  }

  /// Of one period, in the unit of the weights.
  public func volatility(of weights: [Double]) -> Double? {
    covariance(of: weights, with: weights).map { max($0, 0).squareRoot() }
  }

  /// How much the portfolio moves when the benchmark moves by one; nil when the benchmark does not move.
  public func beta(of weights: [Double], against benchmark: [Double]) -> Double? {
    guard let both = covariance(of: weights, with: benchmark),
      let variance = covariance(of: benchmark, with: benchmark)
    else { return nil }
    return Self.quotient(both, variance)
  }

  /// Nil when one of the two does not move.
  public func correlation(of weights: [Double], with others: [Double]) -> Double? {
    guard let both = covariance(of: weights, with: others), let a = volatility(of: weights),
      let b = volatility(of: others)
    else { return nil }
    return Self.quotient(both, a * b)
  }

  private static func quotient(_ a: Double, _ b: Double) -> Double? { b > 0 ? a / b : nil }
}
