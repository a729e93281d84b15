import Foundation

/// The effects of a profile as CSV:
///
///     design,kind,name,change,low,high,effect,margin,stands_out
///
/// `kind` is `gain`, `together`, `beyond_sum` or `interaction`. `change` is the part by which ticks per second rise
/// (0.25 for a quarter), `low` and `high` its 95 % interval, `effect` and `margin` the same as logarithms.
public struct EffectsTable: Sendable {
  public static let columns = [
    "design", "kind", "name", "change", "low", "high", "effect", "margin", "stands_out",
  ]

  public let text: String

  public init(_ analysis: ProfileAnalysis) {
    func line(_ kind: String, _ name: String, _ effect: Estimate, standsOut: Bool) -> String {
      func change(_ value: Double?) -> String { value.map { CSVText.number(expm1($0), 6) } ?? "" }
      return CSVText.line([
        analysis.design.rawValue, kind, name, change(effect.value), change(effect.low), change(effect.high),
        CSVText.number(effect.value, 6), effect.margin.map { CSVText.number($0, 6) } ?? "", "\(standsOut)",
      ])
    }
    func line(_ kind: String, _ name: String, _ effect: Estimate) -> String {
      line(kind, name, effect, standsOut: effect.isPositive || effect.isNegative)
    }
    var text = CSVText.line(Self.columns)
    for gain in analysis.gains { text += line("gain", gain.toggle.name, gain.effect) }
    if let together = analysis.together { text += line("together", "all", together) }
    if let beyond = analysis.beyondSum { text += line("beyond_sum", "all", beyond) }
    for one in analysis.interactions {
      text += line("interaction", one.name, one.effect, standsOut: one.standsOut)
    }
    self.text = text
  }

  /// Writes the file, all of it or nothing.
  public func write(to path: String) throws(ReportError) { try OutputFile.replace(path, with: text) }
}
