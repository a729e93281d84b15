import Foundation
import Testing

@testable import SimReport

/// Line, bar and stacked charts: what they draw, and that they say when there is nothing.
struct ChartTests {
  private func lines(_ values: [Double], startsAtZero: Bool = false) -> LineChart {
    LineChart(
      title: "a < b", xLabel: "tick", yLabel: "$ & ¢", x: values.indices.map(Double.init), xDomain: 0...10,
      lines: [LineChart.Line(classes: "first", values: values)], startsAtZero: startsAtZero)
  }

  @Test func aLineChartIsWellFormedAndNamesItsAxes() throws {
    let svg = try #require(lines([1, .nan, 3, 4]).svg)
    try MarkupBalance.check(svg)
    #expect(
      svg.contains("aria-label=\"a &lt; b\"") && svg.contains(">$ &amp; ¢</text>") && svg.contains(">tick</text>"))
  }

  @Test func quantitiesBeginAtZero() throws {
    let labels = try #require(lines([50, 60], startsAtZero: true).svg).components(separatedBy: "text-anchor=\"end\">0<")
    #expect(labels.count == 2)
    #expect(try #require(lines([50, 60]).svg).contains("text-anchor=\"end\">0<") == false)
  }

  @Test func withoutAValueThereIsNoChart() {
    #expect(lines([.nan, .nan]).svg == nil && lines([]).svg == nil)
    #expect(BarChart(title: "", bars: []).svg == nil)
    #expect(StackedBar(title: "", parts: [("a", 0), ("b", 0)]).svg == nil)
  }

  @Test func lossesGoToTheLeft() throws {
    let bars = [
      BarChart.Bar(name: "<up>", value: 10, text: "$10"), BarChart.Bar(name: "down", value: -5, text: "-$5"),
    ]
    let svg = try #require(BarChart(title: "profit", bars: bars).svg)
    try MarkupBalance.check(svg)
    #expect(svg.contains("class=\"gain\"") && svg.contains("class=\"loss\"") && svg.contains("&lt;up&gt;"))
  }

  @Test func partsAreAsWideAsTheirShares() throws {
    let svg = try #require(StackedBar(title: "time", parts: [("a", 3), ("none", 0), ("b", 1)], width: 400).svg)
    try MarkupBalance.check(svg)
    #expect(svg.contains("x=\"0\" y=\"0\" width=\"300\"") && svg.contains("x=\"300\" y=\"0\" width=\"100\""))
    #expect(svg.contains("a: 75.0 %") && !svg.contains("none"))
  }
}
