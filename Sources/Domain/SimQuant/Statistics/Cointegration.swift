import SimColumns
import SimRandom

/// Engle-Granger: do two prices belong together?
///
///     1.  ln A = α + β · ln B + e                      least squares
///     2.  unit-root test of the whole series e         without a constant, lags by Akaike's criterion
///     3.  statistic below ``MacKinnon`` for two series: e returns to 0, and A and B are cointegrated
///
///     z = e[last] / sd(e)                              the mean of e is 0; population standard deviation
///     half-life = - ln 2 / ln(1 + ρ)                   ρ of the test
///
/// Of 100 pairs that have nothing to do with each other about 5 pass the test at 5 %. Whoever tries many pairs should ask
/// for 1 %, or test again on later prices.
/// - Source: R. F. Engle, C. W. J. Granger, "Co-integration and error correction", Econometrica 55(2), 1987;
///   `statsmodels.tsa.stattools.coint` on logarithms agrees to 10 digits.
public struct Cointegration: BitwiseCopyable, Sendable, Equatable {
  public let alpha, beta: Double
  public let test: UnitRootTest
  public let critical: MacKinnon
  public let zScore: Double

  /// Prices that a test of this kind cannot do without.
  public static let pricesMin = 20

  public enum Problem: Error, Equatable, Sendable {
    case tooFew(found: Int, needed: Int)
    case notPositive(index: Int)  // in either series; also NaN and infinity
    case constant  // B, or what A is beyond B, does not move: nothing to regress on, or nothing to test
  }

  /// - Parameters:
  ///   - a: prices, the side that is explained.
  ///   - b: prices at the same times.
  public init(a: [Double], b: [Double], lags: UnitRootTest.LagChoice = .akaike) throws(Problem) {
    precondition(a.count == b.count, "prices at the same times")
    for index in a.indices where !(a[index] > 0 && b[index] > 0 && a[index] < .infinity && b[index] < .infinity) {
      throw .notPositive(index: index)
    }
    try self.init(logA: a.map { DeterministicMath.log($0) }, logB: b.map { DeterministicMath.log($0) }, lags: lags)
  }

  /// - Parameters: logarithms of prices, finite.
  public init(
    logA: [Double], logB: [Double], lags: UnitRootTest.LagChoice = .akaike
  ) throws(Problem) {
    precondition(logA.count == logB.count, "prices at the same times")
    var space = CointegrationSpace(prices: logA.count, lags: lags)
    for row in logA.indices { (space.logA[row], space.logB[row]) = (logA[row], logB[row]) }
    try self.init(&space, prices: logA.count, lags: lags)
  }

  /// Of the first prices in a space, without taking memory.
  init(_ space: inout CointegrationSpace, prices: Int, lags: UnitRootTest.LagChoice = .akaike) throws(Problem) {
    guard prices >= Self.pricesMin else { throw .tooFew(found: prices, needed: Self.pricesMin) }
    let (logA, logB, residuals) = (space.logA[0..<prices], space.logB[0..<prices], space.residuals[0..<prices])
    // Closer than this the residuals are rounding.
    guard let line = SimpleRegression(x: logB, y: logA), line.rSquared < 1 - 1e-12 else { throw .constant }
    var squares = 0.0
    for row in 0..<prices {
      let residual = line.residual(x: logB[row], y: logA[row])
      residuals[row] = residual
      squares += residual * residual
    }
    let deviation = (squares / Double(prices)).squareRoot()
    guard deviation > 0, let test = UnitRootTest(residuals, trend: .none, lags: lags, &space.rows) else {
      throw .constant
    }
    (alpha, beta, self.test) = (line.alpha, line.beta, test)
    critical = MacKinnon(.residualsOfTwo, observations: prices - 1)
    zScore = residuals[prices - 1] / deviation
  }

  /// Whether wandering is rejected at 5 %.
  public var isCointegrated: Bool { test.statistic < critical.fivePercent }

  public var halfLife: Double? { test.halfLife }

  /// The figures with the names that files and commands use, in their order.
  public var named: [(name: String, value: Double?)] {
    [
      ("alpha", alpha), ("beta", beta), ("adf_statistic", test.statistic), ("lags", Double(test.lags)),
      ("critical_1pct", critical.onePercent), ("critical_5pct", critical.fivePercent),
      ("critical_10pct", critical.tenPercent), ("half_life", halfLife), ("z_score", zScore),
    ]
  }
}
