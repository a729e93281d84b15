import SimQuant
import Testing

@testable import SimReport

struct ReportPageTests {
  /// A small run of a symbol whose name is markup.
  private func data(
    ticks: Int = 300, outcome: ReportData.Run.Outcome = .completed, tradeLog: String = "rows", hasDepth: Bool = true
  ) throws -> ReportData {
    let run = ReportData.Run(
      id: 3, outcome: outcome, source: "r & d.db", started: "2025-01-01 00:00:00Z", ended: nil, seed: 42, ticks: ticks,
      ticksPlanned: 500, agents: 3, stateHash: "00ff", tradeLog: tradeLog, storedTrades: 7, version: "9.9.9",
      machine: "an abacus", configHash: "c0ffee", configJSON: "{ \"a\": \"<script>\" }")
    let closes = (0..<300).map { 100 + Double(($0 * 7_919) % 13) }
    let facts = StylisedFactsReport(try PriceHistory(closes: closes), scales: [1], resamples: 20)
    var data = ReportData(run: run, facts: .found(facts, of: "prices of it"))
    for name in ["<b>&\"", "PLAIN"] {
      var path = TickBuckets(ticks: ticks, bucketsMax: 50)
      for tick in 0..<ticks {
        path.add(
          tick: tick, low: closes[tick] - 1, high: closes[tick] + 1, close: closes[tick], volume: 10, trades: 2,
          quotes: (closes[tick] - 0.1, closes[tick] + 0.1), depth: hasDepth ? (300, 200) : nil)
      }
      data.symbols.append(ReportData.Symbol(name: name, sector: "Energy", initialPrice: 100, path: path))
    }
    return data
  }

  private func filled() throws -> ReportData {
    var data = try data()
    data.news = [
      ReportData.News(tick: 10, symbol: "PLAIN", sector: nil, sentiment: 0.5, headline: "PLAIN <wins> & \"more\""),
      ReportData.News(tick: 40, symbol: nil, sector: "Energy", sentiment: -0.5, headline: "Energy falls"),
      ReportData.News(tick: 90, symbol: nil, sector: "Health", sentiment: -0.5, headline: "Nobody here is ill"),
    ]
    data.strategies = [
      ReportData.Strategy(
        name: "noise_trader", agents: 3, winners: 1, profit: -30, profitPerAgent: -10, realizedProfit: 5)
    ]
    data.strategies[0].history = [149, 299].map { tick in
      .init(tick: tick, profitPerAgent: -Double(tick) / 30, unrealizedProfit: 7_654)
    }
    data.wealth = ReportData.Wealth(initial: [1, 2, 3], final: [1, 1, 8], tick: 299)
    data.phases = [
      ReportData.Phase(
        name: "auctions", totalNanoseconds: 600, meanNanoseconds: 2, medianNanoseconds: 2, p99Nanoseconds: 3)
    ]
    data.wholeTick = ReportData.Phase(
      name: "tick", totalNanoseconds: 800, meanNanoseconds: 2.67, medianNanoseconds: 2, p99Nanoseconds: 3)
    return data
  }

  @Test func everySectionIsThereAndLinked() throws {
    let html = ReportPage(try filled()).html
    for id in ["run", "prices", "spread", "profit", "wealth", "facts", "time", "configuration"] {
      #expect(html.contains("<section id=\"\(id)\"") && html.contains("href=\"#\(id)\""), "\(id)")
    }
    for piece in ["42", "c0ffee", "00ff", "an abacus", "9.9.9", "noise_trader", "75.0 %", "Gini 0.467", "tail index"] {
      #expect(html.contains(piece), "\(piece)")
    }
  }

  @Test func nothingComesFromElsewhere() throws {
    let html = ReportPage(try filled()).html
    for piece in ["http:", "https:", "//", "src=", "url(", "@import", "<script", "<link", "<iframe"] {
      #expect(!html.contains(piece), "\(piece)")
    }
  }

  @Test func namesAndHeadlinesAreTextNotMarkup() throws {
    let html = ReportPage(try filled()).html
    #expect(!html.contains("<b>") && html.contains("&lt;b&gt;&amp;&quot;"))
    #expect(html.contains("PLAIN &lt;wins&gt; &amp; &quot;more&quot;") && html.contains("&lt;script&gt;"))
    try MarkupBalance.check(html)
  }

  @Test func newsStandOnTheChartsTheyConcern() throws {
    let data = try filled()
    let (first, second) = (data.symbols[0], data.symbols[1])
    #expect(data.news.map { $0.concerns(first) } == [false, true, false])
    #expect(data.news.map { $0.concerns(second) } == [true, true, false])
    let svg = try #require(PriceChart(symbol: second, news: data.news.filter { $0.concerns(second) }).svg)
    try MarkupBalance.check(svg)
    #expect(svg.contains("<title>tick 10: PLAIN &lt;wins&gt;") && svg.contains("class=\"news bad\""))
    #expect(svg.components(separatedBy: "<title>").count == 3)
  }

  @Test func profitOverTimeNeedsTwoSnapshots() throws {
    var data = try filled()
    let html = ReportPage(data).html
    #expect(html.contains("aria-label=\"Profit an agent over time, by strategy\"") && html.contains("2 snapshots"))
    #expect(html.contains("class=\"line part0\"") && html.contains("class=\"key part0\"") && html.contains("$7,654.00"))
    data.strategies[0].history.removeLast()
    let short = ReportPage(data).html
    #expect(short.contains("Only one portfolio snapshot is stored") && !short.contains("Profit an agent over time"))
  }

  @Test func depthIsShownWhereItIsKnown() throws {
    let html = ReportPage(try filled()).html
    #expect(html.contains("aria-label=\"Shares at both best prices over time"))
    #expect(html.contains("PLAIN: shares at the best prices over time") && html.contains("PLAIN: spread over time"))
    let old = ReportPage(try data(hasDepth: false)).html
    #expect(old.contains("did not keep depth") && !old.contains("PLAIN: shares at the best prices"))
    #expect(old.contains("PLAIN: spread over time"))
  }

  @Test func whatIsMissingIsSaid() throws {
    var data = try data(ticks: 0, outcome: .interrupted, tradeLog: "off")
    data.facts = .missing(reason: "too few rows")
    let html = ReportPage(data).html
    for piece in [
      "This run was interrupted", "The trade log was off", "No tick is stored", "No portfolio snapshot is stored",
      "No phase times are stored", "too few rows",
    ] { #expect(html.contains(piece), "\(piece)") }
    #expect(!html.contains("<svg"))
    try MarkupBalance.check(html)
    #expect(ReportPage(try self.data(outcome: .running)).html.contains("was still going on"))
    #expect(ReportPage(try self.data(tradeLog: "sampled:10")).html.contains("keeps only some trades (sampled:10)"))
    #expect(ReportPage(try self.data()).html.contains("No news is stored"))
  }
}
