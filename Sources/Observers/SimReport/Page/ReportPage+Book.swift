/// What waited in the market: spread and depth of all symbols together, then of each.
extension ReportPage {
  static func bookSection(_ data: ReportData) -> String {
    guard let middles = data.symbols.first?.path.middles, !middles.isEmpty else {
      return words("No tick is stored of this run, so there are no quotes to show.")
    }
    let spread = allSymbols(
      data, title: "Spread between best bid and ask over time: median symbol and the middle 80 %",
      yLabel: "spread, basis points of the middle"
    ) { $0.meanSpread }
    guard let spread else {
      return words("In no tick did a symbol end with both a bid and an ask, so there is no spread to show.")
    }
    let depth = allSymbols(
      data, title: "Shares at both best prices over time: median symbol and the middle 80 %",
      yLabel: "shares at the best bid and ask"
    ) { $0.meanDepth }
    let caption =
      "<span class=\"key\"></span> median symbol, <span class=\"key area\"></span> the middle 80 % of symbols"
    var html = text(
      "The distance from the best bid to the best ask as a tick leaves them, and how many shares wait at the two: in the "
        + "book or, after a call auction in which nothing rests, among the orders that it left unfilled. Ticks without one "
        + "of the two have no spread and are left out; they count for depth, with 0 shares on the empty side.")
    html += "<div class=\"pair\">\n" + figure(spread, caption: caption)
    html += depth.map { figure($0, caption: caption) } ?? words("The version that stored this run did not keep depth.")
    html += (quoted(data, middles).map { figure($0, caption: "mean of all symbols") } ?? "") + "</div>\n"
    let cards = data.symbols.map { card($0, data) }.joined()
    return html
      + details(
        "Spread and depth over time, symbol by symbol", "<div class=\"cards\">\n\(cards)</div>\n", hasCharts: true)
      + details("The same as a table", table(data))
  }

  // MARK: - All symbols

  /// Nil when no symbol has the figure in any tick.
  private static func allSymbols(
    _ data: ReportData, title: String, yLabel: String, _ figure: (TickBuckets.Bucket) -> Double
  ) -> String? {
    guard let middles = data.symbols.first?.path.middles else { return nil }
    let sorted = middles.indices.map { place in
      data.symbols.map { figure($0.path.buckets[place]) }.filter(\.isFinite).sorted()
    }
    return LineChart(
      title: title, xLabel: "tick", yLabel: yLabel, x: middles, xDomain: ticksAxis(data),
      lines: [LineChart.Line(classes: "first", values: sorted.map { quantile($0, 0.5) })],
      band: (sorted.map { quantile($0, 0.1) }, sorted.map { quantile($0, 0.9) }), startsAtZero: true
    ).svg
  }

  /// Nil when there is nothing to tell: all ticks have quotes.
  private static func quoted(_ data: ReportData, _ middles: [Double]) -> String? {
    guard data.symbols.contains(where: { $0.path.shareQuoted < 1 }) else { return nil }
    let shares = middles.indices.map { place in
      let shares = data.symbols.map { $0.path.buckets[place].shareQuoted }.filter(\.isFinite)
      return 100 * shares.reduce(0, +) / Double(shares.count)
    }
    return LineChart(
      title: "Share of ticks that end with a bid and an ask, over time", xLabel: "tick", yLabel: "ticks with quotes, %",
      x: middles, xDomain: ticksAxis(data), lines: [LineChart.Line(classes: "first", values: shares)],
      startsAtZero: true
    ).svg
  }

  private static func table(_ data: ReportData) -> String {
    HTMLTable(
      caption: "Spread and depth by symbol, means over all ticks",
      header: ["symbol", "spread, bps", "ticks with quotes", "shares at the bid", "shares at the ask"],
      rows: data.symbols.map { symbol in
        let path = symbol.path
        return [symbol.name, NumberText.fixed(path.meanSpread, 2), NumberText.percent(path.shareQuoted)]
          + [path.meanBidDepth, path.meanAskDepth].map { NumberText.fixed($0, 0) }
      }
    ).html
  }

  // MARK: - One symbol

  private static func card(_ symbol: ReportData.Symbol, _ data: ReportData) -> String {
    let path = symbol.path
    func chart(_ title: String, _ yLabel: String, _ lines: [LineChart.Line]) -> String? {
      LineChart(
        title: "\(symbol.name): \(title) over time", xLabel: "tick", yLabel: yLabel, x: path.middles,
        xDomain: ticksAxis(data), lines: lines, startsAtZero: true, width: 360, height: 128, yWanted: 3
      ).svg
    }
    let spread = chart(
      "spread", "spread, bps", [LineChart.Line(classes: "first", values: path.buckets.map(\.meanSpread))])
    let depth = chart(
      "shares at the best prices", "shares at the best bid (line) and ask (dashes)",
      [
        LineChart.Line(classes: "second", values: path.buckets.map(\.meanAskDepth)),
        LineChart.Line(classes: "first", values: path.buckets.map(\.meanBidDepth)),
      ])
    return """
      <article class="card"><header><h3>\(Markup.escaped(symbol.name))</h3>\
      <span class="soft">\(NumberText.fixed(path.meanSpread, 2)) bps</span></header>
      \(spread ?? words("No tick of this symbol ended with both quotes."))\(depth ?? "")</article>

      """
  }
}
