import Foundation
import SimEngine
import SimParallel

/// A profile's result for a terminal.
extension ProfileAnalysis {
  /// Configurations of the table; of more, those of the standard design and the fastest are shown.
  static let shownMax = 40

  public var text: String {
    [configurationText, gainText, interactionText, recommendationText].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// Those that a table of reasonable length has room for, in the order of the design.
  var shown: [Configuration] {
    guard configurations.count > Self.shownMax else { return configurations }
    let standard = Set(ParallelizationConfig.standardDesign.map(\.config))
    let fastest = configurations.sorted { $0.medianTicksPerSecond > $1.medianTicksPerSecond }.prefix(10).map(\.config)
    let kept = standard.union(fastest).union([recommended])
    return configurations.filter { kept.contains($0.config) }
  }

  private var configurationText: String {
    let base = configurations.first { $0.config == .allParallel }?.medianMicroseconds
    var rows = [["configuration", "ticks/s", "least", "most", "µs/tick", "of all parallel"]]
    for one in shown {
      rows.append([
        one.config.profileName, NumberText.fixed(one.medianTicksPerSecond, 0),
        NumberText.fixed(one.leastTicksPerSecond, 0), NumberText.fixed(one.mostTicksPerSecond, 0),
        NumberText.fixed(one.medianMicroseconds, 1),
        base.map { NumberText.percent(one.medianMicroseconds / $0) } ?? "",
      ])
    }
    let left = configurations.count - shown.count
    return AlignedTable.text(rows)
      + (left > 0 ? "(\(left) more in the CSV file; shown are the standard ones and the ten fastest)\n" : "")
      + "medians of \(rounds) trial\(rounds == 1 ? "" : "s") each\n"
  }

  private var gainText: String {
    var rows = [["phase", "gain", "95 % interval", "parallel"]]
    for gain in gains { rows.append(cells(gain.toggle.name, gain.effect)) }
    if let together { rows.append(cells("(all together)", together)) }
    if let beyondSum { rows.append(cells("(beyond the sum)", beyondSum, isGain: false)) }
    return "ticks/s gained by sharing a phase between workers\n" + AlignedTable.text(rows, words: [0, 3])
      + "\(method)\n"
  }

  private func cells(_ name: String, _ effect: Estimate, isGain: Bool = true) -> [String] {
    [
      name, Self.percent(effect.value),
      effect.low.map { "\(Self.percent($0)) … \(Self.percent(effect.high ?? .nan))" } ?? "",
      isGain ? effect.verdict : effect.isPositive || effect.isNegative ? "phases depend on each other" : "",
    ]
  }

  private var interactionText: String {
    guard design != .standard else { return "" }
    let found = interactions.filter(\.standsOut)
    let looked = "\(interactions.count) \(design == .full ? "pairs" : "groups of pairs")"
    guard !found.isEmpty else { return "none of \(looked) of phases stands out as depending on each other\n" }
    var rows = [["phases that depend on each other", "effect", "95 % interval"]]
    for one in found {
      rows.append([one.name, Self.percent(one.effect.value), cells("", one.effect)[2]])
    }
    let hint =
      found.contains { $0.pairs.count > 1 }
      ? "where several pairs stand together, these runs cannot tell which it is; --design full can\n" : ""
    return "of \(looked)\n" + AlignedTable.text(rows) + hint
  }

  private var recommendationText: String {
    "recommended here for this population: \(recommended.profileName)\n"
      + recommendationLines.map { "  \($0)\n" }.joined()
  }

  /// How to set it, and on what grounds.
  var recommendationLines: [String] {
    let sequential = ParallelToggle.allCases.filter { !recommended[$0] }
    guard !sequential.isEmpty else {
      return ["nothing to set: every phase is parallel unless told otherwise, and none is certain to lose by it"]
    }
    return [
      sequential.map { "\($0.flag) false" }.joined(separator: " "),
      sequential.map { "\($0.environmentVariable)=false" }.joined(separator: " "),
    ]
  }

  /// A difference of logarithms as a change in per cent, with its sign.
  static func percent(_ logarithm: Double) -> String {
    let change = expm1(logarithm)
    return (change > 0 ? "+" : "") + NumberText.percent(change)
  }
}

extension ProfileAnalysis.Interaction {
  var name: String { pairs.map(\.name).joined(separator: " or ") }
}

extension Estimate {
  /// Of a gain.
  var verdict: String {
    margin == nil ? "" : isPositive ? "pays" : isNegative ? "loses" : "no difference found"
  }
}
