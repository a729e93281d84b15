/// A straight line through points: y = α + β · x + e.
///
///     β = Σ (x - x̄)(y - ȳ) / Σ (x - x̄)²        α = ȳ - β · x̄        RSS = Σ (y - ȳ)² - β · Σ (x - x̄)(y - ȳ)
public struct SimpleRegression: Sendable, Equatable {
  public let alpha, beta: Double
  /// 1 - RSS / Σ (y - ȳ)²; 1 when y does not move.
  public let rSquared: Double

  /// - Returns: nil with fewer than two points, or when x does not move.
  public init?(x: [Double], y: [Double]) {
    precondition(x.count == y.count, "points have two coordinates")
    guard x.count >= 2 else { return nil }
    let n = Double(x.count)
    var (sumX, sumY) = (CompensatedSum(), CompensatedSum())
    for value in x { sumX.add(value) }
    for value in y { sumY.add(value) }
    let (meanX, meanY) = (sumX.value / n, sumY.value / n)
    var (xx, xy, yy) = (CompensatedSum(), CompensatedSum(), CompensatedSum())
    for (x, y) in zip(x, y) {
      xx.add((x - meanX) * (x - meanX))
      xy.add((x - meanX) * (y - meanY))
      yy.add((y - meanY) * (y - meanY))
    }
    // What rounding alone makes of equal values.
    guard xx.value > n * (0x1p-46 * meanX) * (0x1p-46 * meanX), xx.value > 0 else { return nil }
    beta = xy.value / xx.value
    alpha = meanY - beta * meanX
    rSquared = yy.value > 0 ? xy.value * beta / yy.value : 1
  }

  /// y - α - β · x.
  public func residuals(x: [Double], y: [Double]) -> [Double] {
    zip(x, y).map { x, y in y - alpha - beta * x }
  }
}
