import Testing

@testable import SimReport

struct StackedBarsTests {
  @Test func barsShareOneAxisAndTheirPartsTheColours() throws {
    var chart = StackedBars(
      title: "time", xLabel: "µs", parts: ["a<b", "c"],
      rows: [.init(name: "one", values: [10, 30]), .init(name: "two", values: [0, 20])])
    let svg = try #require(chart.svg)
    try MarkupBalance.check(svg)
    #expect(
      svg.components(separatedBy: "class=\"part1\"").count == 3
        && svg.components(separatedBy: "class=\"part0\"").count == 2)
    #expect(svg.contains(">40.0</text>") && svg.contains(">20.0</text>") && svg.contains("a&lt;b: 10.0"))
    #expect(chart.legend.contains("key box part0") && chart.legend.contains("a&lt;b"))
    chart.showsSums = false
    #expect(try #require(chart.svg).contains(">40.0</text>") == false)
  }

  @Test func nothingIsNoChart() {
    #expect(StackedBars(title: "", xLabel: "", parts: ["a"], rows: []).svg == nil)
    #expect(StackedBars(title: "", xLabel: "", parts: ["a"], rows: [.init(name: "", values: [0])]).svg == nil)
  }
}
