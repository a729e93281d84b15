/// When a sliding window's running aggregate is computed afresh from the values in the window.
///
/// A running aggregate adds what comes and takes off what goes: one pass over few columns, but each step leaves a
/// rounding behind that is relative to how large the aggregate was at the time. Two rules keep that out of the result:
///
/// - Every 256 candles, or every window if that is longer, all rows are computed afresh. In between each candle leaves at
///   most 2⁻⁵² of the aggregate behind, so 256 of them leave 6·10⁻¹⁴.
/// - A row whose aggregate falls to less than a sixteenth in one step is computed afresh at once: a misprint, a split or
///   a jump has left the window, and its roundings may not stay behind.
///
/// Neither depends on how rows are cut into calls.
public enum WindowRefresh {
  /// - Parameter candle: number of the newest candle, the first being 0, at least `period - 1`.
  @inlinable public static func isDue(candle: Int, period: Int) -> Bool {
    candle == period - 1 || candle % max(256, period) == 0
  }

  /// The first candle after `candle` at which it is due, once windows are full.
  @inlinable static func next(after candle: Int, period: Int) -> Int {
    let every = max(256, period)
    return (candle / every + 1) * every
  }
}
