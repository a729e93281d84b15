import Foundation
import SimEngine
import SimParallel

/// A profile on one page: what each phase gains, which depend on each other, where the time goes, how it grows with
/// workers, and how near to the machine's memory each phase is.
public struct ProfilePage: PageParts, Sendable {
  public let html: String

  /// - Parameters:
  ///   - sweep: throughput against workers; nil when it was not measured.
  ///   - roofline: of all phases parallel; nil when it was not measured.
  public init(_ analysis: ProfileAnalysis, sweep: WorkerSweep? = nil, roofline: Roofline? = nil) {
    guard let first = analysis.records.first else { preconditionFailure("an analysis is of trials") }
    html =
      HTMLPage(
        title: "Profile: \(grouped(first.agents)) agents, \(analysis.design.rawValue) design",
        heading: "Which phases gain from being parallel",
        subtitle: "\(grouped(first.agents)) agents, \(counted(first.symbols, "symbol")), "
          + "\(counted(first.ticks, "tick")) a trial, seed \(first.seed); \(first.machine)",
        sections: [
          .init(id: "result", title: "Result", body: Self.result(analysis, first)),
          .init(id: "gains", title: "What each phase gains", body: Self.gains(analysis)),
          .init(id: "interactions", title: "Phases that depend on each other", body: Self.interactions(analysis)),
          .init(id: "time", title: "Where the time of a tick goes", body: Self.time(analysis)),
          .init(id: "workers", title: "Throughput against workers", body: Self.workers(sweep)),
          .init(id: "memory", title: "Memory and operations", body: Self.memory(roofline)),
          .init(id: "trials", title: "Trials", body: Self.trials(analysis)),
        ], footer: "Made by qtg: \(first.build)."
      ).html
  }

  /// Writes the page, all of it or nothing.
  public func write(to path: String) throws(ReportError) { try OutputFile.replace(path, with: html) }

  // MARK: - Sections

  private static func result(_ analysis: ProfileAnalysis, _ first: TrialRecord) -> String {
    let base = analysis.configurations.first { $0.config == .allParallel }
    let fastest = analysis.configurations.max { $0.medianTicksPerSecond < $1.medianTicksPerSecond }
    let paying = analysis.gains.filter(\.effect.isPositive)
    let losing = analysis.gains.filter(\.effect.isNegative)
    func names(_ gains: [ProfileAnalysis.Gain]) -> String {
      gains.isEmpty ? "none for certain" : gains.map(\.toggle.name).joined(separator: ", ")
    }
    return tiles([
      ("recommended", analysis.recommended.profileName),
      ("all parallel, ticks/s", base.map { NumberText.fixed($0.medianTicksPerSecond, 0) } ?? NumberText.missing),
      ("fastest median, ticks/s", fastest.map { NumberText.fixed($0.medianTicksPerSecond, 0) } ?? NumberText.missing),
      ("of", fastest?.config.profileName ?? NumberText.missing),
      ("workers that took part", workersWords(analysis)),
      ("trials", "\(analysis.records.count)"), ("state hash of all", first.stateHash),
    ])
      + text(
        "Sharing pays for: \(names(paying)). Sharing loses for: \(names(losing)). "
          + (analysis.together.map { "All phases together: \($0.verdict.isEmpty ? "not known" : $0.verdict)." } ?? ""))
      + text("To set it: " + analysis.recommendationLines.joined(separator: "; or ") + ".")
      + text(
        "The fastest of many medians is partly the luckiest: the recommendation follows the effects and not it.")
  }

  private static func workersWords(_ analysis: ProfileAnalysis) -> String {
    let counts = analysis.records.map(\.workers)
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    return least == most ? "\(least)" : "\(least) to \(most)"
  }

