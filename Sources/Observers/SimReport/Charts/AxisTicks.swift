import Foundation

/// Where an axis carries numbers: the multiples of 1, 2 or 5 · 10ᵏ that lie on it.
///
///     0 ... 1000, about 5      0  200  400  600  800  1000
///     99.31 ... 100.62, 4      99.5  100.0  100.5
///
/// Labels have the decimals that tell neighbours apart, and no more; from 10,000 on they count thousands or millions.
struct AxisTicks: Equatable {
  let values: [Double]  // ascending
  let labels: [String]

  /// - Parameter wanted: about how many; there are at most twice as many, and at least one.
  init(_ domain: ClosedRange<Double>, wanted: Int) {
    precondition(domain.lowerBound.isFinite && domain.upperBound.isFinite, "an axis has two ends")
    precondition(wanted > 0, "an axis without numbers says nothing")
    let exponent: Int
    let largest = max(domain.lowerBound.magnitude, domain.upperBound.magnitude)
    if let step = Self.step(domain, wanted: wanted) {
      exponent = step.exponent
      let (first, last) = ((domain.lowerBound / step.size).rounded(.up), (domain.upperBound / step.size).rounded(.down))
      let inside = first <= last ? (0...Int(last - first)).map { (first + Double($0)) * step.size } : []
      values = inside.isEmpty ? [domain.lowerBound] : inside.map { $0 == 0 ? 0 : $0 }  // no negative zero
    } else {  // one place, or two that floating point hardly tells apart
      values = [domain.lowerBound]
      exponent = largest >= 1 ? -2 : -6
    }
    let unit = NumberText.Unit(largest: largest, from: 10_000)
    let unitExponent = unit.size == 1 ? 0 : unit.size == 1e3 ? 3 : unit.size == 1e6 ? 6 : 9
    let decimals = min(9, max(0, unitExponent - exponent))
    labels = values.map { $0 == 0 ? "0" : NumberText.fixed($0 / unit.size, decimals) + unit.suffix }
  }

  /// On a logarithmic axis: 1, 2 and 5 times each power of ten; of more than two powers, only these.
  init(logarithmic domain: ClosedRange<Double>) {
    precondition(domain.lowerBound > 0 && domain.upperBound.isFinite, "logarithms are of positive numbers")
    let exponents = Int(log10(domain.lowerBound).rounded(.down))...Int(log10(domain.upperBound).rounded(.up))
    let multiples: [Double] = domain.upperBound / domain.lowerBound > 300 ? [1] : [1, 2, 5]
    let inside = exponents.flatMap { exponent in multiples.map { $0 * pow(10, Double(exponent)) } }
      .filter(domain.contains)
    values = inside.isEmpty ? [domain.lowerBound] : inside
    labels = values.map { value in
      let unit = NumberText.Unit(largest: value, from: 1_000)
      let decimals = max(0, -Int(log10(value / unit.size).rounded(.down)))
      return NumberText.fixed(value / unit.size, min(9, decimals)) + unit.suffix
    }
  }

  /// The distance between ticks, and its power of ten. Nil where the domain has no length to speak of.
  private static func step(_ domain: ClosedRange<Double>, wanted: Int) -> (size: Double, exponent: Int)? {
    let length = domain.upperBound - domain.lowerBound
    let largest = max(domain.lowerBound.magnitude, domain.upperBound.magnitude)
    guard length.isFinite, length > largest * 1e-12 else { return nil }
    let raw = length / Double(wanted)
    let exponent = Int(log10(raw).rounded(.down))
    let decade = pow(10, Double(exponent))
    let fitting = [1.0, 2, 5].first { raw <= $0 * decade * (1 + 1e-9) }
    return fitting.map { ($0 * decade, exponent) } ?? (10 * decade, exponent + 1)
  }
}
