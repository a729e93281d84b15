import Foundation
import SimParallel
import SimTestSupport
import Testing

@testable import SimReport

struct ChromeTraceTests {
  /// Two ticks of two workers: a region of one phase that both share, and hooks.
  private func log() -> SpanLog {
    let log = SpanLog(ticks: 2, workers: 2, spansPerTick: 10)
    for tick in UInt32(5)..<7 {
      let start = 1_000_000 * UInt64(tick)
      log.begin(tick: tick)
      log.add(.phase(0), item: 0, worker: 0, start + 1_000..<start + 4_000)
      log.add(.phase(0), item: 1, worker: 1, start + 1_500..<start + 2_500)
      log.add(.region(0), item: 0, worker: 0, start + 900..<start + 4_100)
      log.add(.tick, item: 0, worker: 0, start..<start + 5_000)
      log.add(.phase(1), item: 0, worker: 0, start + 5_000..<start + 5_123)
    }
    return log
  }

  private func trace() -> ChromeTrace {
    ChromeTrace(log(), phases: ["auctions", "hooks"], regions: [[0]], facts: [("seed", "42"), ("said", "a \"b\"\n")])
  }

  private func events(_ text: String) throws -> [[String: Any]] {
    let file = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(file["otherData"] as? [String: String] == ["seed": "42", "said": "a \"b\"\n"])
    return try #require(file["traceEvents"] as? [[String: Any]])
  }

  @Test func everySpanIsAnEventInItsWorkersLane() throws {
    let events = try events(trace().text)
    let names = events.filter { $0["ph"] as? String == "M" && $0["name"] as? String == "thread_name" }
    #expect(names.compactMap { ($0["args"] as? [String: String])?["name"] } == ["worker 0 (leads)", "worker 1"])
    let spans = events.filter { $0["ph"] as? String == "X" }
    #expect(spans.count == 10)
    #expect(spans.count { $0["tid"] as? Int == 1 } == 2)
    #expect(spans.allSatisfy { $0["pid"] as? Int == 1 && $0["ts"] is NSNumber && $0["dur"] is NSNumber })
    let first = try #require(spans.first { $0["cat"] as? String == "phase" && $0["tid"] as? Int == 1 })
    #expect(first["name"] as? String == "auctions" && (first["ts"] as? NSNumber)?.doubleValue == 1.5)
    #expect((first["dur"] as? NSNumber)?.doubleValue == 1)
    #expect((first["args"] as? [String: Any])?["item"] as? Int == 1)
    #expect((first["args"] as? [String: Any])?["tick"] as? Int == 5)
  }

  @Test func regionsAndTicksTellBusyTimesAndImbalance() throws {
    for category in ["region", "tick"] {
      let event = try #require(try events(trace().text).first { $0["cat"] as? String == category })
      let facts = try #require(event["args"] as? [String: Any])
      #expect((facts["busy_us"] as? [NSNumber])?.map(\.doubleValue) == [3, 1])
      #expect((facts["imbalance"] as? NSNumber)?.doubleValue == 0.5)  // 3 / 2 - 1
    }
  }

  @Test func lanesAreNestedOrApart() throws {
    let spans = try events(trace().text).filter { $0["ph"] as? String == "X" && $0["tid"] as? Int == 0 }
      .map { span in
        let start = (span["ts"] as? NSNumber)?.doubleValue ?? -1
        return start...start + ((span["dur"] as? NSNumber)?.doubleValue ?? 0)
      }
    for one in spans {
      for other in spans {
        let isApart = one.upperBound <= other.lowerBound || other.upperBound <= one.lowerBound
        let isInside =
          one.lowerBound <= other.lowerBound && other.upperBound <= one.upperBound
          || other.lowerBound <= one.lowerBound && one.upperBound <= other.upperBound
        #expect(isApart || isInside)
      }
    }
  }

  @Test func theFileIsWrittenWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    try trace().write(to: folder.path("t.json"))
    #expect(try folder.text("t.json") == trace().text)
    #expect(throws: ReportError.self) { try trace().write(to: folder.path("no/t.json")) }
    #expect(try folder.names() == ["t.json"])
  }
}