  private static func gains(_ analysis: ProfileAnalysis) -> String {
    func row(_ name: String, _ effect: Estimate) -> IntervalChart.Row {
      let margin = effect.margin
      return IntervalChart.Row(
        name: name, value: 100 * expm1(effect.value),
        interval: margin.map { 100 * expm1(effect.value - $0)...100 * expm1(effect.value + $0) },
        text: ProfileAnalysis.percent(effect.value))
    }
    let together = analysis.together.map { [row("(all together)", $0)] } ?? []
    let chart = IntervalChart(
      title: "Ticks per second gained by making each phase parallel, with 95 % intervals",
      xLabel: "ticks/s gained, %",
      rows: analysis.gains.map { row($0.toggle.name, $0.effect) } + together)
    let effects =
      analysis.gains.map { ($0.toggle.name, $0.effect) }
      + (analysis.together.map { [("(all together)", $0)] } ?? [])
    let table = HTMLTable(
      caption: "Ticks per second gained by sharing a phase between workers",
      header: ["phase", "gain", "from", "to", "parallel"], wordColumns: [0, 4],
      cellClass: { row, column in
        column != 4 ? nil : effects[row].1.isPositive ? "good" : effects[row].1.isNegative ? "bad" : nil
      },
      rows: effects.map { name, effect in
        [
          name, ProfileAnalysis.percent(effect.value), effect.low.map(ProfileAnalysis.percent) ?? "",
          effect.high.map(ProfileAnalysis.percent) ?? "", effect.verdict,
        ]
      })
    return text(
      "A dot is the estimate, the line through it the 95 % interval. One that touches the upright line at 0 is no "
        + "certain difference. How: \(analysis.method).")
      + (chart.svg.map { figure($0, caption: "grey: not certain; blue: pays; red: loses") } ?? "") + table.html
  }

  private static func interactions(_ analysis: ProfileAnalysis) -> String {
    if let beyond = analysis.beyondSum {
      let verdict =
        beyond.margin == nil
        ? "one trial cannot tell whether that is chance"
        : beyond.isPositive || beyond.isNegative
          ? "which is certain: phases depend on each other" : "which may be chance"
      return text(
        "One phase at a time says little about two. All phases sequential cost "
          + "\(ProfileAnalysis.percent(beyond.value)) against what the single phases add up to, \(verdict). The "
          + "screening design tells more, the full one all.")
    }
    let found = analysis.interactions.filter(\.standsOut)
    let verdict =
      found.isEmpty
      ? "None of \(analysis.interactions.count) stands out."
      : "\(found.count) of \(analysis.interactions.count) stand out: "
        + found.map(\.name).joined(separator: "; ") + "."
    let table = HTMLTable(
      caption: "Interactions, the largest first", header: ["phases", "effect", "from", "to", "stands out"],
      wordColumns: [0, 4],
      rows: analysis.interactions.map { one in
        [
          one.name, ProfileAnalysis.percent(one.effect.value), one.effect.low.map(ProfileAnalysis.percent) ?? "",
          one.effect.high.map(ProfileAnalysis.percent) ?? "", one.standsOut ? "yes" : "no",
        ]
      })
    return text(
      "Half of what the gain of one phase rises when the other becomes sequential. Pairs joined by \u{201c}or\u{201d} "
        + "cannot be told apart by these runs. \(verdict)") + details("All of them", table.html)
  }

  private static func time(_ analysis: ProfileAnalysis) -> String {
    let shown = analysis.shown
    let names = Phase.allCases.map(\.name) + ["(rest)"]
    let rows = shown.map { one in
      StackedBars.Row(name: one.config.profileName, values: one.phaseMicroseconds + [one.restMicroseconds])
    }
    let chart = StackedBars(
      title: "Microseconds of a tick by phase, for each configuration", xLabel: "µs per tick", parts: names, rows: rows)
    let table = HTMLTable(
      caption: "Microseconds of a tick by phase, in the trial in the middle",
      header: ["configuration"] + names + ["whole"],
      rows: rows.map { row in
        [row.name] + row.values.map { NumberText.fixed($0, 1) } + [NumberText.fixed(row.values.reduce(0, +), 1)]
      })
    return text(
      "Wall time of the trial in the middle. Of phases that share a walk over the same rows, each has the part that workers were busy with it; "
        + "(rest) is what no phase accounts for.")
      + (chart.svg.map { figure($0, caption: chart.legend, isWide: true) } ?? "")
      + details("The same as a table", table.html)
  }

