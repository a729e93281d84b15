/// How unevenly something is spread: what share of the whole the poorest share of people has.
///
///     L(k/n) = (x₁ + … + x_k) / Σ x,   x ascending
///     Gini   = Σᵢ (2i - n - 1) xᵢ / (n Σ x)             0: all have the same; near 1: one has everything
///
/// Source: C. Gini, "Variabilità e mutabilità", 1912; in the form for sorted values of A. Sen, *On Economic Inequality*,
/// 1973, §2.6. Debts (negative values) pull the curve below 0 and may lift the coefficient above 1.
struct LorenzCurve: Equatable {
  /// L at 0, 1/steps, …, 1 of the people, or at every single one if they are fewer.
  let shares: [Double]
  let gini: Double

  /// - Returns: nil when there is nobody, or nothing to share (a sum that is not positive).
  init?(_ values: [Double], steps: Int = 100) {
    precondition(steps > 0, "a curve has points")
    let sorted = values.filter(\.isFinite).sorted()
    let whole = sorted.reduce(0, +)
    guard !sorted.isEmpty, whole > 0 else { return nil }
    let count = sorted.count
    var sums = [0.0]
    sums.reserveCapacity(count + 1)
    var weighted = 0.0
    for (place, value) in sorted.enumerated() {
      sums.append(sums[place] + value)
      weighted += Double(2 * (place + 1) - count - 1) * value
    }
    let points = min(steps, count)
    shares = (0...points).map { sums[$0 * count / points] / whole }
    gini = weighted / (Double(count) * whole)
  }

  /// Both curves over the line of equality.
  static func svg(
    title: String, after: LorenzCurve, before: LorenzCurve?, width: Double = 440, height: Double = 250
  ) -> String {
    let lowest = min(0, (after.shares + (before?.shares ?? [])).min() ?? 0)
    let frame = ChartFrame(width: width, height: height, x: 0...100, y: 100 * lowest...100)
    func line(_ curve: LorenzCurve, _ classes: String) -> String {
      let last = Double(curve.shares.count - 1)
      return Markup.path(
        "line \(classes)",
        SVGPath.line(curve.shares.enumerated().map { frame.point(100 * Double($0) / last, 100 * $1) }))
    }
    let equality = Markup.path("axis", SVGPath.line([frame.point(0, 0), frame.point(100, 100)]))
    return Markup.drawing(
      width: width, height: height, label: title,
      frame.axes(xLabel: "poorest agents, %", yLabel: "share of all wealth, %") + equality
        + (before.map { line($0, "second") } ?? "") + line(after, "first"))
  }
}
