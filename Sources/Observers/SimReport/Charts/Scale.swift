import Foundation

/// From values to places on the paper: `domain` onto `from ... to`, which may run backwards, as y does in SVG.
struct Scale: Equatable {
  enum Kind { case linear, logarithmic }

  let domain: ClosedRange<Double>
  let from, to: Double
  let kind: Kind

  /// - Parameter domain: finite; above 0 if logarithmic. A domain of one value has its place in the middle.
  init(_ domain: ClosedRange<Double>, from: Double, to: Double, kind: Kind = .linear) {
    precondition(domain.lowerBound.isFinite && domain.upperBound.isFinite, "an axis has two ends")
    precondition(kind == .linear || domain.lowerBound > 0, "logarithms are of positive numbers")
    (self.domain, self.from, self.to, self.kind) = (domain, from, to, kind)
  }

  /// NaN stays NaN; what is outside the domain lands outside the paper.
  func callAsFunction(_ value: Double) -> Double {
    let (low, high, at) = (inner(domain.lowerBound), inner(domain.upperBound), inner(value))
    guard high > low else { return value.isNaN ? value : (from + to) / 2 }
    return from + (at - low) / (high - low) * (to - from)
  }

  private func inner(_ value: Double) -> Double { kind == .linear ? value : log(value) }

  /// From the least to the largest of `values`, with a margin of that fraction on both sides; NaN does not count. All
  /// alike, they get a margin of a hundredth of themselves. Nil when there is no value.
  static func domain(of values: some Sequence<Double>, margin: Double = 0) -> ClosedRange<Double>? {
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite { (low, high) = (min(low, value), max(high, value)) }
    guard low <= high else { return nil }
    if low == high {
      let room = low == 0 ? 1 : low.magnitude / 100
      return low - room...high + room
    }
    return low - margin * (high - low)...high + margin * (high - low)
  }
}
