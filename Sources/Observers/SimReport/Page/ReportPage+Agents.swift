/// What agents made of it: profit by strategy, and how wealth is spread.
extension ReportPage {
  static func profitSection(_ data: ReportData) -> String {
    guard !data.strategies.isEmpty, let wealth = data.wealth else { return noSnapshots(data) }
    let chart = BarChart(
      title: "Profit an agent, by strategy, in dollars",
      bars: data.strategies.map {
        BarChart.Bar(name: $0.name, value: $0.profitPerAgent, text: NumberText.dollars($0.profitPerAgent))
      })
    let table = HTMLTable(
      caption: "Profit by strategy at the end of tick \(grouped(wealth.tick)), dollars",
      header: [
        "strategy", "agents", "with a gain", "profit an agent", "profit of all", "realised of all", "open of all",
      ],
      cellClass: { row, column in column == 0 ? SeriesColour.name(row) : nil },
      rows: data.strategies.map { strategy in
        [
          strategy.name, grouped(strategy.agents),
          NumberText.percent(Double(strategy.winners) / Double(max(1, strategy.agents))),
          NumberText.dollars(strategy.profitPerAgent), NumberText.dollars(strategy.profit),
          NumberText.dollars(strategy.realizedProfit),
          NumberText.dollars(strategy.history.last?.unrealizedProfit ?? .nan),
        ]
      })
    return text(
      "Equity at the last portfolio snapshot less what an agent began with, its first shares counted at the initial "
        + "price. A market that rises gives everybody who holds shares a profit; it is not one strategy's gain from "
        + "another.")
      + "<div class=\"pair\">\n"
      + (chart.svg.map { figure($0, caption: "mean profit of an agent of each strategy, at the end") } ?? "")
      + profitOverTime(data) + "</div>\n" + table.html
  }

  private static func profitOverTime(_ data: ReportData) -> String {
    guard let history = data.strategies.first?.history, history.count > 1 else {
      return words("Only one portfolio snapshot is stored, so profit over time is not known.")
    }
    let chart = LineChart(
      title: "Profit an agent over time, by strategy", xLabel: "tick", yLabel: "profit an agent, $",
      x: [0] + history.map { Double($0.tick + 1) }, xDomain: ticksAxis(data),
      lines: data.strategies.enumerated().map { place, strategy in
        LineChart.Line(classes: SeriesColour.name(place), values: [0] + strategy.history.map(\.profitPerAgent))
      }, height: 250)
    let keys = data.strategies.enumerated().map { place, strategy in
      "<span class=\"key \(SeriesColour.name(place))\"></span> \(Markup.escaped(strategy.name))"
    }.joined(separator: ", ")
    return chart.svg.map {
      figure($0, caption: "\(keys); \(counted(history.count, "snapshot")), straight lines in between")
    } ?? ""
  }

  static func wealthSection(_ data: ReportData) -> String {
    guard let wealth = data.wealth, let histogram = Histogram(wealth.final) else { return noSnapshots(data) }
    let drawing = histogram.svg(
      title: "How many agents have how much, at the end", xLabel: "equity of an agent, $", yLabel: "agents")
    let axis =
      histogram.kind == .linear
      ? "bins are equally wide" : "the axis is logarithmic: each bin reaches the same ratio further"
    var html = text("Cash and shares at the last price of every agent, at the end of tick \(grouped(wealth.tick)).")
    html += "<div class=\"pair\">\n" + figure(drawing, caption: Markup.escaped(axis))
    if let after = LorenzCurve(wealth.final) {
      let before = LorenzCurve(wealth.initial)
      let start = before.map {
        ", <span class=\"key second\"></span> at the start, Gini \(NumberText.fixed($0.gini, 3))"
      }
      html += figure(
        LorenzCurve.svg(
          title: "Lorenz curve: share of all wealth that the poorest have", after: after, before: before),
        caption: "<span class=\"key\"></span> at the end, Gini \(NumberText.fixed(after.gini, 3))\(start ?? "")"
          + "; the straight line is equality")
    } else {
      html += words("All agents together own nothing, or less, so shares of it mean nothing: no Lorenz curve.")
    }
    html += "</div>\n"
    let fractions = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1]
    let (initial, final) = (wealth.initial.sorted(), wealth.final.sorted())
    let table = HTMLTable(
      caption: "Equity of agents, dollars: a fraction of them has no more than",
      header: ["fraction of agents", "at the start", "at the end"],
      rows: fractions.map { fraction in
        [NumberText.percent(fraction, decimals: 0)]
          + [initial, final].map { sorted in
            NumberText.dollars(sorted.isEmpty ? .nan : sorted[Int(fraction * Double(sorted.count - 1))])
          }
      })
    return html + table.html
  }

  private static func noSnapshots(_ data: ReportData) -> String {
    words(
      data.run.outcome == .completed
        ? "No portfolio snapshot is stored, so nobody's equity is known: snapshots were switched off."
        : "No portfolio snapshot is stored, so nobody's equity is known: the run has not come to its first one.")
  }
}
