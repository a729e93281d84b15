import SimColumns

/// Simple moving average of each symbol: the mean of the last n values.
///
///     mean = a + Σ (xᵢ - a) / n                    afresh, over the window, a its oldest value
///     mean = mean + (x - x n candles ago) / n      otherwise, see ``WindowRefresh``
///
/// - Complexity: 24 bytes read and 8 written a step, and 8 read for a fresh one's every candle.
@frozen public struct SlidingMean: Sendable {
  public typealias Lanes = SIMD8<Double>
  public let period: Int
  public let history: SlotRing  // the newest candle and the n before it
  public let mean: ColumnView<Double>  // written from candle n - 1 on
  @usableFromInline let weight: Double  // 1 / n

  public init(period: Int, history: SlotRing, mean: ColumnView<Double>) {
    precondition(period >= 1 && history.slotCount > period, "the history reaches behind the window")
    (self.period, self.history, self.mean) = (period, history, mean)
    weight = 1 / Double(period)
  }

  /// The definition.
  @inlinable public func scalar(_ rows: Range<Int>, candle: Int) {
    guard candle >= period - 1 else { return }
    if WindowRefresh.isDue(candle: candle, period: period) {
      for row in rows { mean[row] = fresh(row, candle) }
      return
    }
    let (values, gone) = (history.at(candle: candle), history.at(candle: candle - period))
    for row in rows {
      let before = mean[row]
      let next = before + (values[row] - gone[row]) * weight
      mean[row] = Self.hasFallen(from: before, to: next) ? fresh(row, candle) : next
    }
  }

  /// The same, eight rows at a time.
  @inlinable public func vector(_ rows: Range<Int>, candle: Int) {
    guard candle >= period - 1 else { return }
    let (mean, weight) = (mean, weight)
    let end = rows.upperBound - rows.count % 8
    var row = rows.lowerBound
    if WindowRefresh.isDue(candle: candle, period: period) {
      while row < end {
        mean.store(freshLanes(row, candle), row)
        row &+= 8
      }
    } else {
      let (values, gone) = (history.at(candle: candle), history.at(candle: candle - period))
      while row < end {
        let before = mean.load(row, as: Lanes.self)
        let next = before + (values.load(row, as: Lanes.self) - gone.load(row, as: Lanes.self)) * weight
        mean.store(next, row)
        if any(256 * (next * next) .< before * before) { refresh(row, before, candle) }
        row &+= 8
      }
    }
    scalar(row..<rows.upperBound, candle: candle)
  }

  /// To less than a sixteenth. Squares instead of magnitudes: one comparison for either sign.
  @inlinable static func hasFallen(from before: Double, to next: Double) -> Bool {
    256 * (next * next) < before * before
  }

  /// Rare, and kept out of the loop, whose registers it would take.
  @inlinable @inline(never) func refresh(_ first: Int, _ before: Lanes, _ candle: Int) {
    for lane in 0..<8 where Self.hasFallen(from: before[lane], to: mean[first + lane]) {
      mean[first + lane] = fresh(first + lane, candle)
    }
  }

  @inlinable func fresh(_ row: Int, _ candle: Int) -> Double {
    var slot = (candle - period + 1) % history.slotCount
    let a = history[slot][row]
    var sum = 0.0
    for _ in 0..<period {
      sum += history[slot][row] - a
      slot = history.after(slot)
    }
    return a + sum * weight
  }

  @inlinable func freshLanes(_ row: Int, _ candle: Int) -> Lanes {
    var slot = (candle - period + 1) % history.slotCount
    let a = history[slot].load(row, as: Lanes.self)
    var sum = Lanes()
    for _ in 0..<period {
      sum += history[slot].load(row, as: Lanes.self) - a
      slot = history.after(slot)
    }
    return a + sum * weight
  }
}
