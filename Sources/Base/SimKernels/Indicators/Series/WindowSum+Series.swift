import SimColumns

extension WindowSum {
  /// The same along one symbol, that of row 0, from candle `candle` on: the beginning's sum is in a register.
  ///
  /// - Parameter sums: one for each value; NaN while the window is not full.
  public func series(candle: Int, _ values: ColumnView<Double>, into sums: ColumnView<Double>) {
    precondition(sums.count == values.count, "a result for each value")
    let (period, scale, slots, step) = (period, scale, ring.symbolZero, ring.stride)
    var slot = candle % period
    var begun = beginning[0]
    var place = 0
    while place < values.count {
      if slot == 0, candle + place > 0 { turn(slots, step) }
      if slot == 0 { begun = 0 }
      // To the end of the block, whose last window has nothing of the block before.
      let end = min(values.count, place + period - slot)
      let isFull = candle + place >= period - 1
      while place < end {
        begun += values[place]
        slots[slot * step] = values[place]
        slot += 1
        if slot < period { sums[place] = isFull ? scale * (slots[slot * step] + begun) : .nan }
        place += 1
      }
      if slot == period {
        sums[place - 1] = scale * begun
        slot = 0
      }
    }
    beginning[0] = begun
    if candle + values.count >= period, values.count > 0 { result[0] = sums[values.count - 1] }
  }

  private func turn(_ slots: ColumnView<Double>, _ step: Int) {
    guard period > 1 else { return }
    var sum = slots[(period - 1) * step]
    for slot in stride(from: period - 2, through: 1, by: -1) {
      sum = slots[slot * step] + sum
      slots[slot * step] = sum
    }
  }
}
