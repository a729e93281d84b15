import SimColumns
import Testing

@testable import SimParallel

struct SpanLogTests {
  @Test func theLastTicksOfEachWorkerAreKept() {
    let log = SpanLog(ticks: 2, workers: 2, spansPerTick: 3)
    for tick in UInt32(0)..<5 {
      log.begin(tick: tick)
      let start = UInt64(tick) * 100
      log.add(.phase(4), item: 7, worker: 0, start..<start + 10)
      log.add(.region(1), item: 0, worker: 0, start..<start + 20)
      log.add(.tick, item: 0, worker: 0, start..<start + 30)
      if tick == 4 { log.add(.phase(0), item: 2, worker: 1, start..<start + 5) }
    }
    let lane = log.spans(ofWorker: 0)
    #expect(lane.map(\.tick) == [3, 3, 3, 4, 4, 4])
    #expect(lane.map(\.kind) == [.phase(4), .region(1), .tick, .phase(4), .region(1), .tick])
    #expect(lane[0] == SpanLog.Span(kind: .phase(4), tick: 3, item: 7, time: 300..<310))
    #expect(log.spans(ofWorker: 1) == [SpanLog.Span(kind: .phase(0), tick: 4, item: 2, time: 400..<405)])
  }

  /// A worker that did little keeps what is older than the window; it is not told.
  @Test func spansOfOlderTicksAreNotTold() {
    let log = SpanLog(ticks: 3, workers: 1, spansPerTick: 10)
    for tick in UInt32(0)..<9 {
      log.begin(tick: tick)
      log.add(.tick, item: 0, worker: 0, 0..<1)
    }
    #expect(log.spans(ofWorker: 0).map(\.tick) == [6, 7, 8])
  }

  @Test func aFreshLogIsEmpty() { #expect(SpanLog(ticks: 1, workers: 1, spansPerTick: 1).spans(ofWorker: 0).isEmpty) }

  @Test(arguments: [1, 3]) func aTeamNotesEveryItemOnceAndWhoRanIt(workers: Int) {
    let items = 40
    let runner = Column<Int>(count: 2 * items, filledWith: -1)
    let ran = runner.view
    let regions = [0, 1].map { region in
      Region(itemCount: items, isParallel: region == 0, phases: [2 * region, 2 * region + 1])
    }
    let log = SpanLog(ticks: 5, workers: workers, spansPerTick: 4 * items + 3)
    let team = WorkerTeam(workers: workers, regions: regions, spans: log) { phase, item, worker in
      if phase % 2 == 0 { ran[phase / 2 * items + item] = worker }
    }
    team.together { leader in
      for tick in UInt32(0)..<7 {
        log.begin(tick: tick)
        for region in 0..<2 { _ = leader.run(region, backwards: tick % 2 == 1) }
        leader.note(.tick, 0..<1)
      }
    }
    let lanes = (0..<workers).map { log.spans(ofWorker: $0) }
    #expect(lanes.flatMap { $0 }.count { $0.kind == .tick } == 5)
    #expect(lanes.flatMap { $0 }.count { $0.kind == .region(0) } == 5)
    for tick in UInt32(2)..<7 {
      for phase in 0..<4 {
        let found = lanes.flatMap { $0 }.filter { $0.tick == tick && $0.kind == .phase(phase) }.map(\.item)
        #expect(found.sorted() == Array(0..<items), "tick \(tick), phase \(phase)")
      }
    }
    // The last tick's runners are those of the columns.
    for (worker, lane) in lanes.enumerated() {
      for span in lane where span.tick == 6 {
        if span.kind == .phase(0) { #expect(ran[span.item] == worker) }
        if span.kind == .phase(2) { #expect(ran[items + span.item] == worker) }
      }
    }
    // A worker does one thing after the other.
    for lane in lanes {
      let own = lane.filter { if case .phase = $0.kind { true } else { false } }
      #expect(zip(own, own.dropFirst()).allSatisfy { $0.time.upperBound <= $1.time.lowerBound })
    }
  }
}
