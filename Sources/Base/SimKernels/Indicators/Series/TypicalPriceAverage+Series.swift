import SimColumns

extension TypicalPriceAverage {
  /// The same along one symbol, that of row 0, from candle `candle` on.
  ///
  /// - Parameters:
  ///   - scratch: two columns of as many rows.
  ///   - averages: one for each candle; NaN while the window is not full.
  public func series(
    candle: Int, high: ColumnView<Double>, low: ColumnView<Double>, close: ColumnView<Double>,
    volume: ColumnView<Double>, scratch: (ColumnView<Double>, ColumnView<Double>), into averages: ColumnView<Double>
  ) {
    let count = close.count
    let (sums, traded) = (scratch.0[0..<count], scratch.1[0..<count])
    for place in 0..<count {
      averages[place] = ((high[place] + low[place]) + close[place]) * (1 / 3) * volume[place]
    }
    values.series(candle: candle, averages, into: sums)
    volumes.series(candle: candle, volume, into: traded)
    let warm = min(max(0, values.period - 1 - candle), count)
    averages.fill(0..<warm, with: .nan)
    for place in warm..<count {
      let typical = ((high[place] + low[place]) + close[place]) * (1 / 3)
      let average = sums[place] / traded[place]
      averages[place] = traded[place] > 0 ? average : typical
    }
    if warm < count { average[0] = averages[count - 1] }
  }
}
