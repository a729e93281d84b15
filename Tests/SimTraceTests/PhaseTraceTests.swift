import SimTrace
import Testing

struct PhaseTraceTests {
  @Test func workersShareTheTimeAndTheBusiestIsKnown() {
    var trace = PhaseTrace(names: ["a"], workers: 2)
    #expect(trace.imbalance == 0 && trace.share(ofWorker: 1) == 0)
    for _ in 0..<2 {
      trace.addBusy(worker: 0, nanoseconds: 60)
      trace.addBusy(worker: 1, nanoseconds: 20)
      trace.endTick(nanoseconds: 100)
    }
    #expect(trace.share(ofWorker: 0) == 0.6 && trace.share(ofWorker: 1) == 0.2)
    #expect(trace.imbalance == 0.5)  // 60 against a mean of 40
    trace.reset()
    #expect(trace.busy == [0, 0] && trace.imbalance == 0)
  }

  private var filled: PhaseTrace {
    var trace = PhaseTrace(names: ["a", "b"])
    for tick in UInt64(1)...3 {
      trace.record(phase: 0, nanoseconds: 10 * tick)
      trace.record(phase: 1, nanoseconds: 5)
      trace.endTick(nanoseconds: 20 * tick)
    }
    return trace
  }

  @Test func durationsAddUpPerPhaseAndPerTick() {
    let trace = filled
    #expect(trace.phases.map(\.total) == [60, 15])
    #expect(trace.phases.map(\.count) == [3, 3])
    #expect((trace.tick.total, trace.tick.count) == (120, 3))
    #expect((trace.last, trace.lastTick) == ([30, 5], 60))
    #expect((trace.share(ofPhase: 0), trace.share(ofPhase: 1)) == (0.5, 0.125))
  }

  @Test func aResetForgetsEverythingButTheNames() {
    var trace = filled
    trace.reset()
    #expect(trace.names == ["a", "b"])
    #expect((trace.tick.count, trace.lastTick, trace.last) == (0, 0, [0, 0]))
    #expect(trace.share(ofPhase: 0) == 0)
  }
}
