import SimColumns

/// Where each symbol stands among all symbols at one time.
///
///     z = (x - mean) / sd                     over the symbols that have a value; population standard deviation
///     winsorised   z cut to ± 3               so that one wild symbol does not decide about a portfolio
///     score        z / 3                      -1 … 1
public enum CrossSection {
  public static let limit = 3.0  // standard deviations

  /// - Parameter values: a row per symbol; nil, NaN or infinite: has none.
  /// - Returns: -1 … 1 for each symbol; nil for one without a value, and for all when fewer than two have one. 0 for
  ///   all when all are equal.
  public static func scores(_ values: [Double?]) -> [Double?] { values.inColumn(standardise) }

  /// The same before it is cut and scaled.
  public static func zScores(_ values: [Double?]) -> [Double?] { values.inColumn(takeZScores) }

  /// Scores in place, without allocating: values in, scores out, NaN for none.
  public static func standardise(_ values: ColumnView<Double>) {
    takeZScores(values)
    for row in 0..<values.count where values[row] == values[row] {
      values[row] = min(max(values[row], -limit), limit) / limit
    }
  }

  private static func takeZScores(_ values: ColumnView<Double>) {
    let (rows, known) = (0..<values.count, { (row: Int) in values[row].isFinite })
    let count = rows.count(where: known)
    var (sum, squares) = (CompensatedSum(), CompensatedSum())
    for row in rows where known(row) { sum.add(values[row]) }
    let mean = sum.value / Double(count)
    for row in rows where known(row) { squares.add((values[row] - mean) * (values[row] - mean)) }
    let deviation = (squares.value / Double(count)).squareRoot()
    // What rounding alone makes of equal values.
    let isSpread = deviation > 0x1p-46 * mean.magnitude
    for row in rows {
      values[row] = count < 2 || !known(row) ? .nan : isSpread ? (values[row] - mean) / deviation : 0
    }
  }
}

extension [Double?] {
  /// What a change in place makes of the values, which have NaN in a column where there is none.
  fileprivate func inColumn(_ change: (ColumnView<Double>) -> Void) -> [Double?] {
    let column = Column<Double>(map { $0 ?? .nan })
    change(column.view)
    return column.view.array().map { $0.isNaN ? nil : $0 }
  }
}