  private static func workers(_ sweep: WorkerSweep?) -> String {
    guard let sweep, let one = sweep.points.first else {
      return words("Throughput against workers was not measured.")
    }
    let most = Double(max(2, sweep.points.map(\.asked).max() ?? 2))
    let x = sweep.points.map { Double($0.asked) }
    var chart = LineChart(
      title: "Ticks per second against workers, all phases parallel, and what as many times one would be",
      xLabel: "workers", yLabel: "ticks/s", x: x, xDomain: 1...most,
      lines: [
        .init(classes: "first", values: sweep.points.map(\.ticksPerSecond)),
        .init(classes: "second", values: x.map { $0 * one.ticksPerSecond }),
      ], band: (sweep.points.map(\.least), sweep.points.map(\.most)))
    (chart.startsAtZero, chart.xKind) = (true, .logarithmic)
    let table = HTMLTable(
      caption: "All phases parallel",
      header: ["workers", "took part", "ticks/s", "least", "most", "times one", "busy", "imbalance"], wordColumns: [],
      rows: sweep.points.map { point in
        [
          "\(point.asked)", "\(point.tookPart)", NumberText.fixed(point.ticksPerSecond, 0),
          NumberText.fixed(point.least, 0), NumberText.fixed(point.most, 0),
          NumberText.fixed(point.ticksPerSecond / one.ticksPerSecond, 2),
          point.busyShares.map { NumberText.percent($0, decimals: 0) }.joined(separator: ", "),
          NumberText.percent(point.imbalance),
        ]
      })
    return
      (chart.svg.map {
        figure(
          $0,
          caption: "<span class=\"key\"></span> median, <span class=\"key area\"></span> least to most of the trials, "
            + "<span class=\"key second\"></span> one worker's rate times the workers")
      } ?? "")
      + text(
        "Busy is the part of the time in which each worker had an item of a phase; the rest it waited. Imbalance is by "
          + "how much the busiest did more than the mean. Fewer took part than were asked for where the machine has "
          + "fewer cores.") + table.html
  }

  private static func memory(_ roofline: Roofline?) -> String {
    guard let roofline else { return words("The machine's memory bandwidth was not measured.") }
    let chart = BarChart(
      title: "Part of each phase's time that its memory traffic takes at full bandwidth",
      bars: roofline.rows.map {
        BarChart.Bar(name: $0.phase.name, value: 100 * $0.fraction, text: NumberText.percent($0.fraction))
      })
    let table = HTMLTable(
      caption: "The least each phase must move and do in a tick, with \(counted(roofline.workers, "worker"))",
      header: [
        "phase", "KB a tick", "µs a tick", "GB/s", "machine's GB/s", "fraction", "Gop/s", "operations a byte",
      ], rows: roofline.rows.map { [$0.phase.name] + Roofline.cells($0) })
    return text(
      "What a phase must move follows from the sizes of its columns and what happened in a tick; scattered rows count "
        + "whole cache lines. Beside it stands what this machine moved just now, reading and writing a buffer of the "
        + "phase's size. Near 100 %, memory is the limit and nothing but moving less helps; far below it, computing, "
        + "waiting for single lines, or sharing out is.")
      + (chart.svg.map { figure($0, caption: "fraction of the time that is memory at full speed") } ?? "")
      + table.html
  }

  private static func trials(_ analysis: ProfileAnalysis) -> String {
    let configurations = HTMLTable(
      caption: "Configurations", header: ["configuration", "ticks/s", "least", "most", "µs a tick", "peak MB"],
      rows: analysis.shown.map { one in
        [
          one.config.profileName, NumberText.fixed(one.medianTicksPerSecond, 0),
          NumberText.fixed(one.leastTicksPerSecond, 0), NumberText.fixed(one.mostTicksPerSecond, 0),
          NumberText.fixed(one.medianMicroseconds, 1), one.megabytes.map { NumberText.fixed($0, 1) } ?? "",
        ]
      })
    let ordered = analysis.records.sorted { $0.order < $1.order }
    let drift = LineChart(
      title: "Ticks per second of the trials in the order they were measured", xLabel: "order", yLabel: "ticks/s",
      x: ordered.map { Double($0.order) }, xDomain: 1...Double(max(2, ordered.last?.order ?? 2)),
      lines: [.init(classes: "first", values: ordered.map(\.ticksPerSecond))], startsAtZero: true)
    return text(
      "Each round measures every configuration once, in random order. What slows a whole round does not touch the "
        + "comparison; the line shows whether the machine was at rest.")
      + (drift.svg.map { figure($0, caption: "every trial, in the order of measuring") } ?? "")
      + details("Configurations as a table", configurations.html)
  }
}
