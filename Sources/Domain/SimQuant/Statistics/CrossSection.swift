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
  public static func scores(_ values: [Double?]) -> [Double?] {
    zScores(values).map { $0.map { min(max($0, -limit), limit) / limit } }
  }

  /// The same before it is cut and scaled.
  public static func zScores(_ values: [Double?]) -> [Double?] {
    let present = values.compactMap { $0 }.filter(\.isFinite)
    guard present.count >= 2 else { return values.map { _ in nil } }
    let n = Double(present.count)
    var sum = CompensatedSum()
    for value in present { sum.add(value) }
    let mean = sum.value / n
    var squares = CompensatedSum()
    for value in present { squares.add((value - mean) * (value - mean)) }
    let deviation = (squares.value / n).squareRoot()
    // What rounding alone makes of equal values.
    let isSpread = deviation > 0x1p-46 * mean.magnitude
    return values.map { value in
      guard let value, value.isFinite else { return nil }
      return isSpread ? (value - mean) / deviation : 0
    }
  }
}
