import SimEngine
import SimStorage
import SimTrace

/// `qtg export`: a table of results as CSV or JSON Lines, row by row, in whatever form it is stored.
enum ExportCommand: Command {
  static let name = "export"
  static let summary = "write a table of stored results as CSV or JSON Lines"
  static let flags = [
    StoredResults.pathFlag,
    Flag("--table", taking: "NAME", "one of \(tables.map(\.name).joined(separator: ", "))"),
    Flag("--format", taking: "FORMAT", "csv (with a header, standard) or jsonl (an object a line)"),
    Flag("--out", taking: "FILE", "where it goes, instead of standard output"),
    Flag("--run", taking: "N", "of this run; the newest if not given; `all` for every run in the file"),
    Flag("--symbol", taking: "NAME", "rows of this symbol"),
    Flag("--agent", taking: "N", "rows of this agent; trades that it bought or sold in"),
    Flag("--from-tick", taking: "N", "rows from this tick on"),
    Flag("--to-tick", taking: "N", "rows up to this tick, itself included"),
    Flag("--timeframe", taking: "N", "candles of this many ticks"),
    Flag("--quiet", "say nothing about how far it is"),
  ]
  static let examples = [
    Example(
      "qtg export --storage-path results.db --table trades --out trades.csv", "all trades of the newest run, as CSV"),
    Example(
      "qtg export --storage-path results.db --table candles --symbol QUOT --timeframe 100", "one symbol's bars"),
    Example(
      "qtg export --storage-path results.db --table trades --agent 17 --from-tick 1000 --to-tick 1999",
      "what agent 17 did in a thousand ticks"),
    Example(
      "qtg export --storage-path results.db --table snapshots --format jsonl --run 3 | gzip > portfolios.jsonl.gz",
      "every portfolio snapshot of run 3, positions as objects"),
  ]

  /// Short names first; the tables' own names do as well.
  static let tables: [(name: String, table: StorageTable)] = [
    ("trades", .trades), ("candles", .candles), ("snapshots", .portfolioSnapshots), ("risk", .riskSnapshots),
    ("runs", .runs), ("symbols", .symbols), ("populations", .populations), ("agents", .agents), ("ticks", .symbolTicks),
    ("events", .events), ("phases", .phaseTimings), ("history", .populationSnapshots),
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let (table, format) = try (table(arguments), format(arguments))
    let results = try StoredResults(arguments, command: name)
    let runs = try runs(arguments, results, table)
    let filter = try filter(arguments, results, table, runs)
    let out = arguments.value("--out")?.text
    try OutputProbe.checkDistinct([(StoredResults.pathFlag.name, results.reader.path), ("--out", out)])
    let columns = try stored { () throws(StorageError) in try results.reader.columns(of: table) }
    let writer = try TableWriter(out)
    let export = Export(RowText(format, columns: columns), writer, isQuiet: arguments.has("--quiet"))
    do {
      try export.write(results.reader, table, runs, filter)
    } catch {
      switch error {
      case let failure as Failure: throw failure
      case let error as StorageError:
        try writer.finish()
        throw .storage(error)
      default: preconditionFailure("nothing else fails: \(error)")
      }
    }
    return .done
  }

  private static func table(_ arguments: Arguments) throws(Failure) -> StorageTable {
    guard let name = arguments.value("--table")?.text else {
      throw .usage(["--table: none is named; allowed: \(tables.map(\.name).joined(separator: ", "))"], of: self.name)
    }
    if let known = tables.first(where: { $0.name == name || $0.table.rawValue == name }) { return known.table }
    let nearest = NearestName.of(name, among: tables.map(\.name) + tables.map(\.table.rawValue))
    let hint = nearest.map { "; did you mean `\($0)`?" } ?? ""
    throw .usage(["--table: no table `\(name)`\(hint)"], of: self.name)
  }

