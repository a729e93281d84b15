/// The `d` of paths, and numbers as short as a tenth of a unit allows: pages hold tens of thousands of them.
enum SVGPath {
  struct Point: Equatable {
    let x, y: Double

    init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }

    var isPlace: Bool { x.isFinite && y.isFinite }
  }

  /// A line through points; where a point is missing (NaN) it has a gap. A point between two gaps is a short dash.
  static func line(_ points: some Sequence<Point>) -> String {
    runs(points).map { run in
      run.count == 1
        ? "M\(number(run[0].x - 0.5)) \(number(run[0].y))h1"
        : "M" + run.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L")
    }.joined()
  }

  /// The area between two lines over the same x; a gap in one is a gap in both.
  static func band(_ upper: [Point], _ lower: [Point]) -> String {
    precondition(upper.count == lower.count, "both edges of a band have the same points")
    let both = zip(upper, lower).map { $0.isPlace && $1.isPlace ? ($0, $1) : nil }
    return both.split { $0 == nil }.map { run in
      let edge = run.compactMap { $0?.0 } + run.reversed().compactMap { $0?.1 }
      return "M" + edge.map { "\(number($0.x)) \(number($0.y))" }.joined(separator: "L") + "z"
    }.joined()
  }

  /// Upright strokes from `base` up to each point.
  static func stems(_ points: some Sequence<Point>, base: Double) -> String {
    points.filter { $0.isPlace && $0.y != base }
      .map { "M\(number($0.x)) \(number(base))V\(number($0.y))" }.joined()
  }

  /// One decimal, none if it is 0.
  static func number(_ value: Double) -> String {
    precondition(value.isFinite && value.magnitude < 1e9, "a place on the paper")
    let tenths = Int((value * 10).rounded())
    let (whole, part) = tenths.magnitude.quotientAndRemainder(dividingBy: 10)
    return (tenths < 0 ? "-" : "") + "\(whole)" + (part == 0 ? "" : ".\(part)")
  }

  private static func runs(_ points: some Sequence<Point>) -> [[Point]] {
    points.reduce(into: [[]]) { runs, point in
      if point.isPlace { runs[runs.count - 1].append(point) } else if !runs[runs.count - 1].isEmpty { runs.append([]) }
    }.filter { !$0.isEmpty }
  }
}
