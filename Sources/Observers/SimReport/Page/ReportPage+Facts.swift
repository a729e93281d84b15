import SimQuant

/// The stylised facts of a symbol, in the order and words of `qtg analyze stylized-facts`.
extension ReportPage {
  static func factsSection(_ data: ReportData) -> String {
    switch data.facts {
    case .missing(let reason): words("Stylised facts could not be computed: \(reason)")
    case .found(let report, let origin): table(report, origin)
    }
  }

  private static func table(_ report: StylisedFactsReport, _ origin: String) -> String {
    var rows: [[String]] = []
    var factRows: Set<Int> = []
    func add(_ title: String, verdict: String, _ estimates: [FactEstimate]) {
      factRows.insert(rows.count)
      rows.append([title, "", "", "", verdict, ""])
      for estimate in estimates {
        let (metric, verdict) = (estimate.metric, estimate.verdict)
        rows.append([
          metric.name.replacing("_", with: " "), NumberText.fixed(estimate.value, 3),
          NumberText.fixed(estimate.standardError, 3),
          "\(bound(metric.band.lowerBound)) to \(bound(metric.band.upperBound))",
          (metric.decides ? verdict.word : "(\(verdict.word))") + (verdict.reason.map { ": \($0)" } ?? ""),
          metric.source,
        ])
      }
    }
    for fact in StylisedFact.allCases {
      add(
        "\(fact.rawValue). \(fact.title)\(fact.isGate ? " *" : "")", verdict: report.verdict(fact).word,
        report.decisive.filter { $0.metric.fact == fact })
    }
    let book = report.decisive.filter { $0.metric.fact == nil }
    if book.contains(where: { $0.value.isFinite }) { add("Order book", verdict: "", book) }
    let isFact = factRows
    let words = rows.map { $0[4] }
    let shown = HTMLTable(
      caption: "\(origin), returns of one row",
      header: ["fact and metric", "value", "± error", "real markets", "verdict", "source"], wordColumns: [0, 4, 5],
      cellClass: { row, column in
        let mood =
          column == 4 ? (words[row].hasPrefix("pass") ? "good" : words[row].hasPrefix("fail") ? "bad" : nil) : nil
        return isFact.contains(row) ? "fact" + (mood.map { " \($0)" } ?? "") : mood
      }, rows: rows)
    let gates = StylisedFact.allCases.count { $0.isGate }
    return text(
      "Which properties of real markets the prices of one symbol show: \(report.count("pass")) of "
        + "\(StylisedFact.allCases.count) pass, \(report.count("fail")) fail and \(report.count("not computable")) cannot "
        + "be computed from \(counted(report.returns, "return")). Of the \(gates) that every liquid market shows (*), "
        + "\(report.count("pass", gatesOnly: true)) pass. A verdict in brackets is told and decides nothing.")
      + shown.html
  }

  /// As short as can be: `5`, not `5.0`.
  private static func bound(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
