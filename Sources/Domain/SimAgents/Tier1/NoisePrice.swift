import SimColumns
import SimRandom

/// Where noise traders put their limits, a run of orders at a time.
///
///     d     = deviation · (u · (1 + aggression) - aggression)                  u = word / 2^32
///     limit = estimate · (1 - d) to buy, estimate · (1 + d) to sell
///
/// in ticks, to the nearest one, halves to the even one; at least 1 and at most ``ticksMax``.
enum NoisePrice {
  /// A price that leaves room for every column of the market.
  static let ticksMax = 1_073_741_824.0
  /// Adding it leaves no room for a fraction: the low 32 bits of the sum are the rounded number.
  private static let magic = 0x1.8p52

  struct Columns {
    let estimate: ColumnView<Double>  // ticks
    let deviation, aggression: ColumnView<Float>
    let word: ColumnView<UInt32>
    let sells: ColumnView<Int32>  // 1 to sell, 0 to buy
    let limit: ColumnView<Int32>  // out: ticks
  }

  /// The definition.
  static func scalar(_ rows: Range<Int>, _ columns: Columns) {
    for row in rows {
      let aggression = Double(columns.aggression[row])
      let u = UniformReal.unit(columns.word[row])
      let d = Double(columns.deviation[row]) * (u * (1 + aggression) - aggression)
      let side = Double(2 &* columns.sells[row] &- 1)
      let exact = columns.estimate[row] * (1 + d * side)
      let capped = exact < ticksMax ? exact : ticksMax
      let limit = Int32(truncatingIfNeeded: (capped + magic).bitPattern)
      columns.limit[row] = limit > 1 ? limit : 1
    }
  }

  /// The same, eight orders at a time.
  static func vector(_ rows: Range<Int>, _ columns: Columns) {
    var row = rows.lowerBound
    while row &+ 8 <= rows.upperBound {
      let u = UniformReal.unit(columns.word.load(row, as: SIMD8<UInt32>.self))
      let limit = SIMD8<Int32>(
        lowHalf: limits(row, u.lowHalf, columns), highHalf: limits(row &+ 4, u.highHalf, columns))
      let one = SIMD8<Int32>(repeating: 1)
      columns.limit.store(one.replacing(with: limit, where: limit .> one), row)
      row &+= 8
    }
    scalar(row..<rows.upperBound, columns)
  }

  @inline(__always)
  private static func limits(_ row: Int, _ u: SIMD4<Double>, _ columns: Columns) -> SIMD4<Int32> {
    let one = SIMD4<Double>(repeating: 1)
    let aggression = SIMD4<Double>(columns.aggression.load(row, as: SIMD4<Float>.self))
    let d =
      SIMD4<Double>(columns.deviation.load(row, as: SIMD4<Float>.self)) * (u * (one + aggression) - aggression)
    let sells = columns.sells.load(row, as: SIMD4<Int32>.self)
    let side = SIMD4<Double>(sells &+ sells &- SIMD4(repeating: 1))
    let exact = columns.estimate.load(row, as: SIMD4<Double>.self) * (one + d * side)
    let most = SIMD4<Double>(repeating: ticksMax)
    let capped = most.replacing(with: exact, where: exact .< most)
    return SIMD4<Int32>(truncatingIfNeeded: VectorBits.integers(capped + SIMD4(repeating: magic)))
  }
}
