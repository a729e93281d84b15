import SimColumns

extension AverageConvergence {
  /// The same along one symbol, that of row 0, from candle `candle` on: the averages are in registers.
  ///
  /// - Parameter lines, signals, histograms: one for each close; NaN before the first.
  public func series(
    candle: Int, close: ColumnView<Double>, lines: ColumnView<Double>, signals: ColumnView<Double>,
    histograms: ColumnView<Double>
  ) {
    let count = close.count
    precondition(lines.count == count && signals.count == count && histograms.count == count, "a result for each close")
    var place = 0
    while place < count {
      // Warm-up, and a signal that has faded: the definition.
      scalar(0..<1, candle: candle + place, close: close[place..<place + 1])
      let isKnown = candle + place >= firstCandle
      lines[place] = isKnown ? line[0] : .nan
      signals[place] = isKnown ? signal[0] : .nan
      histograms[place] = isKnown ? histogram[0] : .nan
      place += 1
      if isKnown { place = run(from: place, close, lines, signals, histograms) }
    }
  }

  /// Goes on until the signal fades away.
  ///
  /// - Returns: the first place that is left.
  private func run(
    from start: Int, _ close: ColumnView<Double>, _ lines: ColumnView<Double>, _ signals: ColumnView<Double>,
    _ histograms: ColumnView<Double>
  ) -> Int {
    let (fastWeight, slowWeight, weight) = (fast.weight, slow.weight, weight)
    var (fastest, slowest, last, apart) = (fast.average[0], slow.average[0], signal[0], line[0])
    var place = start
    while place < close.count {
      let now = close[place]
      let nextFast = fastest + (now - fastest) * fastWeight
      let nextSlow = slowest + (now - slowest) * slowWeight
      let nextApart = nextFast - nextSlow
      let next = last + (nextApart - last) * weight
      if Negligible.isReached(next, price: now) { break }
      (fastest, slowest, apart, last) = (nextFast, nextSlow, nextApart, next)
      lines[place] = apart
      signals[place] = last
      histograms[place] = apart - last
      place &+= 1
    }
    (fast.average[0], slow.average[0]) = (fastest, slowest)
    (line[0], signal[0], histogram[0]) = (apart, last, apart - last)
    return place
  }
}
