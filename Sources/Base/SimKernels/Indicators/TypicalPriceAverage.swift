import SimColumns

/// Volume-weighted average price of each symbol over the window.
///
///     typical = (high + low + close) / 3
///     vwap    = Σ typical · volume / Σ volume          the newest typical price when nothing was traded
///
/// - Complexity: twice that of ``WindowSum``, and 48 bytes read, 24 written, one division.
@frozen public struct TypicalPriceAverage: Sendable {
  public let values, volumes: WindowSum  // Σ typical · volume, Σ volume
  public let scratch: ColumnView<Double>
  public let average: ColumnView<Double>  // written when the window is full

  public init(values: WindowSum, volumes: WindowSum, scratch: ColumnView<Double>, average: ColumnView<Double>) {
    precondition(values.period == volumes.period, "both sums cover the same candles")
    (self.values, self.volumes, self.scratch, self.average) = (values, volumes, scratch, average)
  }

  /// The definition.
  @inlinable public func scalar(
    _ rows: Range<Int>, candle: Int, high: ColumnView<Double>, low: ColumnView<Double>, close: ColumnView<Double>,
    volume: ColumnView<Double>
  ) {
    for row in rows { scratch[row] = ((high[row] + low[row]) + close[row]) * (1 / 3) * volume[row] }
    values.scalar(rows, candle: candle, scratch)
    volumes.scalar(rows, candle: candle, volume)
    guard candle >= values.period - 1 else { return }
    for row in rows {
      let typical = ((high[row] + low[row]) + close[row]) * (1 / 3)
      average[row] = volumes.result[row] > 0 ? values.result[row] / volumes.result[row] : typical
    }
  }

  /// The same, eight rows at a time.
  @inlinable public func vector(
    _ rows: Range<Int>, candle: Int, high: ColumnView<Double>, low: ColumnView<Double>, close: ColumnView<Double>,
    volume: ColumnView<Double>
  ) {
    typealias Lanes = SIMD8<Double>
    let (scratch, average, sums, counts) = (scratch, average, values.result, volumes.result)
    let end = rows.upperBound - rows.count % 8
    for row in stride(from: rows.lowerBound, to: end, by: 8) {
      let typical =
        ((high.load(row, as: Lanes.self) + low.load(row, as: Lanes.self)) + close.load(row, as: Lanes.self)) * (1 / 3)
      scratch.store(typical * volume.load(row, as: Lanes.self), row)
    }
    values.vector(rows.lowerBound..<end, candle: candle, scratch)
    volumes.vector(rows.lowerBound..<end, candle: candle, volume)
    if candle >= values.period - 1 {
      for row in stride(from: rows.lowerBound, to: end, by: 8) {
        let typical =
          ((high.load(row, as: Lanes.self) + low.load(row, as: Lanes.self)) + close.load(row, as: Lanes.self)) * (1 / 3)
        let traded = counts.load(row, as: Lanes.self)
        average.store(typical.replacing(with: sums.load(row, as: Lanes.self) / traded, where: traded .> Lanes()), row)
      }
    }
    scalar(end..<rows.upperBound, candle: candle, high: high, low: low, close: close, volume: volume)
  }
}
