import SimEngine
import SimTestSupport
import Testing

@testable import SimReport

/// Figures made by hand: what is said about them.
struct ScaleStudyTests {
  static func record(_ agents: Int, _ workers: Int = 1, microseconds: Double, trial: Int = 1) throws -> ScaleRecord {
    let small = Trial(try SmallMarket.rules(SmallMarket.config(agents: 40)), warmup: 0, ticks: 2)
    var record = ScaleRecord(try #require(try small.run()), of: small, number: trial)
    (record.agents, record.workersAsked, record.workers, record.ticks) = (agents, workers, workers, 100)
    (record.elapsedMilliseconds, record.bytesPerAgent) = (microseconds / 10, 200)
    record.phaseShares = Phase.allCases.map { _ in 0.9 / Double(Phase.allCases.count) }
    return record
  }

  private static let caches = CacheSizes(levels: [
    .init(level: 2, bytes: 2 << 20, sharedBy: 1), .init(level: 3, bytes: 100 << 20, sharedBy: 2),
  ])

  /// 50 µs whatever the agents and 1 ns for each; from a million on twice that.
  private static func study(workers: [Int] = [1]) throws -> ScaleStudy {
    var records: [ScaleRecord] = []
    for worker in workers {
      for agents in [1_000, 10_000, 100_000, 1_000_000] {
        let each = agents < 1_000_000 ? 0.001 : 0.002
        for (trial, noise) in [1.0, 0.9, 1.5].enumerated() {
          records.append(
            try record(
              agents, worker, microseconds: noise * (50 + each * Double(agents) / Double(worker)), trial: trial + 1))
        }
      }
    }
    return ScaleStudy(records, caches: caches)
  }

  @Test func pointsAreMediansInOrder() throws {
    let study = try Self.study(workers: [2, 1])
    #expect(study.series.map(\.workersAsked) == [1, 2])
    let points = study.series[0].points
    #expect(points.map(\.median.agents) == [1_000, 10_000, 100_000, 1_000_000])
    #expect((points[2].median.nanosecondsPerAgentTick - 1.5).magnitude < 1e-9)
    #expect((points[2].least - 1.35).magnitude < 1e-9 && (points[2].most - 2.25).magnitude < 1e-9)
  }

  @Test func itSaysWhereCostStopsBeingInProportionAndWhy() throws {
    let words = try Self.study().findings.joined(separator: "\n")
    #expect(words.contains("below 100,000 agents a tick costs less than in proportion"), "\(words)")
    #expect(words.contains("cheapest at 100,000 agents, 1.50 ns; columns there take 20 MB"))
    #expect(words.contains("more than L2 2.0 MB and less than L3 100.0 MB"))
    #expect(words.contains("from 1,000,000 agents on it costs 1.37 times"))
    #expect(words.contains("200 MB, more than L3 100.0 MB"))
  }

  @Test func whatIsInProportionIsCalledThat() throws {
    let records = try [1_000, 10_000].map { try Self.record($0, microseconds: Double($0) / 100) }
    let words = ScaleStudy(records, caches: CacheSizes(levels: [])).findings.joined(separator: "\n")
    #expect(words.contains("from the smallest size on, cost grows in proportion"), "\(words)")
    let flat = try [1_000, 10_000].map { try Self.record($0, microseconds: 70) }
    #expect(
      ScaleStudy(flat, caches: Self.caches).findings.joined().contains("over all these sizes a tick costs less"))
    #expect(ScaleStudy(flat, caches: Self.caches).findings.joined().contains("no end of the proportion was reached"))
  }

  @Test func moreWorkersAreComparedAtEachSize() throws {
    let words = try Self.study(workers: [1, 2]).findings.joined(separator: "\n")
    #expect(words.contains("2 workers against 1 worker") && words.contains("1,000,000: 1.95"), "\(words)")
  }

  @Test func aRowHasACellForEveryColumn() throws {
    let record = try Self.record(1_000, microseconds: 50)
    let line = record.line(machine: "m", build: "b")
    #expect(line.components(separatedBy: ",").count == ScaleRecord.columns.count && line.hasSuffix(",m,b\n"))
    #expect(line.hasPrefix("1000,3,1,1,1,42,100,5.000,20000.000,20000000,50.0000,200,"))
    #expect((record.restShare - 0.1).magnitude < 1e-9)
    let alone = Double(Phase.allCases.count { $0.toggle == nil }) * 0.9 / Double(Phase.allCases.count)
    #expect((record.unsharedShare - 0.1 - alone).magnitude < 1e-9)
    #expect(ScaleRecord.headerLine == ScaleRecord.columns.joined(separator: ",") + "\n")
  }

  @Test func textAndPageShowEveryPoint() throws {
    let study = try Self.study(workers: [1, 2])
    #expect(study.text.contains("1,000,000") && study.text.contains("ns/agent-tick") && !study.text.contains("nan"))
    let html = ScalePage(study, seed: 42, symbols: 3, machine: "m & n", build: "b").html
    try MarkupBalance.check(html)
    for section in ["result", "cost", "time", "figures"] { #expect(html.contains("<section id=\"\(section)\"")) }
    #expect(
      html.contains("m &amp; n") && !html.contains("nan") && html.contains("line part0") && html.contains("line part1"))
    let one = ScaleStudy([try Self.record(1_000, microseconds: 50)], caches: Self.caches)
    try MarkupBalance.check(ScalePage(one, seed: 1, symbols: 3, machine: "m", build: "b").html)
    #expect(one.findings.isEmpty)
  }

  @Test(arguments: [
    (1_234_567, "1.2 MB"), (23_700_000, "24 MB"), (2_370_000_000, "2,370 MB"), (23_700_000_000, "23.7 GB"),
  ])
  func sizesAreShort(bytes: Int, expected: String) { #expect(ScaleStudy.size(bytes) == expected) }
}
