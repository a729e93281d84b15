import SimColumns

/// Exponential moving average of each symbol, seeded with a plain one.
///
///     a = Σ first n values / n              at candle n - 1
///     a = a + (x - a) · 2 / (n + 1)         at every later one
///
/// - Complexity: 16 bytes read and 8 written a step.
/// - Source: the seed is TA-Lib's default ("classic") one.
@frozen public struct ExponentialAverage: Sendable {
  public let period: Int
  public let weight: Double  // 2 / (n + 1)
  public let seed: ColumnView<Double>  // sum of the values up to the first average
  public let average: ColumnView<Double>  // written from candle n - 1 on

  public init(period: Int, seed: ColumnView<Double>, average: ColumnView<Double>) {
    precondition(period >= 1, "an average has a period")
    (self.period, self.seed, self.average) = (period, seed, average)
    weight = 2 / Double(period + 1)
  }

  /// The definition.
  @inlinable public func scalar(_ rows: Range<Int>, candle: Int, _ values: ColumnView<Double>) {
    for row in rows {
      if candle >= period {
        average[row] += (values[row] - average[row]) * weight
      } else {
        seed[row] = candle == 0 ? values[row] : seed[row] + values[row]
        if candle == period - 1 { average[row] = seed[row] / Double(period) }
      }
    }
  }

  /// The same, eight rows at a time once there is an average.
  @inlinable public func vector(_ rows: Range<Int>, candle: Int, _ values: ColumnView<Double>) {
    guard candle >= period else { return scalar(rows, candle: candle, values) }
    typealias Lanes = SIMD8<Double>
    let (average, weight) = (average, Lanes(repeating: weight))
    let end = rows.upperBound - rows.count % 8
    var row = rows.lowerBound
    while row < end {
      let before = average.load(row, as: Lanes.self)
      average.store(before + (values.load(row, as: Lanes.self) - before) * weight, row)
      row &+= 8
    }
    scalar(row..<rows.upperBound, candle: candle, values)
  }
}
