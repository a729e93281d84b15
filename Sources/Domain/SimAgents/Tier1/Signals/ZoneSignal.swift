import SimColumns

/// A signal of two zones: buy when a value enters the low one, sell when it enters the high one, go back to where one
/// was when it has returned to the middle.
///
///                    value enters low        value ≥ exit
///     stance  0  ──────── buy ──────▶  +1  ─── closeLong ───▶  0
///             0  ──────── sell ─────▶  -1  ─── closeShort ──▶  0
///                    value enters high       value ≤ exit
///
/// The stance remembers, so a value that stays in a zone, or leaves and enters it again before it has been in the
/// middle, asks for nothing more. One step a candle: whoever jumps from one zone into the other first closes, and
/// enters in the candle after that. An unknown value (NaN) asks for nothing.
struct ZoneSignal {
  // Row = agent of the population.
  let lane: ColumnView<UInt8>
  let low, high, exit: ColumnView<Float>
  let stance: ColumnView<Int8>  // in and out
  let step: ColumnView<UInt8>  // out: ``SignalStep``

  /// - Parameters:
  ///   - values: row = lane.
  ///   - isBeyond: whether a value is in a zone that begins at a level, both counted towards the zone's inside;
  ///     `<` or `<=`, which is all in which two strategies differ.
  @inline(__always)
  func scan(_ rows: Range<Int>, _ values: ColumnView<Double>, isBeyond: (Double, Double) -> Bool) {
    for row in rows {
      let value = values[Int(lane[row])]
      let exit = Double(exit[row])
      let isLow = isBeyond(value, Double(low[row]))
      let isHigh = isBeyond(Double(high[row]), value)
      switch stance[row] {
      case 0:
        step[row] = isLow ? SignalStep.buy : isHigh ? SignalStep.sell : SignalStep.none
        stance[row] = isLow ? 1 : isHigh ? -1 : 0
      case 1:
        step[row] = value >= exit ? SignalStep.closeLong : SignalStep.none
        stance[row] = value >= exit ? 0 : 1
      default:
        step[row] = value <= exit ? SignalStep.closeShort : SignalStep.none
        stance[row] = value <= exit ? 0 : -1
      }
    }
  }
}
