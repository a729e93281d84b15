import SimColumns

extension WindowExtremes {
  /// The same along one symbol, that of row 0, from candle `candle` on.
  ///
  /// - Parameter tops, bottoms: one for each candle; NaN while the window is not full.
  public func series(
    candle: Int, high: ColumnView<Double>, low: ColumnView<Double>, tops: ColumnView<Double>,
    bottoms: ColumnView<Double>
  ) {
    precondition(low.count == high.count && tops.count == high.count && bottoms.count == high.count, "as many of all")
    Self.side(candle, period, high, highs, beginningHigh, highest, tops, Self.larger)
    Self.side(candle, period, low, lows, beginningLow, lowest, bottoms, Self.smaller)
  }

  /// One of the two extremes.
  @inline(__always) private static func side(
    _ candle: Int, _ period: Int, _ values: ColumnView<Double>, _ ring: SlotRing, _ beginning: ColumnView<Double>,
    _ result: ColumnView<Double>, _ extremes: ColumnView<Double>, _ pick: (Double, Double) -> Double
  ) {
    let (slots, step) = (ring.symbolZero, ring.stride)
    var slot = candle % period
    var begun = beginning[0]
    var place = 0
    while place < values.count {
      if slot == 0, candle + place > 0, period > 1 {
        var end = slots[(period - 1) * step]
        for slot in stride(from: period - 2, through: 1, by: -1) {
          end = pick(slots[slot * step], end)
          slots[slot * step] = end
        }
      }
      if slot == 0 { begun = values[place] }
      // To the end of the block, whose last window has nothing of the block before.
      let end = min(values.count, place + period - slot)
      let isFull = candle + place >= period - 1
      while place < end {
        begun = pick(values[place], begun)
        slots[slot * step] = values[place]
        slot += 1
        if slot < period { extremes[place] = isFull ? pick(slots[slot * step], begun) : .nan }
        place += 1
      }
      if slot == period {
        extremes[place - 1] = begun
        slot = 0
      }
    }
    beginning[0] = begun
    if candle + values.count >= period, values.count > 0 { result[0] = extremes[values.count - 1] }
  }
}
