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
    var blocks = RefreshBlocks(period: period)
    while place < tape.count {
      if !isRefresh, blocks.fit(candle: candle, place, of: tape.count) {
        if let last = abreast(tape, place, blocks.distance, means) {
          mean = last
          place += blocks.span
          continue
        }
        blocks.avoid(place)
      }
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

  /// Four blocks side by side.
  ///
  /// - Returns: the last mean; nil if one of them falls and has to be computed afresh in between.
  private func abreast(_ tape: SeriesTape, _ start: Int, _ distance: Int, _ means: ColumnView<Double>) -> Double? {
    let (values, gone) = (tape.earlier(0), tape.earlier(period))
    let weights = RefreshBlocks.Lanes(repeating: weight)
    let oldest = tape.row(start + 1 - period)
    let a = RefreshBlocks.load(tape.values, oldest, distance: distance)
    var sum = RefreshBlocks.Lanes()
    for row in oldest..<oldest + period { sum += RefreshBlocks.load(tape.values, row, distance: distance) - a }
    var mean = a + sum * weights
    RefreshBlocks.store(mean, means, start, distance: distance)
    var hasFallen = RefreshBlocks.Mask(repeating: false)
    for place in start + 1..<start + distance {
      let value = RefreshBlocks.load(values, place, distance: distance)
      let next = mean + (value - RefreshBlocks.load(gone, place, distance: distance)) * weights
      hasFallen .|= 256 * (next * next) .< mean * mean
      RefreshBlocks.store(next, means, place, distance: distance)
      RefreshBlocks.prefetchNext(values, place, distance: distance)
      RefreshBlocks.prefetchNext(means, place, distance: distance)
      mean = next
    }
    return any(hasFallen) ? nil : mean[3]
  }

  private func fresh(_ tape: SeriesTape, _ place: Int) -> Double {
    let window = tape.window(period, endingAt: place)
    let a = window[0]
    var sum = 0.0
    for value in 0..<period { sum += window[value] - a }
    return a + sum * weight
  }
}
