import SimTestSupport
import SimTypes
import Testing

@testable import SimEngine
@testable import SimHooks

/// A run of a given length with a clock that moves by hand.
private final class Scene {
  let world: HandMadeWorld
  var now: UInt64 = 5_000_000_000
  var written: [String] = []

  init(ticks: Int) throws { world = try HandMadeWorld(ticks: ticks) }

  /// Runs `ticks` ticks of `nanoseconds` each, with ten orders and two trades in every one.
  func run(
    _ style: ProgressHook.Style, ticks: Int, nanoseconds: UInt64, outcome: RunEnd.Outcome = .completed
  ) throws -> [String] {
    let hook = ProgressHook(style, clock: { self.now }, write: { self.written.append($0) })
    var totals = TickCounts()
    try world.starts(hook)
    for tick in 0..<ticks {
      now += nanoseconds
      totals.orders += 10
      totals.trades += 2
      try world.ticks(hook, UInt32(tick), totals: totals)
    }
    try world.ends(hook, outcome, ticks: ticks, totals: totals)
    return written
  }
}

struct ProgressHookTests {
  @Test func plainLinesComeAtEveryTenth() throws {
    let lines = try Scene(ticks: 1_000).run(.plainLines, ticks: 1_000, nanoseconds: 1_000_000)
    #expect(lines.count == 10)
    let atForty = "40 %  tick 400/1000  1.00 k ticks/s  0.6 s left  12.0 k agent-ticks/s  10.0 k orders/s  800 trades"
    #expect(lines[3] == atForty + "  0.4 s elapsed\n")
    let atTheEnd = "100 %  tick 1000/1000  1.00 k ticks/s  12.0 k agent-ticks/s  10.0 k orders/s  2.00 k trades"
    #expect(lines[9] == atTheEnd + "  1.0 s elapsed\n")
  }

  @Test(arguments: [1, 3, 7, 9, 10, 11, 19, 25])
  func shortRunsPrintEachTenthOnceAndEndAtAHundred(ticks: Int) throws {
    let lines = try Scene(ticks: ticks).run(.plainLines, ticks: ticks, nanoseconds: 1_000)
    #expect(lines.count == min(ticks, 10))
    #expect(lines.last?.hasPrefix("100 %") == true)
    #expect(Set(lines).count == lines.count)
  }

  @Test func anInterruptedRunSaysSo() throws {
    let lines = try Scene(ticks: 100).run(.plainLines, ticks: 15, nanoseconds: 1_000, outcome: .interrupted)
    #expect(lines.count == 2)
    #expect(lines[1].hasPrefix("interrupted 15 %  tick 15/100"))
  }

  @Test func theLineIsRewrittenFiveTimesASecond() throws {
    // Three seconds of a millisecond a tick: 15 rewritings, of which the run's end makes one more.
    let lines = try Scene(ticks: 3_000).run(.rewrittenLine(columns: 200), ticks: 3_000, nanoseconds: 1_000_000)
    #expect(lines.count == 16)
    #expect(lines.allSatisfy { $0.hasPrefix("\r\u{1b}[K") })
    #expect(lines.dropLast().allSatisfy { !$0.hasSuffix("\n") })
    #expect(lines[15].hasPrefix("\r\u{1b}[K100 %") && lines[15].hasSuffix("elapsed\n"))
  }

  @Test(arguments: [0, 10, 40, 60, 80, 100])
  func theLineNeverWraps(columns: Int) throws {
    let lines = try Scene(ticks: 100).run(
      .rewrittenLine(columns: columns), ticks: 50, nanoseconds: 300_000_000, outcome: .interrupted)
    for line in lines {
      let shown = line.dropFirst("\r\u{1b}[K".count).filter { $0 != "\n" }
      #expect(shown.count <= max(columns, "interrupted 50 %".count))
    }
  }

  @Test func moreTicksThanPlannedAreNoProblem() throws {
    let lines = try Scene(ticks: 10).run(.plainLines, ticks: 12, nanoseconds: 1_000)
    #expect(lines.count == 10)
  }

  @Test(
    arguments: [
      (0, "0"), (7, "7"), (0.5, "0.50"), (999.4, "999"), (999.6, "1.00 k"), (4_128, "4.13 k"), (9_996, "10.0 k"),
      (52_100_000, "52.1 M"), (99_960, "100 k"), (1.5e9, "1.50 G"), (2e15, "2000 T"),
    ] as [(Double, String)])
  func scaledNumbersHaveThreeDigits(value: Double, expected: String) { #expect(scaled(value) == expected) }

  @Test(
    arguments: [
      (0.04, "0.0 s"), (1.25, "1.3 s"), (9.96, "10 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (185, "3 min 05 s"),
      (7_800, "2 h 10 min"),
    ] as [(Double, String)])
  func durationsReadNaturally(seconds: Double, expected: String) { #expect(duration(seconds) == expected) }
}
