import SimColumns

/// The sum of the last `period` values of each symbol, times a constant: with `1 / period` their mean.
///
///     result = scale · (Σ end of the last block + Σ beginning of this one)          see ``WindowStep``
///
/// Every value is added, none is taken off again: no drift.
/// - Complexity: 32 bytes read and 24 written a step; once every `period` steps 16 bytes read and 8 written for each
///   slot, another 24 bytes a step on average.
@frozen public struct WindowSum: Sendable {
  public let period: Int
  public let scale: Double
  public let ring: SlotRing  // this block's values; in the slots behind them the sums of the last block's ends
  public let beginning: ColumnView<Double>  // sum of this block so far
  public let result: ColumnView<Double>  // written when the window is full

  public init(
    period: Int, scale: Double, ring: SlotRing, beginning: ColumnView<Double>, result: ColumnView<Double>
  ) {
    precondition(period >= 1 && ring.slotCount == period, "a slot for each candle of the window")
    (self.period, self.scale, self.ring, self.beginning, self.result) = (period, scale, ring, beginning, result)
  }

  /// The definition.
  @inlinable public func scalar(_ rows: Range<Int>, candle: Int, _ values: ColumnView<Double>) {
    let step = WindowStep(candle: candle, period: period)
    for row in rows {
      if step.closesBlock {
        for slot in stride(from: period - 2, through: 1, by: -1) { ring[slot][row] += ring[slot + 1][row] }
      }
      if step.slot == 0 { beginning[row] = 0 }
      beginning[row] += values[row]
      ring[step.slot][row] = values[row]
      if step.olderCount > 0 {
        result[row] = scale * (ring[step.slot + 1][row] + beginning[row])
      } else if step.isFull {
        result[row] = scale * beginning[row]
      }
    }
  }

  /// The same, eight rows at a time.
  @inlinable public func vector(_ rows: Range<Int>, candle: Int, _ values: ColumnView<Double>) {
    typealias Lanes = SIMD8<Double>
    let step = WindowStep(candle: candle, period: period)
    let end = rows.upperBound - rows.count % 8
    let whole = rows.lowerBound..<end
    if step.closesBlock { turn(whole) }
    if step.slot == 0 { beginning.fill(whole, with: 0) }
    let (beginning, result, slot) = (beginning, result, ring[step.slot])
    let scale = Lanes(repeating: scale)
    if step.olderCount > 0 {
      let older = ring[step.slot + 1]
      for row in stride(from: rows.lowerBound, to: end, by: 8) {
        let value = values.load(row, as: Lanes.self)
        let sum = beginning.load(row, as: Lanes.self) + value
        beginning.store(sum, row)
        slot.store(value, row)
        result.store(scale * (older.load(row, as: Lanes.self) + sum), row)
      }
    } else {
      for row in stride(from: rows.lowerBound, to: end, by: 8) {
        let value = values.load(row, as: Lanes.self)
        let sum = beginning.load(row, as: Lanes.self) + value
        beginning.store(sum, row)
        slot.store(value, row)
        if step.isFull { result.store(scale * sum, row) }
      }
    }
    scalar(end..<rows.upperBound, candle: candle, values)
  }

  /// Replaces the last block's values by the sums of its ends.
  @inlinable func turn(_ rows: Range<Int>) {
    for slot in stride(from: period - 2, through: 1, by: -1) {
      let (values, behind) = (ring[slot], ring[slot + 1])
      for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 8) {
        values.store(values.load(row, as: SIMD8<Double>.self) + behind.load(row, as: SIMD8<Double>.self), row)
      }
    }
  }
}
