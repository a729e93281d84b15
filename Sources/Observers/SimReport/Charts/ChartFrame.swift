/// The paper of a chart: its plot area, axes with numbers and units, and grid lines where the numbers are.
struct ChartFrame {
  let width, height: Double
  let x, y: Scale
  let xTicks, yTicks: AxisTicks

  /// Room around the plot area: y numbers on the left, x numbers below, the y unit above.
  private static let (left, right, above, below) = (46.0, 18.0, 20.0, 34.0)

  init(
    width: Double, height: Double, x: ClosedRange<Double>, y: ClosedRange<Double>, xKind: Scale.Kind = .linear,
    xWanted: Int = 5, yWanted: Int = 5
  ) {
    (self.width, self.height) = (width, height)
    self.x = Scale(x, from: Self.left, to: width - Self.right, kind: xKind)
    self.y = Scale(y, from: height - Self.below, to: Self.above)
    xTicks = xKind == .linear ? AxisTicks(x, wanted: xWanted) : AxisTicks(logarithmic: x)
    yTicks = AxisTicks(y, wanted: yWanted)
  }

  func point(_ x: Double, _ y: Double) -> SVGPath.Point { SVGPath.Point(self.x(x), self.y(y)) }

  /// - Parameters:
  ///   - xLabel: what x is, with its unit; below the axis.
  ///   - yLabel: the same of y; above the axis.
  func axes(xLabel: String, yLabel: String) -> String {
    let grid = yTicks.values.map { "M\(SVGPath.number(x.from)) \(SVGPath.number(y($0)))H\(SVGPath.number(x.to))" }
    let stubs = xTicks.values.map { "M\(SVGPath.number(x($0))) \(SVGPath.number(y.from))v4" }
    let base = "M\(SVGPath.number(x.from)) \(SVGPath.number(y.from))H\(SVGPath.number(x.to))"
    var text = Markup.path("grid", grid.joined()) + Markup.path("axis", base + stubs.joined())
    for (value, label) in zip(yTicks.values, yTicks.labels) {
      text += Self.text(label, x: x.from - 5, y: y(value) + 3.5, anchor: "end")
    }
    for (value, label) in zip(xTicks.values, xTicks.labels) {
      text += Self.text(label, x: x(value), y: y.from + 15, anchor: "middle")
    }
    text += Self.text(yLabel, x: 2, y: 11, anchor: "start")
    return text + Self.text(xLabel, x: (x.from + x.to) / 2, y: height - 4, anchor: "middle")
  }

  static func text(_ text: String, x: Double, y: Double, anchor: String) -> String {
    Markup.element(
      "text", [("x", SVGPath.number(x)), ("y", SVGPath.number(y)), ("text-anchor", anchor)], Markup.escaped(text))
  }
}
