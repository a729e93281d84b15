import SimColumns

/// A straight line through points: y = α + β · x + e.
///
///     β = Σ (x - x̄)(y - ȳ) / Σ (x - x̄)²        α = ȳ - β · x̄        RSS = Σ (y - ȳ)² - β · Σ (x - x̄)(y - ȳ)
public struct SimpleRegression: Sendable, Equatable {
  public let alpha, beta: Double
  /// 1 - RSS / Σ (y - ȳ)²; 1 when y does not move.
  public let rSquared: Double

  /// - Returns: nil with fewer than two points, or when x does not move.
  public init?(x: [Double], y: [Double]) {
    let columnX = Column(x)
    let columnY = Column(y)
    self.init(x: columnX.view, y: columnY.view)
  }

  /// - Returns: nil with fewer than two points, or when x does not move.
  /// - Complexity: two passes, no allocation.
  public init?(x: ColumnView<Double>, y: ColumnView<Double>) {
    precondition(x.count == y.count, "points have two coordinates")
    guard x.count >= 2 else { return nil }
    let n = Double(x.count)
    var (sumX, sumY) = (CompensatedSum(), CompensatedSum())
    for row in 0..<x.count {
      sumX.add(x[row])
      sumY.add(y[row])
    }
    let (meanX, meanY) = (sumX.value / n, sumY.value / n)
    var (xx, xy, yy) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    for row in 0..<x.count {
      let (x, y) = (x[row] - meanX, y[row] - meanY)
      xx.add(x * x)
      xy.add(x * y)
      yy.add(y * y)
    }
    // What rounding alone makes of equal values.
    guard xx.value > n * (0x1p-46 * meanX) * (0x1p-46 * meanX), xx.value > 0 else { return nil }
    beta = xy.value / xx.value
    alpha = meanY - beta * meanX
    rSquared = yy.value > 0 ? xy.value * beta / yy.value : 1
  }

  /// y - α - β · x.
  public func residuals(x: [Double], y: [Double]) -> [Double] {
    zip(x, y).map { residual(x: $0, y: $1) }
  }

  /// y - α - β · x, of one point.
  @inline(__always) func residual(x: Double, y: Double) -> Double { y - alpha - beta * x }
}
