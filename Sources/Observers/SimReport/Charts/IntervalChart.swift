/// Estimates with their intervals, one below the other, and the line where there is no effect.
struct IntervalChart {
  struct Row {
    let name: String
    let value: Double
    /// From the lower to the upper end; nil when nothing is known.
    let interval: ClosedRange<Double>?
    let text: String
  }

  let title: String
  let xLabel: String
  let rows: [Row]
  var width = 560.0

  private static let (rowHeight, nameWidth, textWidth, below) = (24.0, 130.0, 62.0, 36.0)

  /// Nil when there are no rows.
  var svg: String? {
    let ends = [0.0] + rows.map(\.value) + rows.flatMap { $0.interval.map { [$0.lowerBound, $0.upperBound] } ?? [] }
    guard !rows.isEmpty, let domain = Scale.domain(of: ends, margin: 0.04) else { return nil }
    let x = Scale(domain, from: Self.nameWidth, to: width - Self.textWidth)
    let base = Self.rowHeight * Double(rows.count) + 6
    let ticks = AxisTicks(domain, wanted: 6)
    let grid = ticks.values.map { "M\(SVGPath.number(x($0))) 2V\(SVGPath.number(base))" }.joined()
    var drawn = Markup.path("grid", grid)
    drawn += Markup.path("axis", "M\(SVGPath.number(x(0))) 2V\(SVGPath.number(base))")
    for (value, label) in zip(ticks.values, ticks.labels) {
      drawn += ChartFrame.text(label, x: x(value), y: base + 14, anchor: "middle")
    }
    drawn += ChartFrame.text(xLabel, x: (x.from + x.to) / 2, y: base + 30, anchor: "middle")
    for (place, row) in rows.enumerated() where row.value.isFinite {
      let middle = Self.rowHeight * (Double(place) + 0.5) + 4
      drawn += ChartFrame.text(row.name, x: 0, y: middle + 4, anchor: "start")
      drawn += ChartFrame.text(row.text, x: width, y: middle + 4, anchor: "end")
      let isCertain = row.interval.map { !$0.contains(0) } ?? false
      let kind = !isCertain ? "unsure" : row.value < 0 ? "loss" : "gain"
      var shape = ""
      if let interval = row.interval {
        let (low, high) = (SVGPath.number(x(interval.lowerBound)), SVGPath.number(x(interval.upperBound)))
        let (y, top) = (SVGPath.number(middle), SVGPath.number(middle - 4))
        shape += Markup.path("whisker \(kind)", "M\(low) \(y)H\(high)M\(low) \(top)v8M\(high) \(top)v8")
      }
      shape += Markup.element(
        "circle",
        [("class", kind), ("cx", SVGPath.number(x(row.value))), ("cy", SVGPath.number(middle)), ("r", "4")])
      let words = Markup.element("title", [], Markup.escaped("\(row.name): \(row.text)"))
      drawn += Markup.element("g", [], words + shape)
    }
    return Markup.drawing(width: width, height: base + Self.below, label: title, drawn)
  }
}
