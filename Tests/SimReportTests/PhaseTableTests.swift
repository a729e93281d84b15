import SimTrace
import Testing

@testable import SimReport

struct PhaseTableTests {
  private func trace(_ phases: [(name: String, nanoseconds: UInt64)], tick: UInt64, ticks: Int = 4) -> PhaseTrace {
    var trace = PhaseTrace(names: phases.map(\.name))
    for _ in 0..<ticks {
      for (row, phase) in phases.enumerated() { trace.record(phase: row, nanoseconds: phase.nanoseconds) }
      trace.endTick(nanoseconds: tick)
    }
    return trace
  }

  @Test func columnsAreAlignedAndTheRestIsNamed() {
    let trace = trace([("agent_collection", 60), ("auctions", 30)], tick: 120)
    #expect(
      PhaseTable(trace).text == """
        phase             mean µs  p50 µs  p99 µs    share
        agent_collection      0.1     0.1     0.1   50.0 %  ##########
        auctions              0.0     0.0     0.0   25.0 %  #####
        (rest)                0.0                   25.0 %  #####
        tick                  0.1     0.1     0.1  100.0 %

        """)
  }

  @Test func phasesThatTakeAllLeaveNoRest() {
    let text = PhaseTable(trace([("all", 1_000_000)], tick: 1_000_000)).text
    #expect(!text.contains("(rest)"))
    #expect(text.contains("\nall     1000.0"))
    #expect(text.contains(String(repeating: "#", count: PhaseTable.barWidth)))
  }

  @Test func severalWorkersAreToldHowBusyTheyWere() {
    var trace = PhaseTrace(names: ["a"], workers: 2)
    trace.addBusy(worker: 0, nanoseconds: 90)
    trace.addBusy(worker: 1, nanoseconds: 30)
    trace.endTick(nanoseconds: 100)
    #expect(
      PhaseTable(trace).text.hasSuffix(
        "\nworkers busy 90.0 %, 30.0 % of the time; the busiest 50.0 % more than the mean\n"))
  }

  @Test func aRunWithoutTicksHasATableOfNothing() {
    let text = PhaseTable(PhaseTrace(names: ["a"])).text
    #expect(text.split(separator: "\n").count == 3)
    #expect(!text.contains("nan") && !text.contains("#"))
  }

  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567"), (100_000, "100,000")])
  func thousandsAreGrouped(count: Int, expected: String) { #expect(grouped(count) == expected) }
}
