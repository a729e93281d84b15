import SimColumns

/// One period of risk for a run of accounts that hold the same symbol: mark to market, four moments, downside, peak,
/// worst fall and the longest time under water.
///
///     equity   e[t] = cash + quantity · price                exact: whole numbers below 2^53
///     return   s    = 1024 · (e[t] - e[t-1]) / e[t-1]        0 when e[t-1] ≤ 0; cut to ± 2^30
///     sums     Σs, Σs², Σs³, Σs⁴, Σ min(s - target, 0)²
///     peak     p    = max(p, e[t])
///     fall     f    = (p - e[t]) / p                         0 when p ≤ 0
///     worst    d    = max(d, f)
///     at peak  m    = f > 0 ? m : t                          the last mark that was not below the peak
///     longest  l    = f > 0 ? l : max(l, t - 1 - m)          marks in a row below it, told when they are over
///
/// The fall that is under way at mark `t` has lasted `t - m` marks.
///
/// Money at 1/10,000 dollar, `price` per share. A map, row by row: no sum crosses rows, so the cut into chunks cannot
/// show. Differences are taken exactly in double precision, quotients and the sums of a block in single precision; see
/// ``MomentBlock`` for the scale, and ``MomentTotals`` for what becomes of a block.
///
/// - Complexity: one pass, 52 bytes read and 28 written a row; where a row of eight reaches its peak, 8 and 16 more, and
///   where one has its worst fall, 4.
public struct RiskMomentUpdate: Sendable {
  public let cash: ColumnView<Int64>
  public let quantity: ColumnView<Int32>
  public let equity, peak: ColumnView<Double>
  public let block: MomentBlock
  public let maxDrawdown: ColumnView<Float>
  public let peakMark, longestUnderwater: ColumnView<Int32>  // marks since the start; periods
  /// Return per period that separates gains from downside, scaled.
  @usableFromInline let scaledTarget: Float

  /// - Parameter target: return per period, as a fraction.
  public init(
    cash: ColumnView<Int64>, quantity: ColumnView<Int32>, equity: ColumnView<Double>, peak: ColumnView<Double>,
    block: MomentBlock, maxDrawdown: ColumnView<Float>, peakMark: ColumnView<Int32>,
    longestUnderwater: ColumnView<Int32>, target: Double = 0
  ) {
    (self.cash, self.quantity, self.equity, self.peak) = (cash, quantity, equity, peak)
    (self.block, self.maxDrawdown) = (block, maxDrawdown)
    (self.peakMark, self.longestUnderwater) = (peakMark, longestUnderwater)
    scaledTarget = Float(target) * MomentBlock.scale
  }

  /// The definition. - Parameter mark: its number; the first one since the start is 1.
  @inlinable public func scalar(_ rows: Range<Int>, price: Double, mark: Int32) {
    for row in rows {
      let before = equity[row]
      let now = ExactDouble.from(cash[row]) + Double(quantity[row]) * price
      var s = before > 0 ? Float(now - before) / Float(before) * MomentBlock.scale : 0
      if s > MomentBlock.scaledMax { s = MomentBlock.scaledMax }
      if -MomentBlock.scaledMax > s { s = -MomentBlock.scaledMax }
      let square = s * s
      let shortfall = 0 > s - scaledTarget ? s - scaledTarget : 0
      block.first[row] += s
      block.second[row] += square
      block.third[row] += square * s
      block.fourth[row] += square * square
      block.downside[row] += shortfall * shortfall

      let highest = now > peak[row] ? now : peak[row]
      let fall = highest > 0 ? Float(highest - now) / Float(highest) : 0
      if fall > maxDrawdown[row] { maxDrawdown[row] = fall }
      if !(fall > 0) {
        let length = mark &- 1 &- peakMark[row]
        if length > longestUnderwater[row] { longestUnderwater[row] = length }
        peakMark[row] = mark
        peak[row] = highest
      }
      equity[row] = now
    }
  }

