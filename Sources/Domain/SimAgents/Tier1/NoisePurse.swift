import SimColumns
import SimTypes

/// What noise traders can pay, a run of orders at a time.
///
///     quantity = ⌊cash / price⌋ of a buy that costs more than the cash; price = limit · tick size
enum NoisePurse {
  struct Columns {
    let cash: ColumnView<Int64>  // 1/10,000 dollar
    let limit, sells: ColumnView<Int32>  // ticks; 1 to sell, 0 to buy
    let quantity: ColumnView<Int32>  // in and out: shares
  }

  /// The definition.
  static func scalar(_ rows: Range<Int>, _ columns: Columns, _ tickSize: TickSize) {
    for row in rows where columns.sells[row] == 0 {
      let (price, cash) = (tickSize.price(columns.limit[row]).raw, columns.cash[row])
      if Int64(columns.quantity[row]) &* price > cash { columns.quantity[row] = Int32(clamping: cash / price) }
    }
  }

  /// The same, eight orders at a time: nearly always everybody can pay, and nobody is looked at one by one.
  @inline(__always)
  static func vector(_ rows: Range<Int>, _ columns: Columns, _ tickSize: TickSize) {
    guard tickSize.raw <= UInt32.max else { return scalar(rows, columns, tickSize) }
    var row = rows.lowerBound
    while row &+ 8 <= rows.upperBound {
      let doubts = doubts(row, columns, tickSize) | doubts(row &+ 4, columns, tickSize)
      let two = doubts.lowHalf | doubts.highHalf
      if two.x | two.y != 0 { scalar(row..<row &+ 8, columns, tickSize) }
      row &+= 8
    }
    scalar(row..<rows.upperBound, columns, tickSize)
  }

  /// Not 0 in a lane that buys for more than its cash, or at a price of more than 32 bits, or a negative quantity.
  @inline(__always)
  private static func doubts(_ row: Int, _ columns: Columns, _ tickSize: TickSize) -> SIMD4<Int64> {
    let limit = SIMD4<UInt64>(truncatingIfNeeded: columns.limit.load(row, as: SIMD4<Int32>.self))
    // Products of two numbers of 32 bits, which are exact.
    let price = limit &* SIMD4(repeating: UInt64(UInt32(truncatingIfNeeded: tickSize.raw)))
    let shares = columns.quantity.load(row, as: SIMD4<Int32>.self)
    let quantity = SIMD4<UInt64>(truncatingIfNeeded: SIMD4<UInt32>(truncatingIfNeeded: shares))
    let cost = SIMD4<Int64>(truncatingIfNeeded: (price & SIMD4(repeating: 0xFFFF_FFFF)) &* quantity)
    let buys = SIMD4<Int64>(truncatingIfNeeded: columns.sells.load(row, as: SIMD4<Int32>.self)) &- 1
    let isShort = SIMD4<Int64>().replacing(with: -1, where: cost .> columns.cash.load(row, as: SIMD4<Int64>.self))
    let isLarge = SIMD4<Int64>(truncatingIfNeeded: price &>> 32)
    return buys & (isShort | isLarge | SIMD4<Int64>(truncatingIfNeeded: shares &>> 31))
  }
}
