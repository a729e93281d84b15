import Foundation
import SimEngine

/// What the command line asks for. A table of flags drives parsing and help alike.
struct BenchOptions {
  var filters: [String] = []
  var csvPath: String?
  var isToy = false
  var isList = false
  var isHelp = false
  var secondsPerVariant = 1.0
  var workers = max(2, ProcessInfo.processInfo.activeProcessorCount)
  var seed: UInt64 = 42

  private struct Flag {
    let name: String
    let valueName: String?  // nil: a switch
    let summary: String
    /// Returns what is allowed when `text` is not.
    let apply: @Sendable (_ text: String, inout BenchOptions) -> String?
  }

  private static let flags = [
    Flag(name: "--filter", valueName: "NAME", summary: "only suites with NAME in their name; may be repeated") {
      $1.filters.append($0)
      return nil
    },
    Flag(name: "--csv", valueName: "FILE", summary: "also write every figure to FILE") {
      $1.csvPath = $0
      return $0.isEmpty ? "the name of a file" : nil
    },
    Flag(name: "--seconds", valueName: "S", summary: "time for each variant of each workload (1)") {
      guard let seconds = Double($0), seconds > 0, seconds <= 3_600 else { return "a number above 0, up to 3600" }
      $1.secondsPerVariant = seconds
      return nil
    },
    Flag(name: "--workers", valueName: "N", summary: "workers of parallel variants (one for each core, 2 at least)") {
      guard let workers = Int($0), (2...256).contains(workers) else { return "a whole number from 2 to 256" }
      $1.workers = workers
      return nil
    },
    Flag(name: "--seed", valueName: "N", summary: "decides all inputs (42)") {
      guard let seed = UInt64($0) else { return "a whole number from 0" }
      $1.seed = seed
      return nil
    },
    Flag(name: "--toy", valueName: nil, summary: "every suite at a tiny size: checks answers, tells no speed") {
      $1.isToy = true
      return nil
    },
    Flag(name: "--list", valueName: nil, summary: "list the suites and end") {
      $1.isList = true
      return nil
    },
    Flag(name: "--help", valueName: nil, summary: "explain the flags and end") {
      $1.isHelp = true
      return nil
    },
  ]

  /// - Throws: every problem at once, with the nearest known name for what is not known.
  init(_ words: [String]) throws(BenchFailure) {
    var problems: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard let flag = Self.flags.first(where: { $0.name == parts[0] }) else {
        problems.append("\(parts[0]): no such flag" + Self.suggestion(parts[0], among: Self.flags.map(\.name)))
        // The value of a flag that does not exist is not another mistake.
        if parts.count == 1, rest.first?.hasPrefix("-") == false { rest.removeFirst() }
        continue
      }
      var text = parts.count == 2 ? parts[1] : ""
      if flag.valueName == nil, parts.count == 2 {
        problems.append("\(flag.name): takes no value, found `\(text)`")
        continue
      }
      if let valueName = flag.valueName, parts.count == 1 {
        guard let next = rest.first, !next.hasPrefix("--") else {
          problems.append("\(flag.name): needs a value, as in `\(flag.name) \(valueName)`")
          continue
        }
        text = next
        rest.removeFirst()
      }
      if let allowed = flag.apply(text, &self) {
        problems.append("\(flag.name): found `\(text)`, allowed is \(allowed)")
      }
    }
    for filter in filters where !BenchmarkSuite.all.contains(where: { Self.matches($0, filter) }) {
      let names = BenchmarkSuite.all.map(\.name)
      problems.append("--filter: no suite called `\(filter)`" + Self.suggestion(filter, among: names))
    }
    guard problems.isEmpty else { throw .usage(problems) }
  }

  /// The suites to run, the bandwidth always among them: figures are read beside it.
  var suites: [BenchmarkSuite] {
    BenchmarkSuite.all.enumerated().compactMap { index, suite in
      index == 0 || filters.isEmpty || filters.contains { Self.matches(suite, $0) } ? suite : nil
    }
  }

  static var helpText: String {
    let usages = flags.map { flag in flag.valueName.map { "\(flag.name) \($0)" } ?? flag.name }
    let width = usages.map(\.count).max() ?? 0
    let lines = zip(flags, usages).map { flag, usage in
      "  \(usage)\(String(repeating: " ", count: width - usage.count))  \(flag.summary)\n"
    }
    return """
      qtg-bench: measures how fast the parts of the simulator are, each beside the loop one would otherwise write

      \(lines.joined())
      Examples
        qtg-bench --filter auction --seconds 3
        qtg-bench --csv profiling/records/laptop/2025-01-31.csv

      """
  }

  private static func matches(_ suite: BenchmarkSuite, _ filter: String) -> Bool {
    suite.name.lowercased().contains(filter.lowercased())
  }

  private static func suggestion(_ name: String, among known: [String]) -> String {
    NearestName.of(name, among: known).map { "; did you mean \($0)?" } ?? "; known are \(known.joined(separator: ", "))"
  }
}
