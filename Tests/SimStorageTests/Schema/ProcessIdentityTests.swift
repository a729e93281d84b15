import Foundation
import SimTestSupport
import Testing

@testable import SimStorage

struct ProcessIdentityTests {
  @Test func thisProcessIsThereAndItsTextReadsBack() {
    let own = ProcessIdentity.own
    #expect(!own.isGone(lastSeen: 0, now: 0))
    #expect(ProcessIdentity(own.text) == own)
    #expect(ProcessIdentity("") == nil && ProcessIdentity("a/b/c") == nil)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/stat"), "there is no /proc on this system"))
  func anotherStartOrNumberIsAnotherProcess() {
    let own = ProcessIdentity.own
    #expect(!own.start.isEmpty)
    let reused = ProcessIdentity(boot: own.boot, namespace: own.namespace, process: own.process, start: "1")
    let ended = ProcessIdentity(boot: own.boot, namespace: own.namespace, process: "4194305", start: own.start)
    #expect(reused.isGone(lastSeen: 100, now: 100) && ended.isGone(lastSeen: 100, now: 100))
  }

  @Test func aMachineThatStartedAgainHasNoneOfItsProcesses() {
    let own = ProcessIdentity.own
    let before = ProcessIdentity(boot: "another", namespace: own.namespace, process: own.process, start: own.start)
    #expect(before.isGone(lastSeen: 100, now: 100))
  }

  @Test(arguments: [(100, false), (160, false), (161, true)] as [(Int64, Bool)])
  func whoCannotBeSeenIsGoneAfterAMinuteOfSilence(now: Int64, isGone: Bool) {
    let own = ProcessIdentity.own
    let elsewhere = ProcessIdentity(boot: own.boot, namespace: "pid:[1]", process: "1", start: "1")
    #expect(elsewhere.isGone(lastSeen: 100, now: now) == isGone)
  }
}

struct AbandonedRunsTests {
  @Test func onlyRunsWithoutAProcessAreMarked() throws {
    let connection = try ResultsFile.openForWriting(path: ":memory:", ResultsFile.Tuning())
    let own = ProcessIdentity.own.text
    for (run, outcome, process) in [(1, "running", own), (2, "running", "x/y/1/1"), (3, "completed", "x/y/1/1")] {
      try connection.execute(
        """
        INSERT INTO runs VALUES (\(run), '\(outcome)', 50, NULL, 0, 7, 9, 0, 0, NULL, 'rows', '', '', '', '',
          '\(process)', 60)
        """)
    }
    try AbandonedRuns.mark(connection, now: 1_000)
    let rows = try connection.prepare("SELECT outcome, ended_at FROM runs ORDER BY run_id")
    var found: [(String, Int64?)] = []
    while try rows.step() { found.append((rows.text(0), rows.integerIfAny(1))) }
    #expect(found.map(\.0) == ["running", "interrupted", "completed"])
    #expect(found.map(\.1) == [nil, 60, nil])
  }
}
