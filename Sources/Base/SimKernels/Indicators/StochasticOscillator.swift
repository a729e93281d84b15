import SimColumns

/// Stochastic oscillator of each symbol: where the close stands between the lowest low and the highest high.
///
///     raw = 100 · (close - lowest) / (highest - lowest)          50 when they are equal
///     k   = mean of the last `slowing` raws        d = mean of the last `smoothing` k's
///
/// With `slowing` 1 it is the fast oscillator, otherwise the slow one. Both results appear together.
/// - Complexity: that of ``WindowExtremes`` and of two ``WindowSum``, and one division.
/// - Source: G. C. Lane, "Lane's Stochastics", Technical Analysis of Stocks & Commodities 2 (1984).
@frozen public struct StochasticOscillator: Sendable {
  public let extremes: WindowExtremes
  public let slowing: WindowSum  // of raws; its result is scratch
  public let smoothing: WindowSum  // of k's; its result is d
  public let raw: ColumnView<Double>  // scratch
  public let k: ColumnView<Double>  // 0 ... 100; written when d is

  public init(
    extremes: WindowExtremes, slowing: WindowSum, smoothing: WindowSum, raw: ColumnView<Double>, k: ColumnView<Double>
  ) {
    (self.extremes, self.slowing, self.smoothing, self.raw, self.k) = (extremes, slowing, smoothing, raw, k)
  }

  /// The definition.
  @inlinable public func scalar(
    _ rows: Range<Int>, candle: Int, high: ColumnView<Double>, low: ColumnView<Double>, close: ColumnView<Double>
  ) {
    extremes.scalar(rows, candle: candle, high: high, low: low)
    let rawCandle = candle - (extremes.period - 1)
    guard rawCandle >= 0 else { return }
    for row in rows {
      let (top, bottom) = (extremes.highest[row], extremes.lowest[row])
      raw[row] = top > bottom ? 100 * (close[row] - bottom) / (top - bottom) : 50
    }
    slowing.scalar(rows, candle: rawCandle, raw)
    let slowCandle = rawCandle - (slowing.period - 1)
    guard slowCandle >= 0 else { return }
    smoothing.scalar(rows, candle: slowCandle, slowing.result)
    guard slowCandle >= smoothing.period - 1 else { return }
    for row in rows { k[row] = slowing.result[row] }
  }

  /// The same, eight rows at a time.
  @inlinable public func vector(
    _ rows: Range<Int>, candle: Int, high: ColumnView<Double>, low: ColumnView<Double>, close: ColumnView<Double>
  ) {
    typealias Lanes = SIMD8<Double>
    let end = rows.upperBound - rows.count % 8
    let whole = rows.lowerBound..<end
    extremes.vector(whole, candle: candle, high: high, low: low)
    let rawCandle = candle - (extremes.period - 1)
    let slowCandle = rawCandle - (slowing.period - 1)
    if rawCandle >= 0 {
      let (highest, lowest, raw) = (extremes.highest, extremes.lowest, raw)
      for row in stride(from: rows.lowerBound, to: end, by: 8) {
        let (top, bottom) = (highest.load(row, as: Lanes.self), lowest.load(row, as: Lanes.self))
        let place = 100 * (close.load(row, as: Lanes.self) - bottom) / (top - bottom)
        raw.store(Lanes(repeating: 50).replacing(with: place, where: top .> bottom), row)
      }
      slowing.vector(whole, candle: rawCandle, raw)
    }
    if slowCandle >= 0 { smoothing.vector(whole, candle: slowCandle, slowing.result) }
    if slowCandle >= smoothing.period - 1 {
      let (k, slow) = (k, slowing.result)
      for row in stride(from: rows.lowerBound, to: end, by: 8) { k.store(slow.load(row, as: Lanes.self), row) }
    }
    scalar(end..<rows.upperBound, candle: candle, high: high, low: low, close: close)
  }
}