  /// The same, eight rows at a time. Most are below their peak, and above their worst fall: what neither changes is not
  /// written, and the marks of the peak not even read.
  @inlinable public func vector(_ rows: Range<Int>, price: Double, mark: Int32) {
    // Held in locals, so that the loop reloads no pointer after a store.
    let (cash, quantity, equity, peak) = (cash, quantity, equity, peak)
    let (first, second, third, fourth) = (block.first, block.second, block.third, block.fourth)
    let (downside, maxDrawdown) = (block.downside, maxDrawdown)
    let (peakMark, longestUnderwater) = (peakMark, longestUnderwater)
    let prices = SIMD4<Double>(repeating: price)
    let scale = SIMD8<Float>(repeating: MomentBlock.scale)
    let limit = SIMD8<Float>(repeating: MomentBlock.scaledMax)
    let target = SIMD8<Float>(repeating: scaledTarget)
    let zero = SIMD8<Float>()
    var row = rows.lowerBound
    while row &+ 8 <= rows.upperBound {
      let beforeLow = equity.load(row, as: SIMD4<Double>.self)
      let beforeHigh = equity.load(row &+ 4, as: SIMD4<Double>.self)
      let nowLow =
        ExactDouble.from(cash.load(row, as: SIMD4<Int64>.self))
        + SIMD4<Double>(quantity.load(row, as: SIMD4<Int32>.self)) * prices
      let nowHigh =
        ExactDouble.from(cash.load(row &+ 4, as: SIMD4<Int64>.self))
        + SIMD4<Double>(quantity.load(row &+ 4, as: SIMD4<Int32>.self)) * prices

      var s =
        Self.ratio(
          SIMD8(lowHalf: SIMD4<Float>(nowLow - beforeLow), highHalf: SIMD4<Float>(nowHigh - beforeHigh)),
          SIMD8(lowHalf: SIMD4<Float>(beforeLow), highHalf: SIMD4<Float>(beforeHigh))) * scale
      s.replace(with: limit, where: s .> limit)
      s.replace(with: -limit, where: -limit .> s)
      let square = s * s
      let excess = s - target
      let shortfall = zero.replacing(with: excess, where: zero .> excess)
      first.store(first.load(row, as: SIMD8<Float>.self) + s, row)
      second.store(second.load(row, as: SIMD8<Float>.self) + square, row)
      third.store(third.load(row, as: SIMD8<Float>.self) + square * s, row)
      fourth.store(fourth.load(row, as: SIMD8<Float>.self) + square * square, row)
      downside.store(downside.load(row, as: SIMD8<Float>.self) + shortfall * shortfall, row)

      let peakLow = Self.larger(nowLow, peak.load(row, as: SIMD4<Double>.self))
      let peakHigh = Self.larger(nowHigh, peak.load(row &+ 4, as: SIMD4<Double>.self))
      let fall = Self.ratio(
        SIMD8(lowHalf: SIMD4<Float>(peakLow - nowLow), highHalf: SIMD4<Float>(peakHigh - nowHigh)),
        SIMD8(lowHalf: SIMD4<Float>(peakLow), highHalf: SIMD4<Float>(peakHigh)))
      let worst = maxDrawdown.load(row, as: SIMD8<Float>.self)
      let isWorse = fall .> worst
      if VectorBits.isAnySet(isWorse) { maxDrawdown.store(worst.replacing(with: fall, where: isWorse), row) }

      let isBelow = fall .> zero
      if VectorBits.isAnySet(.!isBelow) {
        let marks = SIMD8<Int32>(repeating: mark)
        let since = peakMark.load(row, as: SIMD8<Int32>.self)
        let length = marks &- 1 &- since
        let longest = longestUnderwater.load(row, as: SIMD8<Int32>.self)
        let longer = length.replacing(with: longest, where: isBelow .| (longest .> length))
        longestUnderwater.store(longer, row)
        peakMark.store(marks.replacing(with: since, where: isBelow), row)
        peak.store(peakLow, row)
        peak.store(peakHigh, row &+ 4)
      }
      equity.store(nowLow, row)
      equity.store(nowHigh, row &+ 4)
      row &+= 8
    }
    scalar(row..<rows.upperBound, price: price, mark: mark)
  }

  /// `a / b`, and 0 where `b` is not positive.
  @inlinable @inline(__always) static func ratio(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
    SIMD8<Float>().replacing(with: a / b, where: b .> SIMD8<Float>())
  }

  @inlinable @inline(__always) static func larger(_ a: SIMD4<Double>, _ b: SIMD4<Double>) -> SIMD4<Double> {
    b.replacing(with: a, where: a .> b)
  }
}
