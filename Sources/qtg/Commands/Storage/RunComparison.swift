import Foundation
import SimStorage

/// Two runs held against each other: what they were made of, what came of them, and the first tick that one symbol went
/// another way in.
struct RunComparison {
  let text: String

  /// - Complexity: reads what every symbol did in every tick of both runs.
  init(_ one: StoredRun, _ other: StoredRun, in reader: StorageReader) throws(StorageError) {
    var rows = [["", "run \(one.id)", "run \(other.id)", ""]]
    func add(_ what: String, _ first: String, _ second: String) {
      rows.append([what, first, second, first == second ? "" : "differs"])
    }
    add("outcome", one.outcome.rawValue, other.outcome.rawValue)
    add("ticks", "\(one.ticks)", "\(other.ticks)")
    add("agents", "\(one.agents)", "\(other.agents)")
    add("symbols", "\(one.symbols)", "\(other.symbols)")
    add("seed", "\(one.seed)", "\(other.seed)")
    add("version", one.description.version, other.description.version)
    add("configuration", one.description.configHash, other.description.configHash)
    add("state", one.stateHash ?? "-", other.stateHash ?? "-")
    add("trade log", one.tradeLog, other.tradeLog)

    let first = try reader.symbolTicks(run: one.id)
    let second = try reader.symbolTicks(run: other.id)
    add("trades", "\(first.reduce(0) { $0 + $1.trades })", "\(second.reduce(0) { $0 + $1.trades })")
    add("shares", "\(first.reduce(0) { $0 + $1.volume })", "\(second.reduce(0) { $0 + $1.volume })")
    for (profit, twin) in Self.pairs(
      try reader.strategyProfits(run: one.id), try reader.strategyProfits(run: other.id))
    {
      let words = [profit, twin].map { $0.map { RunWords.dollars($0.profitPerAgent) } ?? "-" }
      add("profit, \((profit ?? twin)?.strategy ?? "")", words[0], words[1])
    }
    text =
      RunWords.table(rows) + "\n" + Self.parting(first, second)
      + Self.configuration(one.description.configJSON, other.description.configJSON)
  }

  /// By strategy, those of the first run first.
  private static func pairs(
    _ first: [StrategyProfit], _ second: [StrategyProfit]
  ) -> [(StrategyProfit?, StrategyProfit?)] {
    first.map { profit in (profit, second.first { $0.strategy == profit.strategy }) }
      + second.filter { profit in !first.contains { $0.strategy == profit.strategy } }.map { (nil, $0) }
  }

  private static func parting(_ first: [StoredSymbolTick], _ second: [StoredSymbolTick]) -> String {
    guard let (one, other) = zip(first, second).first(where: { !areAlike($0, $1) }) else {
      return first.count == second.count
        ? "Every symbol went the same way in every tick.\n"
        : "Every symbol went the same way for as long as both ran.\n"
    }
    func words(_ tick: StoredSymbolTick) -> String {
      "\(tick.symbol) \(counted(tick.trades, "trade")) of \(counted(Int(tick.volume), "share")), "
        + "last \(RunWords.dollars(Double(tick.close)))"
    }
    return "They part in tick \(min(one.tick, other.tick)): "
      + "\(words(one)) in the first, \(words(other)) in the second.\n"
  }

  /// In what both files know: runs of version 2 did not keep depth.
  private static func areAlike(_ one: StoredSymbolTick, _ other: StoredSymbolTick) -> Bool {
    var other = other
    if one.depth == nil { other.depth = nil }
    var one = one
    if other.depth == nil { one.depth = nil }
    return one == other
  }

  /// Lines of the configurations that are not in both.
  private static func configuration(_ one: String, _ other: String) -> String {
    let (first, second) = (one.components(separatedBy: "\n"), other.components(separatedBy: "\n"))
    var lines: [String] = []
    for change in second.difference(from: first) {
      switch change {
      case .remove(let line, let text, _): lines.append("- \(line + 1): \(text.trimmed)")
      case .insert(let line, let text, _): lines.append("+ \(line + 1): \(text.trimmed)")
      }
    }
    guard !lines.isEmpty else { return "The configurations are the same.\n" }
    let shown = lines.prefix(40).joined(separator: "\n")
    let rest = lines.count > 40 ? "\n… and \(lines.count - 40) more lines" : ""
    return "The configurations differ (line numbers as `qtg runs show --config` prints them):\n\(shown)\(rest)\n"
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
