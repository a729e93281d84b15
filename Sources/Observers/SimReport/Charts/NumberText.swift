/// Numbers as people read them, the same in every locale: `1,234.50`, `-0.3`, `1.2M`. What is no number is a dash.
public enum NumberText {
  static let missing = "–"

  /// With so many decimals, thousands apart.
  public static func fixed(_ value: Double, _ decimals: Int) -> String {
    precondition((0...9).contains(decimals), "nobody reads more than nine decimals")
    guard value.isFinite else { return missing }
    var factor = 1.0
    for _ in 0..<decimals { factor *= 10 }
    let scaled = (value.magnitude * factor).rounded()
    guard scaled < 0x1p53 else { return "\(value)" }  // all digits are spent before the point
    let (whole, part) = Int(scaled).quotientAndRemainder(dividingBy: Int(factor))
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + grouped(whole) }
    let digits = "\(part)"
    return sign + grouped(whole) + "." + String(repeating: "0", count: decimals - digits.count) + digits
  }

  /// From 1,000 on in thousands, millions or billions, with one decimal: `950`, `1.2k`, `3.4M`.
  static func compact(_ value: Double) -> String {
    guard value.isFinite else { return missing }
    let unit = Unit(largest: value.magnitude, from: 1_000)
    return fixed(value / unit.size, unit.size == 1 ? 0 : 1) + unit.suffix
  }

  /// Dollars, with cents where they matter: `$1,234,567`, `-$12.34`.
  static func dollars(_ value: Double) -> String {
    guard value.isFinite else { return missing }
    let text = fixed(value.magnitude, value.magnitude < 10_000 ? 2 : 0)
    return (value < 0 && text.contains { ("1"..."9").contains($0) } ? "-$" : "$") + text
  }

  static func percent(_ fraction: Double, decimals: Int = 1) -> String {
    fraction.isFinite ? fixed(100 * fraction, decimals) + " %" : missing
  }

  /// What large numbers are counted in.
  struct Unit: Equatable {
    let size: Double
    let suffix: String

    /// - Parameter least: below this, numbers are written out.
    init(largest: Double, from least: Double) {
      switch largest {
      case ..<least: (size, suffix) = (1, "")
      case ..<1e6: (size, suffix) = (1e3, "k")
      case ..<1e9: (size, suffix) = (1e6, "M")
      default: (size, suffix) = (1e9, "B")
      }
    }
  }
}
