import SimColumns

extension SlidingMoments {
  /// The same along one symbol, that of row 0, from candle `candle` on: the state is in registers.
  ///
  /// - Parameters:
  ///   - tape: the run of values, and at least `period` before it. The history is not looked at.
  ///   - use: what is to be done with the moments of each place in turn; NaN while the window is not full.
  @inline(__always) func series(
    candle: Int, _ tape: SeriesTape, _ use: (_ place: Int, _ mean: Double, _ squares: Double) -> Void
  ) {
    precondition(tape.past >= period, "the tape reaches behind the window")
    let (values, gones, weight) = (tape.earlier(0), tape.earlier(period), weight)
    var place = min(max(0, period - 1 - candle), tape.count)
    for early in 0..<place { use(early, .nan, .nan) }
    var (a, o, q) = (anchor[0], offset[0], self.squares[0])
    var isRefresh = false
    while place < tape.count {
      if isRefresh || WindowRefresh.isDue(candle: candle + place, period: period) {
        (a, o, q) = fresh(tape, place)
        use(place, a + o, q)
        place += 1
        isRefresh = false
      }
      let end = min(tape.count, WindowRefresh.next(after: candle + place - 1, period: period) - candle)
      while place < end {
        let (value, gone) = (values[place], gones[place])
        let change = value - gone
        let nextOffset = o + change * weight
        let nextSquares = q + change * (((value - a) - nextOffset) + ((gone - a) - o))
        if 16 * nextSquares < q {
          isRefresh = true
          break
        }
        (o, q) = (nextOffset, nextSquares)
        use(place, a + o, q)
        place &+= 1
      }
    }
    guard candle + tape.count >= period else { return }
    (anchor[0], offset[0]) = (a, o)
    (mean[0], self.squares[0]) = (a + o, q)
  }

  private func fresh(_ tape: SeriesTape, _ place: Int) -> (anchor: Double, offset: Double, squares: Double) {
    let window = tape.window(period, endingAt: place)
    let a = window[0]
    var sum = 0.0
    for value in 0..<period { sum += window[value] - a }
    let o = sum * weight
    var q = 0.0
    for value in 0..<period {
      let apart = (window[value] - a) - o
      q += apart * apart
    }
    return (a, o, q)
  }
}
