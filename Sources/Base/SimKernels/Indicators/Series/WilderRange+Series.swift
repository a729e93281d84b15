import SimColumns

extension WilderRange {
  /// The same along one symbol, that of row 0, from candle `candle` on.
  ///
  /// - Parameters:
  ///   - close: the run of closes, and at least one before it.
  ///   - scratch: a row for each candle.
  ///   - averages: one for each candle; NaN before the first.
  public func series(
    candle: Int, high: ColumnView<Double>, low: ColumnView<Double>, close: SeriesTape, scratch: ColumnView<Double>,
    into averages: ColumnView<Double>
  ) {
    let count = close.count
    precondition(close.past >= 1, "every candle but the first has a close before it")
    precondition(high.count == count && low.count == count && averages.count == count, "as many of everything")
    let before = close.earlier(1)
    func define(_ places: Range<Int>) {
      for place in places {
        let this = place..<place + 1
        scalar(0..<1, candle: candle + place, high: high[this], low: low[this], previous: before[this])
        averages[place] = candle + place >= period ? average[0] : .nan
      }
    }
    let warm = min(max(0, period + 1 - candle), count)
    define(0..<warm)
    let rest = warm..<count
    if !run(high[rest], low[rest], before[rest], scratch, averages[rest]) { define(rest) }
  }

  /// - Returns: false, and nothing has happened, if the average fades away in between.
  private func run(
    _ high: ColumnView<Double>, _ low: ColumnView<Double>, _ previous: ColumnView<Double>,
    _ ranges: ColumnView<Double>, _ averages: ColumnView<Double>
  ) -> Bool {
    for place in 0..<previous.count {
      let (high, low, before) = (high[place], low[place], previous[place])
      ranges[place] = (high > before ? high : before) - (low < before ? low : before)
    }
    let last = DecaySeries.run(ranges[0..<previous.count], from: average[0], weight: weight, into: averages)
    guard !SeriesScan.hasFaded(averages, prices: previous) else { return false }
    average[0] = last
    return true
  }
}
