import SimColumns
import SimRandom

/// Engle-Granger for a pair of prices as they come: the line and the z-score in every period, the test now and then.
///
/// A ring holds the last `lookback` logarithms of both prices, and five sums over it follow what enters and what leaves.
/// From them come the current line and, since residuals of a line have mean 0, the spread's standard deviation:
///
///     n·Var(b) = Σb² - (Σb)²/n       n·Cov = Σab - Σa·Σb/n       n·Var(a) = Σa² - (Σa)²/n
///     β = Cov / Var(b)               α = ā - β · b̄               sd(e)² = Var(a) - β · Cov
///     z = (a - α - β · b) / sd(e)
///
/// So the spread and its z-score refer to one line, the current one, over the whole window. Sums are compensated, and of
/// logarithms relative to where the window was last started from: they neither drift nor cancel. Every `testEvery`
/// periods ``Cointegration`` tests the window, and the last verdict stands until the next.
///
/// - Complexity: an update is constant; a test takes 4 · lookback · p² multiplications. 16 bytes a period of lookback.
public struct CointegrationTracker: Sendable {
  public let lookback: Int  // periods
  public let testEvery: Int  // periods
  private let firstTest: Int  // periods after the window is full

  /// The pair as the last update found it.
  public struct Reading: BitwiseCopyable, Sendable, Equatable {
    public let alpha, beta: Double
    public let spread: Double  // ln A - α - β · ln B
    public let spreadDeviation: Double  // population, over the window
    public let zScore: Double
  }

  /// Nil until the window is full, and while B, or what A is beyond B, does not move.
  public private(set) var reading: Reading?
  /// The last test; nil before the first, and when the window could not be tested.
  public private(set) var test: Cointegration?
  /// Tests in a row, up to the last one, that rejected wandering at 1 %.
  public private(set) var passedInARow = 0
  /// Pairs of prices seen.
  public private(set) var count = 0

  private var a, b: [Double]  // rings of logarithms; the newest at (count - 1) % lookback
  private var originA = 0.0
  private var originB = 0.0
  private var sumA = CompensatedSum()
  private var sumB = CompensatedSum()
  private var sumAA = CompensatedSum()
  private var sumAB = CompensatedSum()
  private var sumBB = CompensatedSum()

  /// - Parameters:
  ///   - lookback: periods in the window, at least ``Cointegration/pricesMin``.
  ///   - testEvery: periods from a test to the next, at least 1.
  ///   - firstTest: periods from the first full window to the first test, at least 0.
  public init(lookback: Int, testEvery: Int, firstTest: Int = 0) {
    precondition(lookback >= Cointegration.pricesMin, "a window has at least \(Cointegration.pricesMin) periods")
    precondition(testEvery >= 1 && firstTest >= 0, "a test is made every period or less often")
    (self.lookback, self.testEvery, self.firstTest) = (lookback, testEvery, firstTest)
    a = [Double](repeating: 0, count: lookback)
    b = a
  }

  /// Whether the last test rejects wandering at 5 %.
  public var isCointegrated: Bool { test?.isCointegrated ?? false }

  /// - Parameters:
  ///   - priceA, priceB: positive and finite.
  ///   - space: with room for ``lookback`` prices; used if the window is tested.
  public mutating func update(priceA: Double, priceB: Double, _ space: inout CointegrationSpace) {
    precondition(priceA > 0 && priceB > 0 && priceA < .infinity && priceB < .infinity, "prices are positive")
    let place = count % lookback
    if place == 0, count > 0 { startAgain() }
    let (newA, newB) = (DeterministicMath.log(priceA), DeterministicMath.log(priceB))
    if count == 0 { (originA, originB) = (newA, newB) }
    if count >= lookback { remove(a[place] - originA, b[place] - originB) }
    (a[place], b[place]) = (newA, newB)
    add(newA - originA, newB - originB)
    count += 1
    guard count >= lookback else { return }
    reading = read(newA, newB)
    let sinceFirst = count - lookback - firstTest
    if sinceFirst >= 0 && sinceFirst % testEvery == 0 {
      copy(a, to: space.logA)
      copy(b, to: space.logB)
      test = try? Cointegration(&space, prices: lookback)
      passedInARow = test.map { $0.test.statistic < $0.critical.onePercent } ?? false ? passedInARow + 1 : 0
    }
  }

  private func read(_ newA: Double, _ newB: Double) -> Reading? {
    let n = Double(lookback)
    let (meanA, meanB) = (sumA.value / n, sumB.value / n)
    let varianceA = sumAA.value / n - meanA * meanA
    let varianceB = sumBB.value / n - meanB * meanB
    // What is left of squares that cancelled to the last digits is rounding.
    guard varianceB > 1e-12 * (sumBB.value / n), varianceB > 0 else { return nil }
    let covariance = sumAB.value / n - meanA * meanB
    let beta = covariance / varianceB
    let residualVariance = varianceA - beta * covariance
    guard residualVariance > 1e-12 * varianceA, residualVariance > 0 else { return nil }
    let deviation = residualVariance.squareRoot()
    let spread = (newA - originA) - meanA - beta * ((newB - originB) - meanB)
    let alpha = (originA + meanA) - beta * (originB + meanB)
    return Reading(
      alpha: alpha, beta: beta, spread: spread, spreadDeviation: deviation, zScore: spread / deviation)
  }

  /// Once in a window the origin moves to the middle of it, so that prices far from where they began cost no digits.
  private mutating func startAgain() {
    let n = Double(lookback)
    originA += sumA.value / n
    originB += sumB.value / n
    (sumA, sumB, sumAA, sumAB, sumBB) = (.init(), .init(), .init(), .init(), .init())
    for place in 0..<lookback { add(a[place] - originA, b[place] - originB) }
  }

  private mutating func add(_ a: Double, _ b: Double) {
    sumA.add(a)
    sumB.add(b)
    sumAA.add(a * a)
    sumAB.add(a * b)
    sumBB.add(b * b)
  }

  private mutating func remove(_ a: Double, _ b: Double) {
    sumA.subtract(a)
    sumB.subtract(b)
    sumAA.subtract(a * a)
    sumAB.subtract(a * b)
    sumBB.subtract(b * b)
  }

  /// Oldest first.
  private func copy(_ ring: [Double], to column: ColumnView<Double>) {
    var place = count % lookback
    for row in 0..<lookback {
      column[row] = ring[place]
      place = place + 1 == lookback ? 0 : place + 1
    }
  }
}