  private static func format(_ arguments: Arguments) throws(Failure) -> RowText.Format {
    guard let name = arguments.value("--format")?.text else { return .csv }
    guard let format = RowText.Format(rawValue: name) else {
      throw .usage(["--format: found `\(name)`, allowed: csv, jsonl"], of: self.name)
    }
    return format
  }

  private static func runs(
    _ arguments: Arguments, _ results: StoredResults, _ table: StorageTable
  ) throws(Failure) -> [StoredRun] {
    let wanted = arguments.value("--run")?.text
    // A table of runs with one run in it is not what anybody means.
    if wanted == "all" || wanted == nil && table == .runs {
      return try stored { () throws(StorageError) in try results.reader.runs() }
    }
    return [try results.run()]
  }

  /// - Throws: a filter that says nothing about the table, or cannot be what is meant.
  private static func filter(
    _ arguments: Arguments, _ results: StoredResults, _ table: StorageTable, _ runs: [StoredRun]
  ) throws(Failure) -> StorageFilter {
    var filter = StorageFilter()
    var useless: [String] = []
    if let symbol = arguments.value("--symbol")?.text {
      if !table.hasSymbol { useless.append("--symbol") }
      // A run of several may lack it; a single one should not.
      filter.symbol = runs.count == 1 ? try results.symbol(symbol, of: runs[0]).name : symbol
    }
    if let agent = try results.number("--agent", from: 0) {
      if !table.hasAgent { useless.append("--agent") }
      filter.agent = Int64(agent)
    }
    let from = try results.number("--from-tick", from: 0)
    let to = try results.number("--to-tick", from: 0)
    if from != nil || to != nil {
      if !table.hasTick { useless.append(from == nil ? "--to-tick" : "--from-tick") }
      guard from ?? 0 <= to ?? .max else {
        throw .usage(["--to-tick: found `\(to ?? 0)`, allowed: --from-tick or later, so from \(from ?? 0)"], of: name)
      }
      filter.ticks = (from ?? 0)...(to ?? .max)
    }
    if let timeframe = try results.number("--timeframe", from: 1) {
      if table != .candles { useless.append("--timeframe") }
      filter.timeframe = timeframe
    }
    guard useless.isEmpty else {
      throw .usage(useless.map { "\($0): the table `\(table.rawValue)` has nothing of the kind" }, of: name)
    }
    return filter
  }
}

/// An export under way: a block of text at a time, and now and then a word about it.
private final class Export {
  private var text: RowText
  private let writer: TableWriter
  private let isQuiet: Bool
  private var rows = 0
  private var nextWord = MonotonicClock.nanoseconds() + wordNanoseconds

  private static let blockBytes = 1 << 16
  private static let wordNanoseconds: UInt64 = 2_000_000_000
  private struct NoReader: Error {}

  init(_ text: RowText, _ writer: TableWriter, isQuiet: Bool) {
    (self.text, self.writer, self.isQuiet) = (text, writer, isQuiet)
  }

  func write(_ reader: StorageReader, _ table: StorageTable, _ runs: [StoredRun], _ filter: StorageFilter) throws {
    text.header()
    do {
      for run in runs {
        if table == .trades {
          try reader.visitTrades(run: run.id, filter) { trade in
            text.append(trade, run: run.id)
            try endRow()
          }
        } else {
          try reader.visitRows(of: table, run: run.id, filter) { row in
            text.append(row)
            try endRow()
          }
        }
      }
    } catch is NoReader {
      return
    } catch let error as StorageError {
      try flush()  // what was read up to the damage
      throw error
    }
    try flush()
    try writer.finish()
  }

  private func endRow() throws {
    rows += 1
    guard text.bytes.count >= Self.blockBytes else { return }
    try flush()
    guard writer.hasReader else { throw NoReader() }
    let now = MonotonicClock.nanoseconds()
    guard !isQuiet, now >= nextWord else { return }
    nextWord = now + Self.wordNanoseconds
    Output.error("qtg: \(rows) rows\n")
  }

  private func flush() throws(Failure) {
    try writer.append(utf8: text.bytes)
    text.removeAll()
  }
}
