import SimColumns

/// Mean and sum of squared deviations of the last n values of each symbol.
///
///     o = Σ (xᵢ - a) / n         q = Σ ((xᵢ - a) - o)²                   afresh, over the window, a its oldest value
///     d = x - g,  g the value n candles ago                              otherwise, see ``WindowRefresh``
///     o' = o + d / n             q' = q + d · (((x - a) - o') + ((g - a) - o))
///     mean = a + o
///
/// The mean is kept as its distance `o` from an anchor `a`, a price of the window, so that what is squared and summed
/// up is the moves and never the price: 10⁵ that moves by 10⁻⁴ has all digits of its deviation, where `Σx² - n·m²` would
/// have none. `q` is 0 when all values are equal; rounding may leave it below 0 by next to nothing.
/// - Complexity: 40 bytes read and 24 written a step, and 16 read for a fresh one's every candle.
/// - Source: B. P. Welford, "Note on a method for calculating corrected sums of squares and products", Technometrics 4
///   (1962), with one value replaced by another.
@frozen public struct SlidingMoments: Sendable {
  public typealias Lanes = SIMD8<Double>
  public let period: Int
  public let history: SlotRing  // the newest candle and the n before it
  public let anchor, offset: ColumnView<Double>
  // Written from candle n - 1 on.
  public let mean: ColumnView<Double>
  public let squares: ColumnView<Double>  // q, which is state too
  @usableFromInline let weight: Double  // 1 / n

  public init(
    period: Int, history: SlotRing, anchor: ColumnView<Double>, offset: ColumnView<Double>, mean: ColumnView<Double>,
    squares: ColumnView<Double>
  ) {
    precondition(period >= 1 && history.slotCount > period, "the history reaches behind the window")
    (self.period, self.history, self.anchor, self.offset) = (period, history, anchor, offset)
    (self.mean, self.squares) = (mean, squares)
    weight = 1 / Double(period)
  }

  /// The definition.
  @inlinable public func scalar(_ rows: Range<Int>, candle: Int) {
    guard candle >= period - 1 else { return }
    if WindowRefresh.isDue(candle: candle, period: period) {
      for row in rows { fresh(row, candle) }
      return
    }
    let (values, gones) = (history.at(candle: candle), history.at(candle: candle - period))
    for row in rows {
      let (value, gone) = (values[row], gones[row])
      let (a, o, q) = (anchor[row], offset[row], squares[row])
      let change = value - gone
      let nextOffset = o + change * weight
      let nextSquares = q + change * (((value - a) - nextOffset) + ((gone - a) - o))
      if 16 * nextSquares < q {
        fresh(row, candle)
      } else {
        offset[row] = nextOffset
        mean[row] = a + nextOffset
        squares[row] = nextSquares
      }
    }
  }

  /// The same, eight rows at a time.
  @inlinable public func vector(_ rows: Range<Int>, candle: Int) {
    vector(rows, candle: candle) { _, _, _ in }
    scalar(rows.upperBound - rows.count % 8..<rows.upperBound, candle: candle)
  }

  /// Whole groups of eight rows, each handed on while it is in registers.
  ///
  /// - Parameter use: what else is to be done with the eight means and squares from `row` on, once the window is full.
  @inlinable @inline(__always) func vector(
    _ rows: Range<Int>, candle: Int, _ use: (_ row: Int, _ mean: Lanes, _ squares: Lanes) -> Void
  ) {
    guard candle >= period - 1 else { return }
    let (anchor, offset, mean, squares, weight) = (anchor, offset, mean, squares, weight)
    let end = rows.upperBound - rows.count % 8
    var row = rows.lowerBound
    if WindowRefresh.isDue(candle: candle, period: period) {
      while row < end {
        freshLanes(row, candle)
        use(row, mean.load(row, as: Lanes.self), squares.load(row, as: Lanes.self))
        row &+= 8
      }
    } else {
      let (values, gones) = (history.at(candle: candle), history.at(candle: candle - period))
      while row < end {
        let value = values.load(row, as: Lanes.self)
        let gone = gones.load(row, as: Lanes.self)
        let a = anchor.load(row, as: Lanes.self)
        let o = offset.load(row, as: Lanes.self)
        let q = squares.load(row, as: Lanes.self)
        let change = value - gone
        let nextOffset = o + change * weight
        var nextMean = a + nextOffset
        var nextSquares = q + change * (((value - a) - nextOffset) + ((gone - a) - o))
        offset.store(nextOffset, row)
        mean.store(nextMean, row)
        squares.store(nextSquares, row)
        if any(16 * nextSquares .< q) {
          refresh(row, q, candle)
          nextMean = mean.load(row, as: Lanes.self)
          nextSquares = squares.load(row, as: Lanes.self)
        }
        use(row, nextMean, nextSquares)
        row &+= 8
      }
    }
  }

  /// Rare, and kept out of the loop, whose registers it would take.
  @inlinable @inline(never) func refresh(_ first: Int, _ before: Lanes, _ candle: Int) {
    for lane in 0..<8 where 16 * squares[first + lane] < before[lane] { fresh(first + lane, candle) }
  }

  @inlinable func fresh(_ row: Int, _ candle: Int) {
    let oldest = (candle - period + 1) % history.slotCount
    let a = history[oldest][row]
    var (sum, slot) = (0.0, oldest)
    for _ in 0..<period {
      sum += history[slot][row] - a
      slot = history.after(slot)
    }
    let o = sum * weight
    var q = 0.0
    slot = oldest
    for _ in 0..<period {
      let apart = (history[slot][row] - a) - o
      q += apart * apart
      slot = history.after(slot)
    }
    anchor[row] = a
    offset[row] = o
    mean[row] = a + o
    squares[row] = q
  }

  @inlinable func freshLanes(_ row: Int, _ candle: Int) {
    let oldest = (candle - period + 1) % history.slotCount
    let a = history[oldest].load(row, as: Lanes.self)
    var (sum, slot) = (Lanes(), oldest)
    for _ in 0..<period {
      sum += history[slot].load(row, as: Lanes.self) - a
      slot = history.after(slot)
    }
    let o = sum * weight
    var q = Lanes()
    slot = oldest
    for _ in 0..<period {
      let apart = (history[slot].load(row, as: Lanes.self) - a) - o
      q += apart * apart
      slot = history.after(slot)
    }
    anchor.store(a, row)
    offset.store(o, row)
    mean.store(a + o, row)
    squares.store(q, row)
  }
}
