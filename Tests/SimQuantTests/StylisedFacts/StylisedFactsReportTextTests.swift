import SimQuant
import Testing

struct StylisedFactsReportTextTests {
  private func report(_ series: String, scales: [Int]) throws -> StylisedFactsReport {
    StylisedFactsReport(try FactFixture.history(series), scales: scales, resamples: series == "book" ? 50 : 500)
  }

  @Test func theTableSaysEveryFactItsBandAndItsVerdict() throws {
    let table = try report("sp500", scales: [1, 20]).table
    let lines = table.split(separator: "\n")
    for fact in StylisedFact.allCases { #expect(lines.contains { $0.contains(fact.title) && $0.hasSuffix("pass") }) }
    let words = lines.map { $0.split(separator: " ").map(String.init) }
    let tail = try #require(words.first { $0.first == "tail_index" })
    #expect(tail[1] == "3.359" && Array(tail[3...6]) == ["2", "...", "5", "Hill"] && tail.last == "pass")
    #expect(words.contains(["excess_kurtosis", "8.169", "4.046"]))
    #expect(table.contains("5030 returns. Of 11 facts: 11 pass.\nOf the 7 that gate (*), 7 pass.\n"))
    #expect(!table.contains("order book") && !table.contains("spread_bps"))
    #expect(lines.allSatisfy { $0.last != " " })
  }

  @Test func quotesBringTheOrderBook() throws {
    let table = try report("book", scales: [1]).table
    #expect(table.contains("    order book\n") && table.contains("order_flow_impact"))
    #expect(table.contains(" fail: "))
  }

  @Test func theFileHasARowForEachMetricAndScale() throws {
    let report = try report("book", scales: [1, 20])
    let lines = report.csv.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(report.csv.hasPrefix(StylisedFactsReport.csvHeader + "\n"))
    #expect(lines.count == 1 + report.estimates.count)
    for (cells, estimate) in zip(lines.dropFirst(), report.estimates) {
      #expect(cells[4] == estimate.metric.name && cells[5] == "\(estimate.scale)")
      if let value = Double(cells[7]) { #expect(value.bitPattern == estimate.value.bitPattern) }
      #expect(cells[7].isEmpty == !estimate.value.isFinite && cells[13] == estimate.verdict.word)
    }
    // One reason holds a comma, and is quoted.
    #expect(report.csv.contains("\"needs 250 returns, there are 120\""))
  }
}
