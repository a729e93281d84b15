import SimColumns

extension StochasticOscillator {
  /// The same along one symbol, that of row 0, from candle `candle` on.
  ///
  /// - Parameters:
  ///   - scratch: three columns of as many rows.
  ///   - ks, ds: one for each candle; NaN before the first of both.
  public func series(
    candle: Int, high: ColumnView<Double>, low: ColumnView<Double>, close: ColumnView<Double>,
    scratch: (ColumnView<Double>, ColumnView<Double>, ColumnView<Double>), ks: ColumnView<Double>,
    ds: ColumnView<Double>
  ) {
    let count = close.count
    let (tops, bottoms, raws) = (scratch.0[0..<count], scratch.1[0..<count], scratch.2[0..<count])
    extremes.series(candle: candle, high: high, low: low, tops: tops, bottoms: bottoms)
    for place in 0..<count {
      let (top, bottom) = (tops[place], bottoms[place])
      let stand = 100 * (close[place] - bottom) / (top - bottom)
      raws[place] = top > bottom ? stand : 50
    }
    let firstRaw = min(max(0, extremes.period - 1 - candle), count)
    let firstSlow = min(max(0, extremes.period + slowing.period - 2 - candle), count)
    let first = min(max(0, extremes.period + slowing.period + smoothing.period - 3 - candle), count)
    let (withRaws, withSlows) = (firstRaw..<count, firstSlow..<count)
    slowing.series(candle: candle + firstRaw - (extremes.period - 1), raws[withRaws], into: ks[withRaws])
    smoothing.series(
      candle: candle + firstSlow - (extremes.period + slowing.period - 2), ks[withSlows], into: ds[withSlows])
    ks.fill(0..<first, with: .nan)
    ds.fill(0..<first, with: .nan)
    if first < count { k[0] = ks[count - 1] }
  }
}
