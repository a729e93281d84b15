import SimColumns
import SimRandom

/// What a crowd's orders are like, from their random words, a run at a time: sides, limits and sizes, before anybody asks
/// what the account can pay.
///
///     buys    unit(side) < buying              reaches across    unit(reach) < aggressive
///     limit   last · (1 - d) to buy, last · (1 + d) to sell, the other way round to reach across
///             to the nearest tick, halves upwards, 1 … 10⁹                  d: a draw of `distances`
///     wanted  a draw of `sizes`, to the nearest share, 1 … maxSize
enum PoolOrders {
  /// What the orders of an account have in common in a tick.
  struct Terms {
    var last, buying, aggressive: Double
    var maxSize: Int32
    var distances, sizes: QuantileTable.View
  }

  struct Columns {
    let side, reach, distance, size: ColumnView<UInt32>  // words
    let sells, limit, wanted: ColumnView<Int32>  // out: 1 to sell and 0 to buy; ticks; shares
  }

  /// The definition.
  static func scalar(_ rows: Range<Int>, _ columns: Columns, _ terms: Terms) {
    for row in rows {
      let isBuy = UniformReal.unit(columns.side[row]) < terms.buying
      let isAggressive = UniformReal.unit(columns.reach[row]) < terms.aggressive
      let distance = terms.distances.draw(columns.distance[row])
      let exact = terms.last * (isBuy == isAggressive ? 1 + distance : 1 - distance)
      columns.sells[row] = isBuy ? 0 : 1
      columns.limit[row] = Int32(max(1, min(exact, limitMax).rounded()))
      columns.wanted[row] = PoolDraws.whole(terms.sizes.draw(columns.size[row]), least: 1, most: terms.maxSize)
    }
  }

  /// The same, four orders at a time and without a branch: which side an order takes is a coin toss.
  @inline(__always)
  static func vector(_ rows: Range<Int>, _ columns: Columns, _ terms: Terms) {
    var row = rows.lowerBound
    while row &+ 4 <= rows.upperBound {
      let isBuy = unit(columns.side.load(row, as: SIMD4<UInt32>.self)) .< terms.buying
      let isAggressive = unit(columns.reach.load(row, as: SIMD4<UInt32>.self)) .< terms.aggressive
      let distance = terms.distances.draw(columns.distance.load(row, as: SIMD4<UInt32>.self))
      let move = distance.replacing(with: -distance, where: isBuy .^ isAggressive)
      let limits = nearest(capped(terms.last * (1 + move), limitMax))
      let sizes = nearest(capped(terms.sizes.draw(columns.size.load(row, as: SIMD4<UInt32>.self)), 2e9))
      columns.sells.store(SIMD4<Int32>(repeating: 1).replacing(with: 0, where: narrow(isBuy)), row)
      columns.limit.store(whole(limits, most: limitMax), row)
      columns.wanted.store(whole(sizes, most: Double(terms.maxSize)), row)
      row &+= 4
    }
    scalar(row..<rows.upperBound, columns, terms)
  }

  private static let limitMax = 1_000_000_000.0

  @inline(__always) private static func unit(_ words: SIMD4<UInt32>) -> SIMD4<Double> { SIMD4<Double>(words) * 0x1p-32 }

  @inline(__always) private static func capped(_ values: SIMD4<Double>, _ most: Double) -> SIMD4<Double> {
    SIMD4(repeating: most).replacing(with: values, where: values .< most)
  }

  /// To the nearest integer, halves upwards, of values from 0 to below 2⁵¹: every step is exact.
  @inline(__always) private static func nearest(_ values: SIMD4<Double>) -> SIMD4<Double> {
    let rounded = (values + 0x1p52) - 0x1p52  // halves to the even one
    let floor = rounded.replacing(with: rounded - 1, where: rounded .> values)
    return floor.replacing(with: floor + 1, where: values - floor .>= 0.5)
  }

  /// Integers from 1 to `most`, which 32 bits hold.
  @inline(__always) private static func whole(_ values: SIMD4<Double>, most: Double) -> SIMD4<Int32> {
    let raised = SIMD4<Double>(repeating: 1).replacing(with: values, where: values .> 1)
    return SIMD4<Int32>(truncatingIfNeeded: VectorBits.integers(capped(raised, most) + 0x1p52))
  }

  @inline(__always) private static func narrow(_ mask: SIMDMask<SIMD4<Int64>>) -> SIMDMask<SIMD4<Int32>> {
    SIMD4<Int32>(truncatingIfNeeded: SIMD4<Int64>().replacing(with: -1, where: mask)) .< 0
  }
}
