import SimColumns

/// The candles that just closed: a row for each symbol.
///
/// Prices are positive, in any unit as long as it stays the same: in the engine price ticks, which doubles hold
/// exactly. Volume is not negative.
public struct Bars: Sendable {
  public let high, low, close, volume: ColumnView<Double>

  public init(
    high: ColumnView<Double>, low: ColumnView<Double>, close: ColumnView<Double>, volume: ColumnView<Double>
  ) {
    precondition(
      high.count == close.count && low.count == close.count && volume.count == close.count,
      "all columns have the same symbols")
    (self.high, self.low, self.close, self.volume) = (high, low, close, volume)
  }
}
