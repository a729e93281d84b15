/// Where the time of the run went.
extension ReportPage {
  static func timeSection(_ data: ReportData) -> String {
    guard let tick = data.wholeTick, tick.totalNanoseconds > 0, !data.phases.isEmpty else {
      return words("No phase times are stored: they are written when a run ends in order.")
    }
    let booked = data.phases.reduce(0) { $0 + $1.totalNanoseconds }
    // What no phase accounts for: the walk from one to the next, and the clock itself.
    let rest = max(0, tick.totalNanoseconds - booked)
    let parts = data.phases.map { ($0.name, $0.totalNanoseconds) } + [("(rest)", rest)]
    let whole = booked + rest
    let rows = data.phases.map { phase in
      [
        phase.name, NumberText.percent(phase.totalNanoseconds / whole), micros(phase.meanNanoseconds),
        micros(phase.medianNanoseconds), micros(phase.p99Nanoseconds),
      ]
    }
    let perTick = tick.meanNanoseconds / tick.totalNanoseconds
    let table = HTMLTable(
      caption: "Phases of a tick, microseconds",
      header: ["phase", "share", "mean", "median", "99th percentile"],
      cellClass: { row, column in column == 0 && row < parts.count ? SeriesColour.name(row) : nil },
      rows: rows + [
        ["(rest)", NumberText.percent(rest / whole), micros(rest * perTick), "", ""],
        [
          "whole tick", "", micros(tick.meanNanoseconds), micros(tick.medianNanoseconds), micros(tick.p99Nanoseconds),
        ],
      ])
    let perSecond = tick.meanNanoseconds > 0 ? 1e9 / tick.meanNanoseconds : .nan
    let drawing = StackedBar(title: "Shares of phases in the time of a tick", parts: parts).svg ?? ""
    return text(
      "A tick took \(micros(tick.meanNanoseconds)) µs in the mean, so \(NumberText.fixed(perSecond, 0)) could be made in "
        + "a second, on \(data.run.machine). Times depend on the machine and on what else it did; results do not.")
      + figure(drawing, caption: "each phase's share, in the order of the tick; colours as in the table") + table.html
  }

  private static func micros(_ nanoseconds: Double) -> String { NumberText.fixed(nanoseconds / 1e3, 1) }
}
