/// One bar cut into parts of a whole. Names and figures stand in the table below it, whose rows carry the same colours.
struct StackedBar {
  let title: String
  /// Not negative.
  let parts: [(name: String, value: Double)]
  var width = 440.0

  /// Nil when the parts add up to nothing.
  var svg: String? {
    let whole = parts.reduce(0) { $0 + $1.value }
    guard whole > 0, whole.isFinite else { return nil }
    var before = 0.0
    var drawn = ""
    for (place, part) in parts.enumerated() where part.value > 0 {
      let share = part.value / whole
      drawn += Markup.element(
        "rect",
        [
          ("class", SeriesColour.name(place)), ("x", SVGPath.number(width * before / whole)), ("y", "0"),
          ("width", SVGPath.number(width * share)), ("height", "22"),
        ], Markup.element("title", [], Markup.escaped("\(part.name): \(NumberText.percent(share))")))
      before += part.value
    }
    return Markup.drawing(width: width, height: 22, label: title, drawn)
  }
}
