import Foundation

/// How many values fall into each of a row of bins.
///
/// Bins are equally wide on a linear axis or, where all values are positive and the largest is more than ten times the
/// least, on a logarithmic one. Each takes in its lower edge; the last its upper one too. Every value is in a bin.
struct Histogram: Equatable {
  let kind: Scale.Kind
  let edges: [Double]  // ascending, one more than there are bins
  let counts: [Int]

  /// - Returns: nil when there is no finite value.
  init?(_ values: [Double], bins: Int = 40) {
    precondition(bins > 0, "values fall into something")
    let values = values.filter(\.isFinite)
    guard let domain = Scale.domain(of: values) else { return nil }
    let (low, high) = (domain.lowerBound, domain.upperBound)
    let kind: Scale.Kind = low > 0 && high > 10 * low ? .logarithmic : .linear
    let (start, end) = kind == .linear ? (low, high) : (log(low), log(high))
    let inner = (1..<bins).map { place in
      let at = start + (end - start) * Double(place) / Double(bins)
      return kind == .linear ? at : exp(at)
    }
    let edges = [low] + inner + [high]
    var counts = [Int](repeating: 0, count: bins)
    for value in values {
      // The last edge that is not above the value.
      var (least, most) = (0, bins - 1)
      while least < most {
        let middle = (least + most + 1) / 2
        if edges[middle] <= value { least = middle } else { most = middle - 1 }
      }
      counts[least] += 1
    }
    (self.kind, self.edges, self.counts) = (kind, edges, counts)
  }

  /// - Parameter xLabel: what was counted, with its unit.
  func svg(title: String, xLabel: String, yLabel: String, width: Double = 440, height: Double = 250) -> String {
    let top = Double(counts.max() ?? 0) * 1.05
    let frame = ChartFrame(
      width: width, height: height, x: edges[0]...edges[edges.count - 1], y: 0...max(1, top), xKind: kind)
    var drawn = ""
    for (place, count) in counts.enumerated() where count > 0 {
      let (left, right, upper) = (frame.x(edges[place]), frame.x(edges[place + 1]), frame.y(Double(count)))
      let range = "\(NumberText.compact(edges[place])) to \(NumberText.compact(edges[place + 1])): \(grouped(count))"
      drawn += Markup.element(
        "rect",
        [
          ("class", "gain"), ("x", SVGPath.number(left)), ("y", SVGPath.number(upper)),
          ("width", SVGPath.number(max(0.5, right - left - 0.6))),
          ("height", SVGPath.number(max(0.5, frame.y.from - upper))),
        ], Markup.element("title", [], Markup.escaped(range)))
    }
    return Markup.drawing(
      width: width, height: height, label: title, frame.axes(xLabel: xLabel, yLabel: yLabel) + drawn)
  }
}
