import SimColumns

extension WilderStrength {
  /// The same along one symbol, that of row 0, from candle `candle` on.
  ///
  /// - Parameters:
  ///   - close: the run of closes, and at least one before it.
  ///   - scratch: three columns with a row for each close.
  ///   - strengths: one for each close; NaN before the first.
  public func series(
    candle: Int, _ close: SeriesTape, scratch: (ColumnView<Double>, ColumnView<Double>, ColumnView<Double>),
    into strengths: ColumnView<Double>
  ) {
    let count = close.count
    precondition(close.past >= 1 && strengths.count == count, "every close but the first has one before it")
    let (now, before) = (close.earlier(0), close.earlier(1))
    func define(_ places: Range<Int>) {
      for place in places {
        scalar(0..<1, candle: candle + place, close: now[place..<place + 1], previous: before[place..<place + 1])
        strengths[place] = candle + place >= period ? strength[0] : .nan
      }
    }
    let warm = min(max(0, period + 1 - candle), count)
    define(0..<warm)
    let rest = warm..<count
    if !run(now[rest], before[rest], scratch, strengths[rest]) { define(rest) }
  }

  /// - Returns: false, and nothing has happened, if there is nothing to do or both averages fade away in between.
  private func run(
    _ now: ColumnView<Double>, _ before: ColumnView<Double>,
    _ scratch: (ColumnView<Double>, ColumnView<Double>, ColumnView<Double>), _ strengths: ColumnView<Double>
  ) -> Bool {
    let count = now.count
    guard count > 0 else { return false }
    let (ups, downs, gains) = (scratch.0[0..<count], scratch.1[0..<count], scratch.2[0..<count])
    for place in 0..<count {
      let change = now[place] - before[place]
      ups[place] = change > 0 ? change : 0
      downs[place] = change < 0 ? -change : 0
    }
    let lastGain = DecaySeries.run(ups, from: gain[0], weight: weight, into: gains)
    let losses = ups  // which have been used
    let lastLoss = DecaySeries.run(downs, from: loss[0], weight: weight, into: losses)
    let both = downs  // likewise
    for place in 0..<count { both[place] = gains[place] + losses[place] }
    guard !SeriesScan.hasFaded(both, prices: now) else { return false }
    for place in 0..<count { strengths[place] = 100 * gains[place] / both[place] }
    (gain[0], loss[0], strength[0]) = (lastGain, lastLoss, strengths[count - 1])
    return true
  }
}
