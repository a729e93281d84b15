import SimTypes

/// `qtg match`: an order file through the market's own matching code, in one pass.
enum MatchCommand: Command {
  static let name = "match"
  static let summary = "replay a CSV file of orders through the matching code"
  static let flags = [
    Flag("--orders", taking: "FILE", "\(OrderFile.columnNames.joined(separator: ",")); in order of arrival"),
    Flag("--mechanism", taking: "NAME", "how orders meet: call (all of one time at once) or continuous"),
    Flag("--reference", taking: "PRICE", "call: the price that decides ties before a symbol's first trade"),
    Flag("--tick-size", taking: "PRICE", "money between two neighbouring prices; 0.01 if not given"),
    Flag("--symbols", taking: "LIST", "the only symbols there are, separated by commas; any if not given"),
    Flag("--out", taking: "FILE", "where the trades go, instead of standard output"),
    Flag("--rejected", taking: "FILE", "where rejected rows go, with reasons; counted on standard error in any case"),
  ]
  static let examples = [
    Example(
      "qtg match --orders orders.csv --mechanism continuous --out trades.csv --rejected rejected.csv",
      "price-time priority on a book of each symbol"),
    Example(
      "qtg match --orders orders.csv --mechanism call --reference 100.00",
      "an auction of all orders of a time; what is left waits for the next"),
    Example(
      "qtg match --orders orders.csv --mechanism continuous --tick-size 0.05 --symbols AAA,BBB",
      "a coarser grid, and no other symbols"),
  ]

  /// Rows between two words of progress.
  private static let progressRows = 1_000_000

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let settings = try Settings(arguments)
    try OutputProbe.checkDistinct([
      ("--orders", settings.orders), ("--out", settings.out), ("--rejected", settings.rejected),
    ])
    var file = try OrderFile.open(
      settings.orders, grid: settings.grid, symbols: settings.symbols, timeMayDecrease: !settings.isCall)
    let tally = MatchTally()
    let trades = TradeOutput(
      try TableWriter(settings.out), grid: settings.grid, symbols: file.symbols, ids: file.ids, tally: tally)
    var rejections: RejectionOutput?
    if let path = settings.rejected { rejections = RejectionOutput(try TableWriter(path, flag: "--rejected")) }
    if settings.isCall {
      var replay = CallReplay(reference: settings.reference, trades: trades, tally: tally)
      try finish(&file, &replay, tally, &rejections)
    } else {
      var replay = ContinuousReplay(trades: trades, tally: tally)
      try finish(&file, &replay, tally, &rejections)
    }
    return .done
  }

  /// The whole file, and the closing words.
  private static func finish<Replay: OrderReplay & ~Copyable>(
    _ file: inout OrderFile, _ replay: inout Replay, _ tally: MatchTally, _ rejections: inout RejectionOutput?
  ) throws(Failure) {
    do throws(Failure) {
      try replayAll(&file, &replay, tally, &rejections)
    } catch {
      // What was matched up to here is not lost.
      try replay.trades.finish()
      try rejections?.finish()
      throw error
    }
    try replay.trades.finish()
    try rejections?.finish()
    let resting = replay.restingShares
    Output.error(tally.text(rowCount: file.rowCount, restingOrders: replay.restingOrders, resting: resting))
    guard tally.addsUp(rowCount: file.rowCount, resting: resting) else {
      throw Failure(.runFailed, ["the shares do not add up: do not use these trades"])
    }
  }

  private static func replayAll<Replay: OrderReplay & ~Copyable>(
    _ file: inout OrderFile, _ replay: inout Replay, _ tally: MatchTally, _ rejections: inout RejectionOutput?
  ) throws(Failure) {
    let ids = file.ids
    var batch = OrderBatch()
    var rowCount = 0
    while batch.read(&file) {
      replay.prefetch(batch)
      for entry in batch.entries {
        rowCount += 1
        switch entry.row {
        case .order(let row):
          if let reason = try replay.take(row) {
            tally.reject(reason, line: entry.line)
            try rejections?.append(id: ids.written(row.id), reason)
          }
        case .rejected(let reason):
          tally.reject(reason, line: entry.line)
          try rejections?.append(id: batch.rejectedID(entry), reason)
        }
        if rowCount % progressRows == 0 {
          Output.error(
            "qtg: \(rowCount) rows, \(tally.trades) trades, \(counted(replay.restingOrders, "order")) resting\n")
        }
      }
      if let failure = batch.failure { throw failure }
    }
    try replay.finish()
  }

  /// What the flags say.
  private struct Settings {
    let orders: String
    let isCall: Bool
    let grid: PriceGrid
    let reference: Int32?  // ticks
    let symbols: [String]?
    let out, rejected: String?

    /// - Throws: everything that is missing or wrong, at once.
    init(_ arguments: Arguments) throws(Failure) {
      var problems: [String] = []
      orders = arguments.value("--orders")?.text ?? ""
      if orders.isEmpty { problems.append("--orders: the file of orders is missing") }
      let mechanism = arguments.value("--mechanism")?.text
      isCall = mechanism == "call"
      if let mechanism {
        if mechanism != "call" && mechanism != "continuous" {
          problems.append("--mechanism: found `\(mechanism)`, allowed: call, continuous")
        }
      } else {
        problems.append("--mechanism: none is named; call or continuous")
      }

      let tickText = arguments.value("--tick-size")?.text ?? "0.01"
      let bytes = Array(tickText.utf8)
      let raw = DecimalText.units(bytes.span, 0..<bytes.count, places: 4) ?? 0
      if !(1...10_000_000_000).contains(raw) {
        problems.append("--tick-size: found `\(tickText)`, allowed: 0.0001 ... 1000000, with at most 4 decimals")
      }
      grid = PriceGrid(tick: TickSize(raw: max(raw, 1)))
      var reference: Int32?
      if let text = arguments.value("--reference")?.text {
        switch grid.ticks(Array(text.utf8).span) {
        case .success(let ticks): reference = ticks
        case .failure:
          problems.append("--reference: found `\(text)`, allowed: a price above 0 on the grid of \(tickText)")
        }
      }
      self.reference = reference

      let list = arguments.value("--symbols")?.text
      symbols = list.map { text in
        text.split(separator: ",", omittingEmptySubsequences: false).map { name in
          String(name.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
      }
      if symbols?.contains("") == true { problems.append("--symbols: a name is empty; as in `--symbols AAA,BBB`") }
      (out, rejected) = (arguments.value("--out")?.text, arguments.value("--rejected")?.text)
      guard problems.isEmpty else { throw .usage(problems, of: MatchCommand.name) }
    }
  }
}
