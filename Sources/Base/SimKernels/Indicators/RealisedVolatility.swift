import SimColumns
import SimRandom

/// Sample standard deviation of the last n logarithmic returns of each symbol, per candle, not annualised.
///
///     r = ln(close / previous)          σ = √( Σ (r - mean)² / (n - 1) )
///
/// n returns need n + 1 candles. Closes are positive, normal numbers. The logarithm is one whose bits are the same on
/// every machine, because agents act on the result.
/// - Complexity: that of ``SlidingMoments``, and 24 bytes read, 16 written, a division, a logarithm and a square root.
@frozen public struct RealisedVolatility: Sendable {
  public let moments: SlidingMoments  // of the returns; its history is theirs
  public let volatility: ColumnView<Double>  // written from candle n on
  @usableFromInline let weight: Double  // 1 / (n - 1)

  public init(moments: SlidingMoments, volatility: ColumnView<Double>) {
    precondition(moments.period >= 2, "a sample's deviation needs two values")
    (self.moments, self.volatility) = (moments, volatility)
    weight = 1 / Double(moments.period - 1)
  }

  /// The definition.
  /// - Parameter previous: the closes of candle `candle - 1`.
  @inlinable public func scalar(
    _ rows: Range<Int>, candle: Int, close: ColumnView<Double>, previous: ColumnView<Double>
  ) {
    guard candle > 0 else { return }
    takeLogarithms(rows, candle, close, previous)
    moments.scalar(rows, candle: candle - 1)
    if candle >= moments.period { takeRoots(rows) }
  }

  /// The same; the moments eight rows at a time.
  @inlinable public func vector(
    _ rows: Range<Int>, candle: Int, close: ColumnView<Double>, previous: ColumnView<Double>
  ) {
    guard candle > 0 else { return }
    takeLogarithms(rows, candle, close, previous)
    moments.vector(rows, candle: candle - 1)
    if candle >= moments.period { takeRoots(rows) }
  }

  // Maps, which the compiler turns into vectors.

  @inlinable func takeLogarithms(
    _ rows: Range<Int>, _ candle: Int, _ close: ColumnView<Double>, _ previous: ColumnView<Double>
  ) {
    let returns = moments.history.at(candle: candle - 1)  // the first return is that of candle 1
    for row in rows { returns[row] = DeterministicMath.logOfNormal(close[row] / previous[row]) }
  }

  @inlinable func takeRoots(_ rows: Range<Int>) {
    let (volatility, squares, weight) = (volatility, moments.squares, weight)
    for row in rows { volatility[row] = (squares[row] * weight).magnitude.squareRoot() }
  }
}
