import SimColumns

/// Average true range of each symbol, after Wilder.
///
///     range = max(high - low, |high - previous close|, |low - previous close|)
///     a     = mean of the first n ranges, then a + (range - a) / n
///
/// The first range needs a previous close, so the first value is at candle n.
/// - Complexity: 32 bytes read and 8 written a step.
/// - Source: J. W. Wilder, *New Concepts in Technical Trading Systems* (1978).
@frozen public struct WilderRange: Sendable {
  public let period: Int
  public let seed: ColumnView<Double>  // sum of the ranges up to the first average
  public let average: ColumnView<Double>  // written from candle n on
  @usableFromInline let weight: Double  // 1 / n

  public init(period: Int, seed: ColumnView<Double>, average: ColumnView<Double>) {
    precondition(period >= 1, "an average has a period")
    (self.period, self.seed, self.average) = (period, seed, average)
    weight = 1 / Double(period)
  }

  /// The definition.
  /// - Parameter previous: the closes of candle `candle - 1`.
  @inlinable public func scalar(
    _ rows: Range<Int>, candle: Int, high: ColumnView<Double>, low: ColumnView<Double>, previous: ColumnView<Double>
  ) {
    guard candle > 0 else { return }
    for row in rows {
      // The widest of the three: from the lower of low and previous close to the higher of high and previous close.
      let top = high[row] > previous[row] ? high[row] : previous[row]
      let bottom = low[row] < previous[row] ? low[row] : previous[row]
      let range = top - bottom
      if candle > period {
        let next = average[row] + (range - average[row]) * weight
        average[row] = Negligible.cleared(next, price: previous[row])
      } else {
        seed[row] = candle == 1 ? range : seed[row] + range
        if candle == period { average[row] = seed[row] * weight }
      }
    }
  }

  /// The same, eight rows at a time once there is an average.
  @inlinable public func vector(
    _ rows: Range<Int>, candle: Int, high: ColumnView<Double>, low: ColumnView<Double>, previous: ColumnView<Double>
  ) {
    guard candle > period else { return scalar(rows, candle: candle, high: high, low: low, previous: previous) }
    typealias Lanes = SIMD8<Double>
    let (average, weight) = (average, Lanes(repeating: weight))
    let end = rows.upperBound - rows.count % 8
    var row = rows.lowerBound
    while row < end {
      let before = previous.load(row, as: Lanes.self)
      let (highs, lows) = (high.load(row, as: Lanes.self), low.load(row, as: Lanes.self))
      let top = before.replacing(with: highs, where: highs .> before)
      let bottom = before.replacing(with: lows, where: lows .< before)
      let last = average.load(row, as: Lanes.self)
      let next = last + ((top - bottom) - last) * weight
      average.store(Negligible.cleared(next, price: before), row)
      row &+= 8
    }
    scalar(row..<rows.upperBound, candle: candle, high: high, low: low, previous: previous)
  }
}
