import SimColumns

extension SlidingMoments {
  typealias UseOfBlocks = (
    _ place: Int, _ distance: Int, _ mean: RefreshBlocks.Lanes, _ squares: RefreshBlocks.Lanes
  ) -> Void

  /// The same along one symbol, that of row 0, from candle `candle` on: the state is in registers.
  ///
  /// - Parameters:
  ///   - tape: the run of values, and at least `period` before it. The history is not looked at.
  ///   - use: what is to be done with the moments of a place; NaN while the window is not full.
  ///   - useBlocks: the same with those of four places, `distance` apart. Where both are called, the later call counts.
  @inline(__always) func series(
    candle: Int, _ tape: SeriesTape, _ use: (_ place: Int, _ mean: Double, _ squares: Double) -> Void,
    blocks useBlocks: UseOfBlocks
  ) {
    precondition(tape.past >= period, "the tape reaches behind the window")
    let (values, gones, weight) = (tape.earlier(0), tape.earlier(period), weight)
    var place = min(max(0, period - 1 - candle), tape.count)
    for early in 0..<place { use(early, .nan, .nan) }
    var (a, o, q) = (anchor[0], offset[0], self.squares[0])
    var isRefresh = false
    var blocks = RefreshBlocks(period: period)
    while place < tape.count {
      if !isRefresh, blocks.fit(candle: candle, place, of: tape.count) {
        if let last = abreast(tape, place, blocks.distance, useBlocks) {
          (a, o, q) = last
          place += blocks.span
          continue
        }
        blocks.avoid(place)
      }
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

  /// Four blocks side by side.
  ///
  /// - Returns: the last state; nil if one of them falls and has to be computed afresh in between.
  @inline(__always) private func abreast(
    _ tape: SeriesTape, _ start: Int, _ distance: Int, _ use: UseOfBlocks
  ) -> (anchor: Double, offset: Double, squares: Double)? {
    let (values, gones) = (tape.earlier(0), tape.earlier(period))
    let weights = RefreshBlocks.Lanes(repeating: weight)
    let oldest = tape.row(start + 1 - period)
    let a = RefreshBlocks.load(tape.values, oldest, distance: distance)
    var sum = RefreshBlocks.Lanes()
    for row in oldest..<oldest + period { sum += RefreshBlocks.load(tape.values, row, distance: distance) - a }
    var o = sum * weights
    var q = RefreshBlocks.Lanes()
    for row in oldest..<oldest + period {
      let apart = (RefreshBlocks.load(tape.values, row, distance: distance) - a) - o
      q += apart * apart
    }
    use(start, distance, a + o, q)
    var hasFallen = RefreshBlocks.Mask(repeating: false)
    for place in start + 1..<start + distance {
      let value = RefreshBlocks.load(values, place, distance: distance)
      let gone = RefreshBlocks.load(gones, place, distance: distance)
      let change = value - gone
      let nextOffset = o + change * weights
      let nextSquares = q + change * (((value - a) - nextOffset) + ((gone - a) - o))
      hasFallen .|= 16 * nextSquares .< q
      (o, q) = (nextOffset, nextSquares)
      use(place, distance, a + o, q)
      RefreshBlocks.prefetchNext(values, place, distance: distance)
    }
    return any(hasFallen) ? nil : (a[3], o[3], q[3])
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
