import SimColumns

extension SlidingMean {
  /// The same along one symbol, that of row 0, from candle `candle` on: the mean is in a register.
  ///
  /// - Parameters:
  ///   - tape: the run of values, and at least `period` before it. The history is not looked at.
  ///   - means: one for each value; NaN while the window is not full.
  public func series(candle: Int, _ tape: SeriesTape, into means: ColumnView<Double>) {
    precondition(tape.past >= period && means.count == tape.count, "the tape reaches behind the window")
    let (values, gone, weight) = (tape.earlier(0), tape.earlier(period), weight)
    var place = min(max(0, period - 1 - candle), tape.count)
    means.fill(0..<place, with: .nan)
    var mean = mean[0]
    var isRefresh = false
    while place < tape.count {
      if isRefresh || WindowRefresh.isDue(candle: candle + place, period: period) {
        mean = fresh(tape, place)
        means[place] = mean
        place += 1
        isRefresh = false
      }
      let end = min(tape.count, WindowRefresh.next(after: candle + place - 1, period: period) - candle)
      while place < end {
        let next = mean + (values[place] - gone[place]) * weight
        if Self.hasFallen(from: mean, to: next) {
          isRefresh = true
          break
        }
        means[place] = next
        mean = next
        place &+= 1
      }
    }
    self.mean[0] = mean
  }

  private func fresh(_ tape: SeriesTape, _ place: Int) -> Double {
    let window = tape.window(period, endingAt: place)
    let a = window[0]
    var sum = 0.0
    for value in 0..<period { sum += window[value] - a }
    return a + sum * weight
  }
}
