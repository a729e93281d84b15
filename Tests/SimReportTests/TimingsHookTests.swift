import SimEngine
import SimTestSupport
import SimTrace
import Testing

@testable import SimReport

struct TimingsHookTests {
  private let folder: TemporaryFolder
  private let world: HandMadeWorld

  init() throws {
    folder = try TemporaryFolder()
    world = try HandMadeWorld()
  }

  /// Runs `ticks` ticks whose durations follow from the tick's number.
  private func run(_ hook: TimingsHook, ticks: Int) throws -> PhaseTrace {
    var trace = PhaseTrace(names: ["first", "second"])
    for tick in 0..<ticks {
      trace.record(phase: 0, nanoseconds: UInt64(tick) * 1_000 + 7)
      trace.record(phase: 1, nanoseconds: 12_345)
      trace.endTick(nanoseconds: 1_000_000 + UInt64(tick))
      var counts = TickCounts()
      (counts.orders, counts.trades, counts.woken) = (tick * 10, tick, 3)
      try world.ticks(hook, UInt32(tick), counts: counts, trace: trace)
    }
    return trace
  }

  @Test func oneRowPerTickWithThreeExactDecimals() throws {
    let hook = try TimingsHook(path: folder.path("t.csv"))
    let trace = try run(hook, ticks: 3)
    try world.ends(ticks: 3, trace: trace) { try hook.runEnds($0) }
    #expect(
      try folder.text("t.csv") == """
        tick,total_us,first_us,second_us,orders,trades,woken
        0,1000.000,0.007,12.345,0,0,3
        1,1000.001,1.007,12.345,10,1,3
        2,1000.002,2.007,12.345,20,2,3

        """)
  }

  @Test func longRunsReachTheDiskWhileTheyLast() throws {
    let hook = try TimingsHook(path: folder.path("t.csv"))
    let ticks = 5_000
    let trace = try run(hook, ticks: ticks)
    #expect(try folder.text("t.csv").utf8.count > 2 * TimingsHook.flushBytes)
    try world.ends(.interrupted, ticks: ticks, trace: trace) { try hook.runEnds($0) }
    let lines = try folder.text("t.csv").split(separator: "\n")
    #expect(lines.count == ticks + 1)
    #expect(lines.dropFirst().enumerated().allSatisfy { $1.hasPrefix("\($0),") && $1.hasSuffix(",\($0 * 10),\($0),3") })
  }

  @Test func aRunWithoutTicksLeavesTheHeader() throws {
    let hook = try TimingsHook(path: folder.path("t.csv"))
    try world.ends(.failed, ticks: 0, trace: PhaseTrace(names: ["only"])) { try hook.runEnds($0) }
    #expect(try folder.text("t.csv") == "tick,total_us,only_us,orders,trades,woken\n")
  }

  @Test func whatWasThereBeforeIsGone() throws {
    let path = folder.path("t.csv")
    for ticks in [50, 1] {
      let hook = try TimingsHook(path: path)
      let trace = try run(hook, ticks: ticks)
      try world.ends(ticks: ticks, trace: trace) { try hook.runEnds($0) }
    }
    #expect(try folder.text("t.csv").split(separator: "\n").count == 2)
  }

  @Test func anUnwritablePathFailsBeforeTheRun() {
    let missing = folder.path("missing/t.csv")
    #expect(throws: ReportError.cannotOpen(path: missing, reason: "No such file or directory")) {
      try TimingsHook(path: missing)
    }
    let itself = folder.url.path
    #expect(throws: ReportError.cannotOpen(path: itself, reason: "Is a directory")) { try TimingsHook(path: itself) }
  }

  #if os(Linux)
    @Test func aFullDiskIsAnErrorThatNamesTheFile() throws {
      let full = ReportError.cannotWrite(path: "/dev/full", reason: "No space left on device")
      let hook = try TimingsHook(path: "/dev/full")
      #expect(throws: full) { _ = try run(hook, ticks: 5_000) }
      let atTheEnd = try TimingsHook(path: "/dev/full")
      let trace = try run(atTheEnd, ticks: 1)
      #expect(throws: full) { try world.ends(ticks: 1, trace: trace) { try atTheEnd.runEnds($0) } }
    }
  #endif
}
