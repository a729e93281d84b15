import SimColumns

/// Relative strength index of each symbol, after Wilder.
///
///     up   = max(close - previous, 0)     down = max(previous - close, 0)
///     gain = mean of the first n ups, then gain + (up - gain) / n            loss: the same of the downs
///     rsi  = 100 · gain / (gain + loss)                                      50 when both are 0
///
/// `100 - 100 / (1 + gain / loss)`, the usual form, is the same without the case `loss = 0`. A price that does not move
/// has no strength: 50. The first value is at candle n, since n changes need n + 1 candles.
/// - Complexity: 32 bytes read and 24 written a step, one division.
/// - Source: J. W. Wilder, *New Concepts in Technical Trading Systems* (1978).
@frozen public struct WilderStrength: Sendable {
  public let period: Int
  public let gain, loss: ColumnView<Double>  // sums up to candle n, averages from then on
  public let strength: ColumnView<Double>  // 0 ... 100; written from candle n on
  @usableFromInline let weight: Double  // 1 / n

  public init(period: Int, gain: ColumnView<Double>, loss: ColumnView<Double>, strength: ColumnView<Double>) {
    precondition(period >= 1, "an average has a period")
    (self.period, self.gain, self.loss, self.strength) = (period, gain, loss, strength)
    weight = 1 / Double(period)
  }

  /// The definition.
  /// - Parameter previous: the closes of candle `candle - 1`.
  @inlinable public func scalar(
    _ rows: Range<Int>, candle: Int, close: ColumnView<Double>, previous: ColumnView<Double>
  ) {
    guard candle > 0 else { return }
    for row in rows {
      let change = close[row] - previous[row]
      let up = change > 0 ? change : 0
      let down = change < 0 ? -change : 0
      if candle > period {
        gain[row] += (up - gain[row]) * weight
        loss[row] += (down - loss[row]) * weight
      } else {
        gain[row] = candle == 1 ? up : gain[row] + up
        loss[row] = candle == 1 ? down : loss[row] + down
        guard candle == period else { continue }
        gain[row] *= weight
        loss[row] *= weight
      }
      let both = gain[row] + loss[row]
      if both < Negligible.share * close[row] {  // together, so that neither outlives the other
        gain[row] = 0
        loss[row] = 0
        strength[row] = 50
      } else {
        strength[row] = both > 0 ? 100 * gain[row] / both : 50
      }
    }
  }

  /// The same, eight rows at a time once there are averages.
  @inlinable public func vector(
    _ rows: Range<Int>, candle: Int, close: ColumnView<Double>, previous: ColumnView<Double>
  ) {
    guard candle > period else { return scalar(rows, candle: candle, close: close, previous: previous) }
    typealias Lanes = SIMD8<Double>
    let (gain, loss, strength, weight) = (gain, loss, strength, Lanes(repeating: weight))
    let end = rows.upperBound - rows.count % 8
    var row = rows.lowerBound
    while row < end {
      let now = close.load(row, as: Lanes.self)
      let change = now - previous.load(row, as: Lanes.self)
      let up = Lanes().replacing(with: change, where: change .> Lanes())
      let down = Lanes().replacing(with: -change, where: change .< Lanes())
      var ups = gain.load(row, as: Lanes.self)
      var downs = loss.load(row, as: Lanes.self)
      ups += (up - ups) * weight
      downs += (down - downs) * weight
      let both = ups + downs
      let isFlat = (both .< Negligible.share * now) .| (both .<= Lanes())
      gain.store(ups.replacing(with: 0, where: isFlat), row)
      loss.store(downs.replacing(with: 0, where: isFlat), row)
      strength.store((100 * ups / both).replacing(with: 50, where: isFlat), row)
      row &+= 8
    }
    scalar(row..<rows.upperBound, candle: candle, close: close, previous: previous)
  }
}
