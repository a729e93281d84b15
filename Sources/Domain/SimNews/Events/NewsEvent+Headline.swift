/// News as a person reads them.
///
///     QUOT beats earnings by 3.2%          QUOT misses earnings by 0.4%
///     QUOT raises guidance to 5.3%         QUOT lowers guidance to 4.8%
///     Fed sets rate at 4.25%
///     Technology sector news: sentiment -37%
extension NewsEvent {
  /// - Parameters:
  ///   - symbols: names by symbol row.
  ///   - sectors: names by sector row.
  public func headline(symbols: [String], sectors: [String]) -> String {
    switch kind {
    case .earnings:
      "\(symbols[Int(target)]) \(amount < 0 ? "misses" : "beats") earnings by \(Self.percent(amount.magnitude, 1))"
    case .guidance:
      "\(symbols[Int(target)]) \(sentiment < 0 ? "lowers" : "raises") guidance to \(Self.percent(amount, 1))"
    case .rate: "Fed sets rate at \(Self.percent(amount, 2))"
    case .sector: "\(sectors[Int(target)]) sector news: sentiment \(Self.percent(amount, 0))"
    }
  }

  /// A fraction in percent, rounded to so many places.
  static func percent(_ fraction: Double, _ places: Int) -> String {
    let scale = [1, 10, 100][places]
    let rounded = Int((fraction * 100 * Double(scale)).rounded())
    let (whole, part) = rounded.magnitude.quotientAndRemainder(dividingBy: UInt(scale))
    let decimals = String(part)
    let padding = String(repeating: "0", count: max(0, places - decimals.count))
    return "\(rounded < 0 ? "-" : "")\(whole)\(places > 0 ? "." + padding + decimals : "")%"
  }
}
