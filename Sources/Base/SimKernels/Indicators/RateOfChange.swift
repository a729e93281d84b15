import SimColumns

/// Change of each symbol's close over n candles, in percent.
///
///     roc = (close / close n candles ago - 1) · 100
///
/// The first value is at candle n. A close of 0 n candles ago gives ±∞ or NaN: closes are positive.
/// - Complexity: 16 bytes read and 8 written a step, one division.
@frozen public struct RateOfChange: Sendable {
  public let period: Int
  public let history: SlotRing  // the newest candle and the n before it
  public let change: ColumnView<Double>  // percent; written from candle n on

  public init(period: Int, history: SlotRing, change: ColumnView<Double>) {
    precondition(period >= 1 && history.slotCount > period, "the history reaches behind the window")
    (self.period, self.history, self.change) = (period, history, change)
  }

  /// The definition.
  @inlinable public func scalar(_ rows: Range<Int>, candle: Int) {
    guard candle >= period else { return }
    let (now, before) = (history.at(candle: candle), history.at(candle: candle - period))
    for row in rows { change[row] = (now[row] / before[row] - 1) * 100 }
  }

  /// The same, eight rows at a time.
  @inlinable public func vector(_ rows: Range<Int>, candle: Int) {
    guard candle >= period else { return }
    typealias Lanes = SIMD8<Double>
    let (now, before, change) = (history.at(candle: candle), history.at(candle: candle - period), change)
    let end = rows.upperBound - rows.count % 8
    var row = rows.lowerBound
    while row < end {
      change.store((now.load(row, as: Lanes.self) / before.load(row, as: Lanes.self) - 1) * 100, row)
      row &+= 8
    }
    scalar(row..<rows.upperBound, candle: candle)
  }
}
