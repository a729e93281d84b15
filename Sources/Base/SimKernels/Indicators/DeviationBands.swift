import SimColumns

/// Bollinger bands of each symbol: so many standard deviations above and below the mean of the window.
///
///     upper, lower = mean ± width · √(|q| / n)          q = Σ (x - mean)², the population's deviation
///
/// - Complexity: that of ``SlidingMoments``, and 16 bytes written, one square root.
/// - Source: J. Bollinger, *Bollinger on Bollinger Bands* (2001).
@frozen public struct DeviationBands: Sendable {
  public let moments: SlidingMoments  // its mean is the middle band
  public let width: Double  // standard deviations
  public let upper, lower: ColumnView<Double>  // written when the window is full
  @usableFromInline let weight: Double  // 1 / n

  public init(moments: SlidingMoments, width: Double, upper: ColumnView<Double>, lower: ColumnView<Double>) {
    (self.moments, self.width, self.upper, self.lower) = (moments, width, upper, lower)
    weight = 1 / Double(moments.period)
  }

  /// The definition.
  @inlinable public func scalar(_ rows: Range<Int>, candle: Int) {
    moments.scalar(rows, candle: candle)
    guard candle >= moments.period - 1 else { return }
    for row in rows {
      let reach = width * (moments.squares[row] * weight).magnitude.squareRoot()
      upper[row] = moments.mean[row] + reach
      lower[row] = moments.mean[row] - reach
    }
  }

  /// The same, eight rows at a time.
  @inlinable public func vector(_ rows: Range<Int>, candle: Int) {
    let (upper, lower) = (upper, lower)
    let (width, weight) = (SIMD8(repeating: width), SIMD8(repeating: weight))
    moments.vector(rows, candle: candle) { row, mean, squares in
      let reach = width * VectorRoots.ofMagnitudes(squares * weight)
      upper.store(mean + reach, row)
      lower.store(mean - reach, row)
    }
    scalar(rows.upperBound - rows.count % 8..<rows.upperBound, candle: candle)
  }
}
