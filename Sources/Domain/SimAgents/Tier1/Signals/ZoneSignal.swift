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

  /// Whether a value at a zone's edge is inside: all in which two strategies differ.
  enum Edge {
    case outside, inside
  }

  /// The definition.
  /// - Parameter values: row = lane.
  func scalar(_ rows: Range<Int>, _ values: ColumnView<Double>, edge: Edge) {
    for row in rows { move(row, values[Int(lane[row])], edge) }
  }

  /// The same, eight agents at a time.
  @inline(__always)
  func vector(_ rows: Range<Int>, _ values: ColumnView<Double>, edge: Edge) {
    EightRows.scan(rows, step) { row in
      let value = EightRows.values(values, of: lane, row)
      let (low, high) = (EightRows.levels(low, row), EightRows.levels(high, row))
      let (exit, stances) = (EightRows.levels(exit, row), EightRows.stances(stance, row))
      return EightRows.bits(
        Self.changes(value.low, low.low, high.low, exit.low, stances.low, edge),
        Self.changes(value.high, low.high, high.high, exit.high, stances.high, edge))
    } move: { row in
      move(row, values[Int(lane[row])], edge)
    }
  }

  /// Whose stance changes. Out of the middle one leaves a stance s when s · value ≥ s · exit.
  @inline(__always)
  private static func changes(
    _ value: SIMD4<Double>, _ low: SIMD4<Double>, _ high: SIMD4<Double>, _ exit: SIMD4<Double>,
    _ stance: SIMD4<Double>, _ edge: Edge
  ) -> EightRows.Mask {
    let enters = edge == .inside ? (value .<= low) .| (high .<= value) : (value .< low) .| (high .< value)
    let isFlat = stance .== SIMD4<Double>()
    return (enters .& isFlat) .| ((stance * value .>= stance * exit) .& .!isFlat)
  }

  @inline(__always) private func move(_ row: Int, _ value: Double, _ edge: Edge) {
    let exit = Double(exit[row])
    let (low, high) = (Double(low[row]), Double(high[row]))
    let isLow = edge == .inside ? value <= low : value < low
    let isHigh = edge == .inside ? high <= value : high < value
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
