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
    var isMoving = true  // the signal fades nowhere, as far as is known
    while place < count {
      // Warm-up, and a signal that has faded: the definition.
      scalar(0..<1, candle: candle + place, close: close[place..<place + 1])
      let isKnown = candle + place >= firstCandle
      lines[place] = isKnown ? line[0] : .nan
      signals[place] = isKnown ? signal[0] : .nan
      histograms[place] = isKnown ? histogram[0] : .nan
      place += 1
      guard isKnown else { continue }
      if isMoving { (place, isMoving) = stretches(from: place, close, lines, signals, histograms) }
      place = run(from: place, close, lines, signals, histograms)
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
    leave(fastest, slowest, apart, last)
    return place
  }

  private func leave(_ fastest: Double, _ slowest: Double, _ apart: Double, _ last: Double) {
    (fast.average[0], slow.average[0]) = (fastest, slowest)
    (line[0], signal[0], histogram[0]) = (apart, last, apart - last)
  }
}

/// Eight stretches side by side, as in ``DecaySeries``: all three averages forget where they started.
extension AverageConvergence {
  /// Goes on as far as stretches are worth their run-ins.
  ///
  /// - Returns: the first place that is left, and false if the signal may fade away somewhere behind it.
  private func stretches(
    from start: Int, _ close: ColumnView<Double>, _ lines: ColumnView<Double>, _ signals: ColumnView<Double>,
    _ histograms: ColumnView<Double>
  ) -> (place: Int, isMoving: Bool) {
    // The signal begins to forget once the averages it is made of have met.
    let memory = DecaySeries.memory(slow.weight) + DecaySeries.memory(weight)
    var place = start
    while close.count - place >= max(2 * memory, 1_024) {
      let distance = Stretches.distance(close.count - place - memory)
      guard let next = abreast(place, distance, memory, close, lines, signals, histograms) else {
        return (place, false)
      }
      place = next
    }
    return (place, true)
  }

  /// - Returns: the first place that is left; nil, and nothing has happened to the state, if a signal fades away.
  private func abreast(
    _ start: Int, _ distance: Int, _ memory: Int, _ close: ColumnView<Double>, _ lines: ColumnView<Double>,
    _ signals: ColumnView<Double>, _ histograms: ColumnView<Double>
  ) -> Int? {
    var lanes = Lanes(self, guess: Stretches.load(close, start, distance: distance))
    for place in start..<start + memory {
      lanes.step(Stretches.load(close, place, distance: distance))
      lines[place] = lanes.apart[0]
      signals[place] = lanes.last[0]
      histograms[place] = lanes.apart[0] - lanes.last[0]
    }
    // The others' are of guesses.
    guard !lanes.hasFaded[0] else { return nil }
    lanes.hasFaded = .init(repeating: false)
    let begun = lanes
    for place in start + memory..<start + memory + distance {
      lanes.step(Stretches.load(close, place, distance: distance))
      Stretches.store(lanes.apart, lines, place, distance: distance)
      Stretches.store(lanes.last, signals, place, distance: distance)
      Stretches.store(lanes.apart - lanes.last, histograms, place, distance: distance)
    }
    guard !any(lanes.hasFaded) else { return nil }
    var right = 1
    while right < Stretches.count, begun.meets(lanes, at: right) { right += 1 }
    leave(lanes.fast[right - 1], lanes.slow[right - 1], lanes.apart[right - 1], lanes.last[right - 1])
    return start + memory + right * distance
  }

  /// The averages of eight stretches.
  private struct Lanes {
    var fast, slow, last: Stretches.Lanes
    var apart = Stretches.Lanes()
    var hasFaded = SIMDMask<SIMD8<Int64>>(repeating: false)
    let fastWeight, slowWeight, weight: Stretches.Lanes

    /// The first stretch goes on, the others begin at a price that has stood still.
    @inline(__always) init(_ kernel: AverageConvergence, guess: Stretches.Lanes) {
      (fast, slow, last) = (guess, guess, Stretches.Lanes())
      (fast[0], slow[0], last[0]) = (kernel.fast.average[0], kernel.slow.average[0], kernel.signal[0])
      fastWeight = Stretches.Lanes(repeating: kernel.fast.weight)
      slowWeight = Stretches.Lanes(repeating: kernel.slow.weight)
      weight = Stretches.Lanes(repeating: kernel.weight)
    }

    @inline(__always) mutating func step(_ now: Stretches.Lanes) {
      fast += (now - fast) * fastWeight
      slow += (now - slow) * slowWeight
      apart = fast - slow
      last += (apart - last) * weight
      hasFaded .|= Negligible.isReached(last, price: now)
    }

    /// Whether stretch `right` began with what the one before it, in `ends`, came to.
    func meets(_ ends: Lanes, at right: Int) -> Bool {
      fast[right] == ends.fast[right - 1] && slow[right] == ends.slow[right - 1] && last[right] == ends.last[right - 1]
    }
  }
}
