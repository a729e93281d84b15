import Testing

@testable import SimReport

struct IntervalChartTests {
  private func chart(_ rows: [IntervalChart.Row]) -> IntervalChart {
    IntervalChart(title: "gains & losses", xLabel: "%", rows: rows)
  }

  @Test func aRowSaysWhetherItIsCertain() throws {
    let svg = try #require(
      chart([
        .init(name: "up", value: 5, interval: 2...8, text: "+5 %"),
        .init(name: "down", value: -5, interval: -8 ... -2, text: "-5 %"),
        .init(name: "perhaps", value: 1, interval: -1...3, text: "+1 %"),
        .init(name: "alone", value: 2, interval: nil, text: "+2 %"),
      ]).svg)
    try MarkupBalance.check(svg)
    #expect(
      svg.contains("whisker gain") && svg.contains("whisker loss") && svg.components(separatedBy: "whisker").count == 4)
    #expect(svg.components(separatedBy: "class=\"unsure\"").count == 3 && svg.contains("gains &amp; losses"))
  }

  @Test func withoutRowsThereIsNoChart() { #expect(chart([]).svg == nil) }
}
