/// Where a decaying average ends.
///
///     a → 0          when |a| < 2⁻⁶⁴ · price
///
/// An average of changes fades by a constant factor as long as the price stands still. After some thousand candles it
/// would be a denormal number: noise in ratios, and a hundred times slower to compute with. 2⁻⁶⁴ of the price is two
/// thousand times less than the rounding of the price itself.
@usableFromInline enum Negligible {
  @usableFromInline static let share = 0x1p-64

  @inlinable @inline(__always) static func isReached(_ average: Double, price: Double) -> Bool {
    average.magnitude < share * price
  }

  @inlinable @inline(__always) static func isReached(
    _ average: SIMD8<Double>, price: SIMD8<Double>
  ) -> SIMDMask<SIMD8<Int64>> {
    let limit = share * price
    return (average .< limit) .& (average .> -limit)
  }

  @inlinable @inline(__always) static func cleared(_ average: Double, price: Double) -> Double {
    isReached(average, price: price) ? 0 : average
  }

  @inlinable @inline(__always) static func cleared(_ average: SIMD8<Double>, price: SIMD8<Double>) -> SIMD8<Double> {
    average.replacing(with: 0, where: isReached(average, price: price))
  }
}
