/// Several bars, one below the other on one axis, each cut into the same parts. The parts' names and colours stand in a
/// legend above.
struct StackedBars {
  struct Row {
    let name: String
    /// One for each part, not negative.
    let values: [Double]
  }

  let title: String
  let xLabel: String
  let parts: [String]
  let rows: [Row]
  /// Whether each bar's sum stands behind it.
  var showsSums = true
  var width = 720.0

  private static let (rowHeight, barHeight, nameWidth, textWidth, below) = (22.0, 15.0, 150.0, 54.0, 36.0)

  /// Nil when nothing takes any room.
  var svg: String? {
    let sums = rows.map { $0.values.reduce(0, +) }
    guard let most = sums.max(), most > 0, most.isFinite else { return nil }
    let x = Scale(0...most, from: Self.nameWidth, to: width - Self.textWidth)
    let base = Self.rowHeight * Double(rows.count) + 4
    let ticks = AxisTicks(0...most, wanted: 6)
    var drawn = Markup.path("grid", ticks.values.map { "M\(SVGPath.number(x($0))) 0V\(SVGPath.number(base))" }.joined())
    for (value, label) in zip(ticks.values, ticks.labels) {
      drawn += ChartFrame.text(label, x: x(value), y: base + 14, anchor: "middle")
    }
    drawn += ChartFrame.text(xLabel, x: (x.from + x.to) / 2, y: base + 30, anchor: "middle")
    for (place, row) in rows.enumerated() {
      precondition(row.values.count == parts.count, "a value for every part")
      let top = Self.rowHeight * Double(place) + (Self.rowHeight - Self.barHeight) / 2
      drawn += ChartFrame.text(row.name, x: 0, y: top + Self.barHeight - 4, anchor: "start")
      var before = 0.0
      for (part, value) in row.values.enumerated() where value > 0 {
        let (start, end) = (x(before), x(before + value))
        drawn += Markup.element(
          "rect",
          [
            ("class", SeriesColour.name(part)), ("x", SVGPath.number(start)), ("y", SVGPath.number(top)),
            ("width", SVGPath.number(end - start)), ("height", SVGPath.number(Self.barHeight)),
          ], Markup.element("title", [], Markup.escaped("\(row.name), \(parts[part]): \(NumberText.fixed(value, 1))")))
        before += value
      }
      guard showsSums else { continue }
      drawn += ChartFrame.text(
        NumberText.fixed(before, before < 100 ? 1 : 0), x: x(before) + 4, y: top + Self.barHeight - 4, anchor: "start")
    }
    return Markup.drawing(width: width, height: base + Self.below, label: title, drawn)
  }

  /// Markup: what each colour is.
  var legend: String {
    parts.enumerated().map { place, name in
      "<span class=\"named\"><span class=\"key box \(SeriesColour.name(place))\"></span> \(Markup.escaped(name))</span>"
    }.joined(separator: " ")
  }
}
