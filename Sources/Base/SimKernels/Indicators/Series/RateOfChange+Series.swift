import SimColumns

extension RateOfChange {
  /// The same along one symbol, that of row 0, from candle `candle` on.
  ///
  /// - Parameters:
  ///   - tape: the run of values, and at least `period` before it. The history is not looked at.
  ///   - changes: one for each value; NaN where there is none.
  public func series(candle: Int, _ tape: SeriesTape, into changes: ColumnView<Double>) {
    precondition(changes.count == tape.count, "a result for each value")
    let (now, before) = (tape.earlier(0), tape.earlier(period))
    let warm = min(max(0, period - candle), tape.count)
    changes.fill(0..<warm, with: .nan)
    for place in warm..<tape.count { changes[place] = (now[place] / before[place] - 1) * 100 }
    if warm < tape.count { change[0] = changes[tape.count - 1] }
  }
}
