/// What symbols did: prices, volumes, news.
extension ReportPage {
  /// Rows of the table of news; a page with more would be about nothing else.
  static let newsRowsMax = 400

  // MARK: - Prices

  static func pricesSection(_ data: ReportData) -> String {
    guard let first = data.symbols.first else { return words("No symbol is stored of this run.") }
    guard data.run.ticks > 0, data.symbols.contains(where: { $0.path.lastClose.isFinite }) else {
      return words("No tick is stored of this run, so there is no price to show.")
    }
    let buckets = first.path.ticksPerBucket
    let each = buckets == 1 ? "every tick" : "the last of every \(grouped(buckets)) ticks"
    var html = text(
      "A line is the price at the end of \(each)"
        + (buckets == 1 ? "" : ", the area around it reaches from the lowest to the highest price in between")
        + "; price axes do not begin at 0. Bars are shares traded a tick. Triangles on the time axis are news, upwards when "
        + "good and downwards when bad: point at one for its headline. A symbol's name shows its chart alone and large."
    )
    html += marketFigure(data)
    html += "<nav aria-label=\"Symbols\"><ul>"
    for (place, symbol) in data.symbols.enumerated() {
      html += "<li><a href=\"#symbol-\(place)\">\(Markup.escaped(symbol.name))</a></li>"
    }
    html += "</ul></nav>\n<div class=\"cards\">\n"
    for (place, symbol) in data.symbols.enumerated() { html += card(symbol, place, data.news) }
    html += "</div>\n" + symbolTable(data)
    return html + newsTable(data.news)
  }

  private static func card(_ symbol: ReportData.Symbol, _ place: Int, _ news: [ReportData.News]) -> String {
    let chart = PriceChart(symbol: symbol, news: news.filter { $0.concerns(symbol) })
    let change = signed(symbol.change)
    return """
      <article class="card" id="symbol-\(place)">
      <header><h3><a href="#symbol-\(place)">\(Markup.escaped(symbol.name))</a></h3>\
      <span class="soft">\(Markup.escaped(symbol.sector)) · \(NumberText.dollars(symbol.path.lastClose)), \
      \(change)</span></header>
      \(chart.svg ?? words("No tick of this symbol is stored."))</article>

      """
  }

  /// All symbols as one: the mean of their prices, each with its start at 100, and how far they lie apart.
  private static func marketFigure(_ data: ReportData) -> String {
    guard data.symbols.count > 1, let middles = data.symbols.first?.path.middles else { return "" }
    let levels = middles.indices.map { place in
      data.symbols.map { 100 * $0.path.buckets[place].close / $0.initialPrice }.filter(\.isFinite).sorted()
    }
    let chart = LineChart(
      title: "Mean of all symbols' prices over time, the start being 100", xLabel: "tick", yLabel: "start = 100",
      x: middles, xDomain: ticksAxis(data),
      lines: [LineChart.Line(classes: "first", values: levels.map { $0.reduce(0, +) / Double($0.count) })],
      band: (levels.map { quantile($0, 0.1) }, levels.map { quantile($0, 0.9) }))
    return chart.svg.map {
      figure(
        $0,
        caption: "<span class=\"key\"></span> mean of all \(counted(data.symbols.count, "symbol")), each with equal "
          + "weight, <span class=\"key area\"></span> the middle 80 % of them")
    } ?? ""
  }

  private static func symbolTable(_ data: ReportData) -> String {
    let table = HTMLTable(
      caption: "Symbols",
      header: ["symbol", "sector", "first $", "last $", "change", "low $", "high $", "trades", "shares"],
      wordColumns: [0, 1],
      rows: data.symbols.map { symbol in
        let path = symbol.path
        return [symbol.name, symbol.sector]
          + [symbol.initialPrice, path.lastClose].map { NumberText.fixed($0, 2) } + [signed(symbol.change)]
          + [path.low, path.high].map { NumberText.fixed($0, 2) } + [
            grouped(path.trades), NumberText.fixed(path.volume, 0),
          ]
      })
    return details("The same as a table", table.html)
  }

  private static func newsTable(_ news: [ReportData.News]) -> String {
    guard !news.isEmpty else {
      return text("No news is stored: the run's economy was off, or nothing happened in its ticks.")
    }
    let shown = news.prefix(newsRowsMax)
    let table = HTMLTable(
      caption: shown.count < news.count
        ? "The first \(grouped(shown.count)) of \(grouped(news.count)) news items; qtg export --table events has all"
        : "All news", header: ["tick", "about", "sentiment, -1 to 1", "headline"], wordColumns: [1, 3],
      rows: shown.map { item in
        [
          grouped(item.tick), item.symbol ?? item.sector ?? "everybody", NumberText.fixed(item.sentiment, 2),
          item.headline,
        ]
      })
    return details(counted(news.count, "news item"), table.html)
  }

  // MARK: - Words

  static func ticksAxis(_ data: ReportData) -> ClosedRange<Double> { 0...Double(max(1, data.run.ticks)) }

  /// Of values in ascending order; NaN of none.
  static func quantile(_ sorted: [Double], _ fraction: Double) -> Double {
    guard let last = sorted.last else { return .nan }
    let place = fraction * Double(sorted.count - 1)
    let below = Int(place)
    return below + 1 < sorted.count
      ? sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below]) : last
  }

  private static func signed(_ fraction: Double) -> String {
    (fraction > 0 ? "+" : "") + NumberText.percent(fraction, decimals: 2)
  }
}
