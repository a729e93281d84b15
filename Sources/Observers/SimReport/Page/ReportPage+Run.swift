/// What was run, how it ended, and with what it can be run again.
extension ReportPage {
  static func runSection(_ data: ReportData) -> String {
    let run = data.run
    let trades = data.symbols.reduce(0) { $0 + $1.path.trades }
    let shares = data.symbols.reduce(0) { $0 + $1.path.volume }
    var html = endingWords(run)
    let tiles = [
      ("outcome", run.outcome.rawValue), ("ticks", grouped(run.ticks)), ("agents", grouped(run.agents)),
      ("symbols", grouped(data.symbols.count)), ("trades", NumberText.compact(Double(trades))),
      ("shares traded", NumberText.compact(shares)), ("news items", grouped(data.news.count)),
    ]
    html += "<dl class=\"tiles\">\n"
    for (name, value) in tiles { html += "<div><dt>\(name)</dt><dd>\(Markup.escaped(value))</dd></div>\n" }
    html += "</dl>\n"
    html +=
      HTMLTable(
        caption: "Facts of the run", header: ["what", "value"], wordColumns: [0, 1],
        rows: [
          ["seed", "\(run.seed)"],
          ["configuration hash", run.configHash],
          ["state hash", run.stateHash ?? "none: the run did not get to its end"],
          ["version", run.version],
          ["machine", run.machine],
          ["started", run.started],
          ["ended", run.ended ?? "not yet, or not in order"],
          ["ticks", "\(grouped(run.ticks)) of \(grouped(run.ticksPlanned)) planned"],
          ["trade log", run.tradeLog],
          ["trades made", grouped(trades)],
          ["trades stored one by one", grouped(run.storedTrades)],
          ["file", run.source],
        ]
      ).html
    return html + tradeLogWords(run)
  }

  private static func endingWords(_ run: ReportData.Run) -> String {
    let done = "\(grouped(run.ticks)) of \(grouped(run.ticksPlanned)) ticks"
    return switch run.outcome {
    case .completed: ""
    case .running: words("This run was still going on when the page was made: it shows \(done).")
    case .interrupted: words("This run was interrupted: the page shows the \(done) that are stored.")
    case .failed:
      words("This run failed: the page shows the \(done) that are stored, and what led to it may be in them.")
    }
  }

  private static func tradeLogWords(_ run: ReportData.Run) -> String {
    switch run.tradeLog {
    case "rows", "packed": ""
    case "off":
      text(
        "The trade log was off, so single trades are not in the file. Prices, volumes and spreads on this page do not "
          + "need them: what each symbol did in each tick is always stored.")
    default:
      text(
        "The trade log keeps only some trades (\(run.tradeLog)). Prices, volumes and spreads on this page are of all of "
          + "them: what each symbol did in each tick is always stored.")
    }
  }

  static func configurationSection(_ data: ReportData) -> String {
    guard !data.run.configJSON.isEmpty else { return words("The configuration is not in the file.") }
    return text(
      "With this configuration, its seed and the same version the run comes out the same, bit for bit. "
        + "Save it as a file and give it to qtg run --config.")
      + details("Show the configuration", "<pre>\(Markup.escaped(data.run.configJSON))</pre>\n")
  }
}
