import SimEngine

/// A scale benchmark on one page: what an agent costs at each size, where a tick's time goes, and what memory it takes.
public struct ScalePage: PageParts, Sendable {
  public let html: String

  public init(_ study: ScaleStudy, seed: UInt64, symbols: Int, machine: String, build: String) {
    html =
      HTMLPage(
        title: "Scale: cost against the number of agents", heading: "What an agent costs",
        subtitle: "\(counted(symbols, "symbol")), seed \(seed); \(machine)",
        sections: [
          .init(
            id: "result", title: "Result", body: study.findings.map { Self.text($0) }.joined() + Self.caches(study)),
          .init(id: "cost", title: "Cost of an agent-tick", body: Self.cost(study)),
          .init(id: "time", title: "Where the time goes", body: Self.time(study)),
          .init(id: "figures", title: "All figures", body: Self.figures(study)),
        ], footer: "Made by qtg: \(build)."
      ).html
  }

  /// Writes the page, all of it or nothing.
  public func write(to path: String) throws(ReportError) { try OutputFile.replace(path, with: html) }

  private static func caches(_ study: ScaleStudy) -> String {
    let levels = study.caches.levels.map { "\($0.name) (shared by \(counted($0.sharedBy, "logical core")))" }
    return text(
      levels.isEmpty
        ? "The kernel does not tell how large the caches are." : "Caches: \(levels.joined(separator: ", ")).")
  }

  private static func cost(_ study: ScaleStudy) -> String {
    let sizes = Set(study.series.flatMap { $0.points.map(\.median.agents) }).sorted()
    guard let first = sizes.first, let last = sizes.last, first < last else {
      return words("One size alone shows no growth.")
    }
    func lines(_ value: (ScaleRecord) -> Double) -> [LineChart.Line] {
      study.series.enumerated().map { place, series in
        LineChart.Line(
          classes: SeriesColour.name(place),
          values: sizes.map { size in series.points.first { $0.median.agents == size }.map { value($0.median) } ?? .nan
          })
      }
    }
    func chart(_ title: String, _ yLabel: String, _ value: (ScaleRecord) -> Double) -> String {
      LineChart(
        title: title, xLabel: "agents", yLabel: yLabel, x: sizes.map(Double.init),
        xDomain: Double(first)...Double(last),
        lines: lines(value), startsAtZero: true, xKind: .logarithmic
      ).svg ?? ""
    }
    let legend = study.series.enumerated().map { place, series in
      "<span class=\"key \(SeriesColour.name(place))\"></span> \(counted(series.workersAsked, "worker"))"
    }.joined(separator: " &ensp; ")
    return text("A level line is cost in proportion to the agents. Medians of the trials.")
      + "<div class=\"pair\">\n"
      + figure(
        chart("Nanoseconds per agent-tick against agents", "ns per agent-tick") { $0.nanosecondsPerAgentTick },
        caption: legend)
      + figure(
        chart("Agent-ticks per second against agents", "agent-ticks/s") { $0.ticksPerSecond * Double($0.agents) },
        caption: legend) + "</div>\n"
  }

  private static func time(_ study: ScaleStudy) -> String {
    let names = Phase.allCases.map(\.name) + ["(rest)"]
    return study.series.map { series in
      let chart = StackedBars(
        title: "Share of each phase in the time of a tick, by agents, with \(counted(series.workersAsked, "worker"))",
        xLabel: "% of the time", parts: names,
        rows: series.points.map {
          .init(
            name: "\(grouped($0.median.agents)) agents",
            values: ($0.median.phaseShares + [$0.median.restShare]).map { 100 * $0 })
        }, showsSums: false)
      return "<h3>\(counted(series.workersAsked, "worker"))</h3>\n"
        + (chart.svg.map { figure($0, caption: chart.legend, isWide: true) } ?? "")
    }.joined()
  }

  private static func figures(_ study: ScaleStudy) -> String {
    HTMLTable(
      caption: "Medians of the trials; least and most are of ns/agent-tick", header: ScaleStudy.header, wordColumns: [],
      rows: study.series.flatMap { $0.points.map { ScaleStudy.cells($0) } }
    ).html
      + text(
        "One thread is the part of the time that is not shared whatever the toggles: news, hooks, and what no phase "
          + "accounts for. Peak is the most memory of the trial alone; the engine's columns are bytes/agent.")
  }
}
