import SimColumns

/// What a move of the price means for some rows' boundaries: which of them it has passed, and how far the price can go
/// from here without passing another.
///
///     boundary b lies between the prices b and b + 1
///     passed    b of the first column, with  min(price, before) ≤ b < max(price, before)
///     low       1 + max { b | b < price }          1 when there is none
///     high          min { b | b ≥ price }          Int32.max when there is none
///
/// where `low` and `high` look at two columns of boundaries. A move over several passes all of them. Prices are 1 ..<
/// `Int32.max`, boundaries are not negative; `Int32.max` is one that no move passes.
///
/// Modulo 2³² the distance *b* - *price* answers everything: it is small for a boundary at or above the price, from 2³¹
/// on for one below, and passed are those nearer than `before` on its side.
@frozen public struct PriceMove: Equatable, Sendable {
  public var low, high: Int32  // price ticks, both inside
  public var passed: UInt64  // a bit for each row, `rows.lowerBound` lowest

  @inlinable init(low: Int32, high: Int32, passed: UInt64) {
    (self.low, self.high, self.passed) = (low, high, passed)
  }

  /// The definition.
  /// - Parameters:
  ///   - rows: up to 64.
  ///   - first, second: boundaries, price ticks.
  ///   - price: where the price is now.
  ///   - before: where it was.
  @inlinable public static func scalar(
    _ rows: Range<Int>, first: ColumnView<Int32>, second: ColumnView<Int32>, price: Int32, before: Int32
  ) -> PriceMove {
    var (low, high) = (Int32(1), Int32.max)
    for row in rows {
      for boundary in [first[row], second[row]] {
        if boundary < price { low = max(low, boundary + 1) } else { high = min(high, boundary) }
      }
    }
    let passed = RowWord.scalar(rows) { first[$0] >= min(price, before) && first[$0] < max(price, before) }
    return PriceMove(low: low, high: high, passed: passed)
  }

  /// The same, eight rows at a time.
  ///
  /// A call of its own: inlined, the compiler would shrink the answers to bytes eight rows at a time, not once.
  /// - Complexity: reads 8 bytes a row; no allocation.
  @inlinable @inline(never)
  public static func vector(
    _ rows: Range<Int>, first: ColumnView<Int32>, second: ColumnView<Int32>, price: Int32, before: Int32
  ) -> PriceMove {
    // Distances less 2³¹: vectors compare signed. The first extremes are those when nothing is in the way.
    let origin = price &+ .min
    let origins = SIMD8(repeating: origin)
    var nearestAbove = SIMD8(repeating: Int32.max &- origin)
    var nearestBelow = SIMD8(repeating: 0 &- origin)
    // Seen from the other side, a distance is its complement.
    let side = before > price ? Int32(0) : -1
    let (sides, span) = (SIMD8(repeating: side), max(before &- price, price &- before) &+ .min)
    let spans = SIMD8(repeating: span)
    let passed = RowWord.vector(
      rows,
      eight: { row in
        let a = first.load(row, as: SIMD8<Int32>.self) &- origins
        let b = second.load(row, as: SIMD8<Int32>.self) &- origins
        nearestAbove = smaller(smaller(nearestAbove, a), b)
        nearestBelow = larger(larger(nearestBelow, a), b)
        return (a ^ sides) .< spans
      },
      one: { row in
        let (a, b) = (first[row] &- origin, second[row] &- origin)
        nearestAbove = smaller(nearestAbove, SIMD8(repeating: min(a, b)))
        nearestBelow = larger(nearestBelow, SIMD8(repeating: max(a, b)))
        return a ^ side < span
      })
    return PriceMove(low: nearestBelow.max() &+ origin &+ 1, high: nearestAbove.min() &+ origin, passed: passed)
  }

  @inlinable @inline(__always) static func smaller(_ a: SIMD8<Int32>, _ b: SIMD8<Int32>) -> SIMD8<Int32> {
    a.replacing(with: b, where: b .< a)
  }
  @inlinable @inline(__always) static func larger(_ a: SIMD8<Int32>, _ b: SIMD8<Int32>) -> SIMD8<Int32> {
    a.replacing(with: b, where: b .> a)
  }
}
