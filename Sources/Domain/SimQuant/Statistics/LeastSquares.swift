import SimColumns

/// Ordinary least squares by Householder reflections: the coefficients that make Σ (y - X·b)² smallest.
///
///     Q' · X = R  (upper triangle)      Q' · y = c      R · b = c₁…c_k      RSS = Σ_{i>k} c_i²
///
/// Reflections do not square the condition number as X'X does, which matters when columns are nearly alike: a price
/// level and its own lags. R and c also hold every *nested* regression, on the first j columns only, at no extra cost:
/// its residual sum of squares is Σ_{i>j} c_i². Observations are taken in by ``LeastSquaresRows``, whose memory this
/// looks at: it is gone with them, and when they take in more.
/// - Source: G. H. Golub, C. F. Van Loan, *Matrix Computations*, 4th ed. (2013), §5.2 and §5.3.
public struct LeastSquares: BitwiseCopyable, Sendable {
  public let observations: Int
  public let columns: Int
  let triangle: ColumnView<Double>  // R, column by column, `columns` rows each
  let rotated: ColumnView<Double>  // c₁ … c_k
  let remainder: Double  // Σ_{i>k} c_i²

  /// Σ of squared residuals of the regression on the first `count` columns.
  public func residualSum(columns count: Int) -> Double {
    precondition(count >= 0 && count <= columns, "a nested regression")
    var sum = remainder
    for row in count..<columns { sum += rotated[row] * rotated[row] }
    return sum
  }

  /// b.
  public var coefficients: [Double] {
    var b = rotated.array()
    for row in stride(from: columns - 1, through: 0, by: -1) {
      for column in row + 1..<max(columns, row + 1) { b[row] -= triangle[column * columns + row] * b[column] }
      b[row] /= triangle[row * columns + row]
    }
    return b
  }

  /// Coefficient of the last column and its standard error, √(s² · (X'X)⁻¹) with s² = RSS / (n - k).
  ///
  /// - Returns: the error nil without a degree of freedom left.
  public var last: (coefficient: Double, standardError: Double?) {
    let diagonal = triangle[columns * columns - 1]
    let freedom = observations - columns
    let error = freedom > 0 ? (remainder / Double(freedom)).squareRoot() / diagonal.magnitude : nil
    return (rotated[columns - 1] / diagonal, error)
  }
}
