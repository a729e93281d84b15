/// Lines over a common x, and a band behind them. Missing values (NaN) are gaps.
struct LineChart {
  struct Line {
    let classes: String
    let values: [Double]
  }

  let title: String
  let xLabel, yLabel: String
  let x: [Double]  // ascending
  /// From where to where the x axis goes; all of `x` lies on it.
  let xDomain: ClosedRange<Double>
  var lines: [Line]
  var band: (low: [Double], high: [Double])?
  /// Whether the y axis begins at 0, as for quantities; prices have no such need.
  var startsAtZero = false
  var xKind = Scale.Kind.linear
  var width = 440.0
  var height = 210.0
  /// About how many numbers stand at the y axis.
  var yWanted = 5

  /// Nil when there is nothing to draw.
  var svg: String? {
    let values = lines.flatMap(\.values) + (band.map { $0.low + $0.high } ?? []) + (startsAtZero ? [0] : [])
    let isEmpty = lines.allSatisfy { $0.values.allSatisfy(\.isNaN) }
    guard !isEmpty, var range = Scale.domain(of: values, margin: 0.04) else {
      return nil
    }
    if startsAtZero { range = min(0, values.filter(\.isFinite).min() ?? 0)...range.upperBound }
    let frame = ChartFrame(width: width, height: height, x: xDomain, y: range, xKind: xKind, yWanted: yWanted)
    var drawn = frame.axes(xLabel: xLabel, yLabel: yLabel)
    if let band {
      drawn += Markup.path("band", SVGPath.band(points(band.high, frame), points(band.low, frame)))
    }
    for line in lines { drawn += Markup.path("line \(line.classes)", SVGPath.line(points(line.values, frame))) }
    return Markup.drawing(width: width, height: height, label: title, drawn)
  }

  private func points(_ values: [Double], _ frame: ChartFrame) -> [SVGPath.Point] {
    precondition(values.count == x.count, "a value for every x")
    return zip(x, values).map { frame.point($0, $1) }
  }
}
