/// The report as a table for people and as rows for programs.
///
///      fact and metric                      value   ± error   real markets    source       verdict
///      1* absence of autocorrelations                                                      pass
///         return_acf_1                     -0.070     0.021   -0.1 ... 0.1    Cont 2001    pass
extension StylisedFactsReport {
  /// Verdicts at the first scale, then the values at every scale. Each line ends in a line end.
  public var table: String {
    var rows = [["fact and metric", "value", "± error", "real markets", "source", "verdict"]]
    for fact in StylisedFact.allCases {
      let number = fact.rawValue < 10 ? " \(fact.rawValue)" : "\(fact.rawValue)"
      rows.append(["\(number)\(fact.isGate ? "*" : " ") \(fact.title)", "", "", "", "", verdict(fact).word])
      rows += decisive.filter { $0.metric.fact == fact }.map(cells)
    }
    // Without quotes there is nothing to say about them.
    let book = decisive.filter { $0.metric.fact == nil }
    if book.contains(where: { $0.value.isFinite }) {
      rows.append(["    order book", "", "", "", "", ""])
      rows += book.map(cells)
    }
    return Self.aligned(rows, rightColumns: [1, 2]) + "\n" + Self.aligned(curves, rightColumns: Set(1...scales.count))
      + "\n" + summary
  }

  /// `9 of 11 facts pass, …`
  private var summary: String {
    let counts = ["pass", "fail", "not computable"].map { (word: $0, count: count($0)) }.filter { $0.count > 0 }
    let words = counts.map { "\($0.count) \($0.word)" }.joined(separator: ", ")
    return """
      \(returns) returns. Of \(StylisedFact.allCases.count) facts: \(words).
      Of the \(StylisedFact.allCases.count { $0.isGate }) that gate (*), \(count("pass", gatesOnly: true)) pass.

      """
  }

  private func cells(_ estimate: FactEstimate) -> [String] {
    let metric = estimate.metric
    let reason = estimate.verdict.reason.map { ": \($0)" } ?? ""
    return [
      "      \(metric.name)", decimal(estimate.value), decimal(estimate.standardError),
      "\(plain(metric.band.lowerBound)) ... \(plain(metric.band.upperBound))", metric.source,
      metric.decides ? estimate.verdict.word + reason : "(\(estimate.verdict.word))\(reason)",
    ]
  }

  /// A metric a line, a scale a column; metrics without any value are left out.
  private var curves: [[String]] {
    var rows = [["value at a return of so many rows"] + scales.map { "\($0)" }]
    for start in stride(from: 0, to: estimates.count, by: scales.count) {
      let curve = estimates[start..<start + scales.count]
      guard curve.contains(where: { $0.value.isFinite }) else { continue }
      rows.append(["      \(curve[start].metric.name)"] + curve.map { decimal($0.value) })
    }
    return rows
  }

  private static func aligned(_ rows: [[String]], rightColumns: Set<Int>) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { cells in
      let padded = cells.enumerated().map { column, text in
        let blank = String(repeating: " ", count: widths[column] - text.count)
        return rightColumns.contains(column) ? blank + text : text + blank
      }
      return String(padded.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()) + "\n"
    }.joined()
  }

  // MARK: - Files

  public static let csvHeader = """
    fact,title,gate,fact_verdict,metric,scale,returns,value,standard_error,block_length,band_low,band_high,decides,verdict,\
    reason,source
    """

  /// A row for each metric and scale, below the header. Numbers are written so that reading gives the same bits; a cell
  /// without a value is empty. `fact` is `book` for measurements of the order book.
  public var csv: String {
    var lines = [Self.csvHeader]
    for estimate in estimates {
      let metric = estimate.metric
      let cells = [
        metric.fact.map { "\($0.rawValue)" } ?? "book", metric.fact?.title ?? "order book",
        "\(metric.fact?.isGate ?? false)", metric.fact.map { verdict($0).word } ?? "", metric.name,
        "\(estimate.scale)", "\(estimate.returns)", number(estimate.value), number(estimate.standardError),
        number(estimate.blockLength), number(metric.band.lowerBound), number(metric.band.upperBound),
        "\(metric.decides && metric.fact != nil && estimate.scale == scales[0])", estimate.verdict.word,
        estimate.verdict.reason ?? "", metric.source,
      ]
      lines.append(cells.map(quoted).joined(separator: ","))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "" }

  private func quoted(_ text: String) -> String {
    text.contains { $0 == "," || $0 == "\"" } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}

/// Three decimals; nothing for what is not a number.
private func decimal(_ value: Double) -> String {
  guard value.isFinite, value.magnitude < 1e12 else { return "" }
  let thousandths = Int((value.magnitude * 1_000).rounded())
  let digits = "\(thousandths % 1_000)"
  let sign = value < 0 && thousandths > 0 ? "-" : ""
  return "\(sign)\(thousandths / 1_000)." + String(repeating: "0", count: 3 - digits.count) + digits
}

/// As short as can be: `5`, not `5.0`.
private func plain(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
