/// Bars that lie, one below the other, from 0 to the right or, for losses, to the left; each with its name and value.
struct BarChart {
  struct Bar {
    let name: String
    let value: Double
    let text: String
  }

  let title: String
  let bars: [Bar]
  var width = 440.0

  private static let (rowHeight, barHeight, nameWidth, textWidth) = (26.0, 14.0, 108.0, 84.0)

  /// Nil when there are no bars.
  var svg: String? {
    guard bars.contains(where: \.value.isFinite), let domain = Scale.domain(of: bars.map(\.value) + [0]) else {
      return nil
    }
    // Values stand beyond the bars' ends, on both sides where there are losses.
    let left = Self.nameWidth + (domain.lowerBound < 0 && bars.contains { $0.value < 0 } ? Self.textWidth : 0)
    let scale = Scale(
      min(0, domain.lowerBound)...max(0, domain.upperBound), from: left, to: width - Self.textWidth)
    let height = Self.rowHeight * Double(bars.count) + 4
    var drawn = ""
    for (row, bar) in bars.enumerated() where bar.value.isFinite {
      let top = Self.rowHeight * Double(row) + (Self.rowHeight - Self.barHeight) / 2
      let (start, end) = (scale(min(0, bar.value)), scale(max(0, bar.value)))
      let shape = Markup.element(
        "rect",
        [
          ("class", bar.value < 0 ? "loss" : "gain"), ("x", SVGPath.number(start)), ("y", SVGPath.number(top)),
          ("width", SVGPath.number(end - start)), ("height", SVGPath.number(Self.barHeight)),
        ], Markup.element("title", [], Markup.escaped("\(bar.name): \(bar.text)")))
      let baseline = top + Self.barHeight - 3
      drawn += ChartFrame.text(bar.name, x: 0, y: baseline, anchor: "start") + shape
      drawn +=
        bar.value < 0
        ? ChartFrame.text(bar.text, x: start - 5, y: baseline, anchor: "end")
        : ChartFrame.text(bar.text, x: end + 5, y: baseline, anchor: "start")
    }
    let zero = SVGPath.number(scale(0))
    drawn += Markup.path("axis", "M\(zero) 0V\(SVGPath.number(height))")
    return Markup.drawing(width: width, height: height, label: title, drawn)
  }
}
