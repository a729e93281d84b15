import SimColumns

/// The highest high and the lowest low of the last `period` candles of each symbol.
///
///     highest = max(end of the last block, beginning of this one)          see ``WindowStep``
///
/// No scan of the window, whatever its length.
/// - Complexity: 48 bytes read and 48 written a step; another 48 a step on average when blocks close.
@frozen public struct WindowExtremes: Sendable {
  public let period: Int
  public let highs, lows: SlotRing  // this block's; in the slots behind them the extremes of the last block's ends
  public let beginningHigh, beginningLow: ColumnView<Double>  // of this block so far
  public let highest, lowest: ColumnView<Double>  // written when the window is full

  public init(
    period: Int, highs: SlotRing, lows: SlotRing, beginningHigh: ColumnView<Double>, beginningLow: ColumnView<Double>,
    highest: ColumnView<Double>, lowest: ColumnView<Double>
  ) {
    precondition(period >= 1 && highs.slotCount == period && lows.slotCount == period, "a slot for each candle")
    (self.period, self.highs, self.lows) = (period, highs, lows)
    (self.beginningHigh, self.beginningLow) = (beginningHigh, beginningLow)
    (self.highest, self.lowest) = (highest, lowest)
  }

  /// The definition.
  @inlinable public func scalar(
    _ rows: Range<Int>, candle: Int, high: ColumnView<Double>, low: ColumnView<Double>
  ) {
    let step = WindowStep(candle: candle, period: period)
    for row in rows {
      if step.closesBlock {
        for slot in stride(from: period - 2, through: 1, by: -1) {
          highs[slot][row] = Self.larger(highs[slot][row], highs[slot + 1][row])
          lows[slot][row] = Self.smaller(lows[slot][row], lows[slot + 1][row])
        }
      }
      highs[step.slot][row] = high[row]
      lows[step.slot][row] = low[row]
      if step.slot == 0 {
        beginningHigh[row] = high[row]
        beginningLow[row] = low[row]
      }
      beginningHigh[row] = Self.larger(high[row], beginningHigh[row])
      beginningLow[row] = Self.smaller(low[row], beginningLow[row])
      guard step.isFull else { continue }
      let hasOlder = step.olderCount > 0
      highest[row] = hasOlder ? Self.larger(highs[step.slot + 1][row], beginningHigh[row]) : beginningHigh[row]
      lowest[row] = hasOlder ? Self.smaller(lows[step.slot + 1][row], beginningLow[row]) : beginningLow[row]
    }
  }

  /// The same, eight rows at a time.
  @inlinable public func vector(
    _ rows: Range<Int>, candle: Int, high: ColumnView<Double>, low: ColumnView<Double>
  ) {
    let step = WindowStep(candle: candle, period: period)
    let end = rows.upperBound - rows.count % 8
    let whole = rows.lowerBound..<end
    Self.side(whole, step, period, high, highs, beginningHigh, highest) { $1.replacing(with: $0, where: $0 .> $1) }
    Self.side(whole, step, period, low, lows, beginningLow, lowest) { $1.replacing(with: $0, where: $0 .< $1) }
    scalar(end..<rows.upperBound, candle: candle, high: high, low: low)
  }

  /// One of the two extremes.
  /// - Parameter pick: the more extreme of two, the second when they are equal.
  @inlinable @inline(__always) static func side(
    _ rows: Range<Int>, _ step: WindowStep, _ period: Int, _ values: ColumnView<Double>, _ ring: SlotRing,
    _ beginning: ColumnView<Double>, _ result: ColumnView<Double>,
    _ pick: (SIMD8<Double>, SIMD8<Double>) -> SIMD8<Double>
  ) {
    typealias Lanes = SIMD8<Double>
    if step.closesBlock {
      for slot in stride(from: period - 2, through: 1, by: -1) {
        let (here, behind) = (ring[slot], ring[slot + 1])
        for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 8) {
          here.store(pick(here.load(row, as: Lanes.self), behind.load(row, as: Lanes.self)), row)
        }
      }
    }
    let slot = ring[step.slot]
    let start = step.slot == 0 ? values : beginning
    let older = step.olderCount > 0 ? ring[step.slot + 1] : slot  // without an older part: the value itself again
    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 8) {
      let value = values.load(row, as: Lanes.self)
      let extreme = pick(value, start.load(row, as: Lanes.self))
      slot.store(value, row)
      beginning.store(extreme, row)
      if step.isFull { result.store(pick(older.load(row, as: Lanes.self), extreme), row) }
    }
  }

  @inlinable @inline(__always) static func larger(_ a: Double, _ b: Double) -> Double { a > b ? a : b }
  @inlinable @inline(__always) static func smaller(_ a: Double, _ b: Double) -> Double { a < b ? a : b }
}
