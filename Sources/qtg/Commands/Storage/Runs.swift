import Foundation
import SimStorage

/// `qtg runs list`: the runs in a file.
enum RunsListCommand: Command {
  static let name = "runs list"
  static let summary = "list the runs in a file of results"
  static let flags = [StoredResults.pathFlag]
  static let examples = [
    Example("qtg runs list --storage-path out/results.db", "when, what, how it ended, and its fingerprint")
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let results = try StoredResults(arguments, command: name)
    let runs = try stored { () throws(StorageError) in try results.reader.runs() }
    let header = ["run", "started", "outcome", "ticks", "agents", "symbols", "seed", "trade log", "config", "state"]
    let rows = runs.map { run in
      [
        "\(run.id)", RunWords.time(run.startedAt), run.outcome.rawValue, "\(run.ticks)", "\(run.agents)",
        "\(run.symbols)", "\(run.seed)", run.tradeLog, run.description.configHash, run.stateHash ?? "-",
      ]
    }
    try Output.print(RunWords.table([header] + rows))
    return .done
  }
}

/// `qtg runs show`: everything at a glance about one run.
enum RunsShowCommand: Command {
  static let name = "runs show"
  static let summary = "show what one run was and what came of it"
  static let flags = [
    StoredResults.pathFlag,
    StoredResults.runFlag,
    Flag("--config", "print its configuration instead, for `qtg run --config`"),
  ]
  static let examples = [
    Example("qtg runs show --storage-path out/results.db", "the newest run: rows, time by phase, profit by strategy"),
    Example(
      "qtg runs show --storage-path out/results.db --run 2 --config > again.json5", "what run 2 was made with"),
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let results = try StoredResults(arguments, command: name)
    let run = try results.run()
    if arguments.has("--config") {
      try Output.print(run.description.configJSON + (run.description.configJSON.hasSuffix("\n") ? "" : "\n"))
      return .done
    }
    try Output.print(try stored { () throws(StorageError) in try text(run, results.reader) })
    return .done
  }

  private static func text(_ run: StoredRun, _ reader: StorageReader) throws(StorageError) -> String {
    var facts = [
      ["run", "\(run.id), \(run.outcome.rawValue)"],
      ["started", RunWords.time(run.startedAt)],
      ["ended", run.endedAt.map(RunWords.time) ?? "-"],
      ["ticks", "\(run.ticks) of \(run.ticksPlanned)"],
      ["market", "\(counted(run.agents, "agent")), \(counted(run.symbols, "symbol")), seed \(run.seed)"],
      ["state", run.stateHash ?? "-"],
      ["configuration", run.description.configHash],
      ["version", run.description.version],
      ["machine", run.description.machine],
      ["trade log", run.tradeLog],
      ["trades", "\(try reader.tradeCount(run: run.id))"],
    ]
    for (what, table) in [
      ("candles", StorageTable.candles), ("portfolios", .portfolioSnapshots), ("risk rows", .riskSnapshots),
      ("events", .events),
    ] { facts.append([what, "\(try reader.count(table, run: run.id))"]) }
    var text = RunWords.table(facts)
    let profits = try reader.strategyProfits(run: run.id)
    if !profits.isEmpty {
      let rows = profits.map {
        [$0.strategy, "\($0.agents)", RunWords.dollars($0.profitPerAgent), "\($0.winners)"]
      }
      text += "\n" + RunWords.table([["strategy", "agents", "profit an agent", "winners"]] + rows)
    }
    let phases = try reader.phaseTimings(run: run.id)
    if !phases.isEmpty {
      let rows = phases.map {
        [
          $0.phase, RunWords.micros($0.meanNanoseconds), RunWords.micros(Double($0.medianNanoseconds)),
          RunWords.micros(Double($0.p99Nanoseconds)),
        ]
      }
      text += "\n" + RunWords.table([["phase", "mean us", "median us", "p99 us"]] + rows)
    }
    return text
  }
}

/// `qtg runs compare`: what two runs have in common and where they part.
enum RunsCompareCommand: Command {
  static let name = "runs compare"
  static let summary = "hold two runs against each other: configuration, results, the first tick that differs"
  static let flags = [
    StoredResults.pathFlag,
    Flag("--run", taking: "N", "the one run"),
    Flag("--with", taking: "N", "the other; the newest if not given"),
  ]
  static let examples = [
    Example("qtg runs compare --storage-path out/results.db --run 1 --with 2", "two runs of one file"),
    Example("qtg runs compare --storage-path out/results.db --run 1", "the first run and the newest"),
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    guard arguments.value("--run") != nil else { throw .usage(["--run: the run to compare is missing"], of: name) }
    let results = try StoredResults(arguments, command: name)
    let (one, other) = (try results.run(), try results.run("--with"))
    try Output.print(
      try stored { () throws(StorageError) in
        let comparison = try RunComparison(one, other, in: results.reader)
        return comparison.text
      })
    return .done
  }
}

/// `qtg runs delete`: a run and everything that belongs to it.
enum RunsDeleteCommand: Command {
  static let name = "runs delete"
  static let summary = "delete a run and all its rows"
  static let flags = [
    StoredResults.pathFlag,
    Flag("--run", taking: "N", "the run; has to be named"),
    Flag("--compact", "also give the room back: rewrites the file, and needs as much free space as it takes"),
  ]
  static let examples = [
    Example("qtg runs delete --storage-path out/results.db --run 1", "its room is used by later runs"),
    Example("qtg runs delete --storage-path out/results.db --run 1 --compact", "and the file gets smaller"),
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    guard arguments.value("--run") != nil else { throw .usage(["--run: the run to delete is missing"], of: name) }
    let results = try StoredResults(arguments, command: name)
    let (run, editor) = (try results.run(), try results.editor())
    try stored { () throws(StorageError) in
      try editor.delete(run: run.id)
      if arguments.has("--compact") { try editor.compact() }
    }
    try Output.print("run \(run.id) is deleted\n")
    return .done
  }
}

/// How commands about runs write times, money and tables.
enum RunWords {
  /// `2025-03-01 14:02:11Z`
  static func time(_ unixSeconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(unixSeconds)).formatted(.iso8601).replacing("T", with: " ")
  }

  /// From 1/10,000 dollar.
  static func dollars(_ units: Double) -> String { String(format: "%.2f", units / 10_000) }

  static func micros(_ nanoseconds: Double) -> String { String(format: "%.1f", nanoseconds / 1_000) }

  /// Columns as wide as their widest cell, the last one open.
  static func table(_ rows: [[String]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}
