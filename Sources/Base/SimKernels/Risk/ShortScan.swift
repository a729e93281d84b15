import SimColumns

/// The next account whose cash may not be enough to secure its short position.
///
///     first row with   quantity < 0   and not   cash > -quantity · (last[symbol] · factor)
///
/// `factor` is the money of a price tick times the margin asked for. Cash is a whole number below 2^51, so the left side
/// is exact, and the right side is rounded twice, each time by at most 2^-53 of it.
public enum ShortScan {
  /// The definition. Returns `rows.upperBound` when there is none.
  @inlinable public static func scalar(
    _ rows: Range<Int>, quantity: ColumnView<Int32>, cash: ColumnView<Int64>, symbol: ColumnView<Int32>,
    last: ColumnView<Int32>, factor: Double
  ) -> Int {
    for row in rows where quantity[row] < 0 {
      let perShare = Double(last[Int(symbol[row])]) * factor
      if !(ExactDouble.from(cash[row]) > -Double(quantity[row]) * perShare) { return row }
    }
    return rows.upperBound
  }

  /// The same, eight rows at a time.
  /// - Complexity: reads 4 bytes a row, 16 and its symbol's price where one of the eight is short.
  @inlinable public static func vector(
    _ rows: Range<Int>, quantity: ColumnView<Int32>, cash: ColumnView<Int64>, symbol: ColumnView<Int32>,
    last: ColumnView<Int32>, factor: Double
  ) -> Int {
    let factors = SIMD4<Double>(repeating: factor)
    var row = rows.lowerBound
    while row &+ 8 <= rows.upperBound {
      let owned = quantity.load(row, as: SIMD8<Int32>.self)
      if VectorBits.hasNegative(owned) {
        let owed = SIMD8<Int32>() &- owned
        func price(_ lane: Int) -> Int32 { last[Int(symbol[row &+ lane])] }
        let lowPrices = SIMD4(price(0), price(1), price(2), price(3))
        let highPrices = SIMD4(price(4), price(5), price(6), price(7))
        let lowNeed = SIMD4<Double>(owed.lowHalf) * (SIMD4<Double>(lowPrices) * factors)
        let highNeed = SIMD4<Double>(owed.highHalf) * (SIMD4<Double>(highPrices) * factors)
        // The sign of what is missing: set where a row is secure.
        let low = lowNeed - ExactDouble.from(cash.load(row, as: SIMD4<Int64>.self))
        let high = highNeed - ExactDouble.from(cash.load(row &+ 4, as: SIMD4<Int64>.self))
        let suspects =
          ~VectorBits.integers(low) & SIMD4<Int64>(truncatingIfNeeded: owned.lowHalf)
          | ~VectorBits.integers(high) & SIMD4<Int64>(truncatingIfNeeded: owned.highHalf)
        if VectorBits.hasNegative(suspects) {
          return scalar(
            row..<row &+ 8, quantity: quantity, cash: cash, symbol: symbol, last: last, factor: factor)
        }
      }
      row &+= 8
    }
    return scalar(
      row..<rows.upperBound, quantity: quantity, cash: cash, symbol: symbol, last: last, factor: factor)
  }
}
