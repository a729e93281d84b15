import SimQuant
import SimStorage

/// `qtg analyze stylized-facts`: which properties of real markets a price history shows.
enum AnalyzeStylisedFactsCommand: Command {
  static let name = "analyze stylized-facts"
  static let summary = "tell which of eleven properties of real markets prices show, with standard errors"
  static let flags = [
    Flag(
      "--input", taking: "FILE",
      "prices as CSV with a header; columns volume, bid, ask, bid_depth, ask_depth are used when there"),
    Flag("--column", taking: "NAME", "the column of prices (close)"),
    Flag(
      "--storage-path", taking: "DB", environment: "STORAGE_PATH", "instead of a file of prices: results of `qtg run`"),
    Flag("--run", taking: "N", "which run in DB (the last)"),
    Flag("--symbol", taking: "NAME", "which symbol of the run (the first of its configuration)"),
    Flag(
      "--timeframe", taking: "N",
      "closes of candles of N ticks (every tick)"),
    Flag("--scales", taking: "LIST", "rows a return spans, ascending; verdicts are for the first (1,2,5,10,20,60)"),
    Flag("--seed", taking: "N", "of the resampling behind standard errors (0)"),
    Flag("--out", taking: "FILE", "also write every estimate as CSV"),
  ]
  static let examples = [
    Example("qtg analyze stylized-facts --input prices.csv", "column `close`, and `volume` and quotes if there are"),
    Example(
      "qtg analyze stylized-facts --input SPX.csv --column \"Adj Close\" --out facts.csv",
      "a table to read, and a row for each metric and scale to go on with"),
    Example(
      "qtg analyze stylized-facts --storage-path out/results.db --symbol MOKA --scales 5,20",
      "a simulated share, judged at returns of five ticks"),
  ]

  /// Scales, the largest of which should leave returns to look at.
  private static let scaleMax = 1_000_000

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let (scales, seed) = try settings(arguments)
    let out = arguments.value("--out")?.text
    // Before the prices are read, and without emptying what is there: they may turn out to be bad.
    if let out { try OutputProbe.check(out, flag: "--out") }
    if let source = source(arguments) { try OutputProbe.checkDistinct([(source.origin, source.text), ("--out", out)]) }
    let (history, origin) = try history(arguments)
    let report = StylisedFactsReport(history, scales: scales, seed: seed)
    if let out {
      let table = try TableWriter(out)
      try table.append(report.csv)
      try table.finish()
    }
    try Output.print("\(origin)\n\n\(report.table)")
    return .done
  }

  // MARK: - Arguments

  private static func settings(_ arguments: Arguments) throws(Failure) -> (scales: [Int], seed: UInt64) {
    var problems: [String] = []
    var scales = StylisedFactsReport.standardScales
    if let text = arguments.value("--scales")?.text {
      let found = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
      let ascends = zip(found, found.dropFirst()).allSatisfy { $0 < $1 }
      if ascends, found.allSatisfy({ (1...scaleMax).contains($0) }) {
        scales = found
      } else {
        problems.append("--scales: found `\(text)`, allowed: whole numbers 1 ... \(scaleMax), ascending, as in 1,5,20")
      }
    }
    var seed: UInt64 = 0
    if let text = arguments.value("--seed")?.text {
      if let found = UInt64(text) {
        seed = found
      } else {
        problems.append("--seed: found `\(text)`, allowed: a whole number, 0 ... \(UInt64.max)")
      }
    }
    for flag in ["--run", "--timeframe"] {
      guard let text = arguments.value(flag)?.text, Int(text).map({ $0 < 1 }) ?? true else { continue }
      problems.append("\(flag): found `\(text)`, allowed: a whole number from 1 on")
    }
    if let input = arguments.value("--input") {
      let others = ["--storage-path", "--run", "--symbol", "--timeframe"]
      for flag in others where arguments.value(flag)?.origin == flag {
        problems.append("\(flag): is for stored results, and \(input.origin) names a file of prices; give one of them")
      }
    } else {
      if arguments.value("--storage-path") == nil {
        problems.append("no prices given: name a file with --input FILE, or results with --storage-path DB")
      }
      if arguments.value("--column") != nil { problems.append("--column: goes with --input FILE") }
    }
    guard problems.isEmpty else { throw .usage(problems, of: name) }
    return (scales, seed)
  }

  /// A file of prices wins over results that only the environment names.
  private static func source(_ arguments: Arguments) -> Arguments.Value? {
    arguments.value("--input") ?? arguments.value("--storage-path")
  }

  private static func history(_ arguments: Arguments) throws(Failure) -> (PriceHistory, origin: String) {
    if let input = arguments.value("--input")?.text {
      let column = arguments.value("--column")?.text ?? "close"
      return (try prices(input, column: column), "\(input), column \(column)")
    }
    let results = try StoredResults(arguments, command: name)
    let run = try results.run()
    let stored = try StoredPrices(
      results.reader, run, try results.symbol(arguments.value("--symbol")?.text, of: run),
      timeframe: arguments.value("--timeframe").flatMap { Int($0.text) })
    do throws(PriceHistory.Problem) {
      return (
        try PriceHistory(closes: stored.closes, volumes: stored.volumes, book: stored.book), stored.origin
      )
    } catch {
      throw Failure(
        .usage, ["\(stored.origin): \(error)"], advice: "Run more ticks, or take shorter candles with --timeframe.")
    }
  }

  // MARK: - A file of prices

  private static func prices(_ path: String, column: String) throws(Failure) -> PriceHistory {
    var file = try CSVReader.open(path)
    let close = try file.column(column)
    let volume = file.columnIfPresent("volume").flatMap { $0 == close ? nil : $0 }
    let quotes = places(file, "bid", "ask")
    let depths = quotes == nil ? nil : places(file, "bid_depth", "ask_depth")
    var (closes, volumes, bids, asks): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    var (bidDepths, askDepths): ([Double], [Double]) = ([], [])
    while try file.next() {
      closes.append(try price(file, close))
      if let volume { volumes.append(try amount(file, volume)) }
      if let quotes {
        bids.append(try price(file, quotes.0))
        asks.append(try price(file, quotes.1))
        if bids[bids.count - 1] > asks[asks.count - 1] {
          throw file.bad("the bid \(bids[bids.count - 1]) is above the ask \(asks[asks.count - 1])")
        }
      }
      if let depths {
        bidDepths.append(try amount(file, depths.0))
        askDepths.append(try amount(file, depths.1))
      }
    }
    let book = quotes.map { _ in
      PriceHistory.BookHistory(bids: bids, asks: asks, depths: depths.map { _ in (bids: bidDepths, asks: askDepths) })
    }
    do throws(PriceHistory.Problem) {
      return try PriceHistory(closes: closes, volumes: volume.map { _ in volumes }, book: book)
    } catch {
      throw file.whole("\(error)")
    }
  }

  /// Both columns, or none.
  private static func places(_ file: borrowing CSVReader, _ first: String, _ second: String) -> (Int, Int)? {
    guard let first = file.columnIfPresent(first), let second = file.columnIfPresent(second) else { return nil }
    return (first, second)
  }

  private static func price(_ file: borrowing CSVReader, _ column: Int) throws(Failure) -> Double {
    let value = try file.number(column)
    guard value > 0 else { throw file.bad(column, allowed: "a price above 0") }
    return value
  }

  private static func amount(_ file: borrowing CSVReader, _ column: Int) throws(Failure) -> Double {
    let value = try file.number(column)
    guard value >= 0 else { throw file.bad(column, allowed: "an amount from 0 on") }
    return value
  }
}
