import Foundation
import SimStorage
import Testing

/// A run that somebody ends: in order when asked to, whole when killed.
@Suite(.timeLimit(.minutes(5)))
struct InterruptionTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  /// As good as for ever.
  private static let longRun = ["run", "--config", "tiny.json5", "--ticks", "4000000000"]
  private static let outputs = ["--timings", "t.csv", "--summary-json", "s.json", "--storage-path", "r.db"]

  /// Ticks whose rows are in the database by now.
  private func storedTicks() -> Int {
    guard shell.exists("r.db"), let results = try? shell.results("r.db") else { return 0 }
    return (try? results.runs().first?.ticks) ?? 0
  }

  @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsTheRunInOrder(signal: Int32) throws {
    let run = try ProgramRun(Self.longRun + Self.outputs, in: shell.folder)
    try #require(run.waitUntil { storedTicks() > 0 }, "\(run.errors)")
    run.send(signal)
    let ending = try run.wait()
    #expect(ending.status == .code(130), "\(ending)")
    #expect(ending.errors.contains("stopping after this tick; once more to exit at once"))
    let last = try #require(ending.errors.split(separator: "\n").last)
    #expect(last.hasPrefix("interrupted ") && !last.contains(" left"), "\(ending)")
    #expect(ending.output.contains("interrupted "), "\(ending)")

    let summary = try shell.summary("s.json")
    let ticks = try #require(summary.integer("ticks"))
    #expect(summary.text("outcome") == "interrupted" && ticks > 0)

    let (header, rows) = try shell.table("t.csv")
    #expect(rows.count == ticks && rows.allSatisfy { $0.count == header.count })
    #expect(rows.last?.first == "\(ticks - 1)")

    let results = try shell.results("r.db")
    let stored = try #require(try results.runs().first)
    #expect(stored.outcome == .interrupted && stored.ticks == ticks && stored.endedAt != nil)
    #expect(stored.stateHash == summary.text("state_hash"))
    #expect(try results.tradeCount(run: stored.id) == summary.integer("trades"))
    #expect(try results.snapshotTicks(run: stored.id).last == ticks - 1)
  }

  @Test func aQuietRunEndsWithoutAWord() throws {
    let run = try ProgramRun(Self.longRun + ["--quiet", "--timings", "t.csv"], in: shell.folder)
    try #require(run.waitUntil { (try? shell.folder.text("t.csv"))?.isEmpty == false })
    run.send(SIGINT)
    let ending = try run.wait()
    #expect(ending.status == .code(130) && ending.output.isEmpty && ending.errors.isEmpty, "\(ending)")
  }

  /// The run is stuck in a write to a pipe that nobody empties, so the first signal cannot end it.
  @Test func aSecondSignalDoesNotWait() throws {
    let pipe = Pipe()
    let run = try ProgramRun(
      Self.longRun + ["--timings", "/dev/stdout"], in: shell.folder, output: pipe.fileHandleForWriting)
    // The first rows are in the pipe: it is full, or will be with the next ones.
    try #require(try pipe.fileHandleForReading.read(upToCount: 1)?.count == 1)
    run.send(SIGINT)
    try #require(run.waitUntil { run.errors.contains("once more to exit at once") }, "\(run.errors)")
    #expect(run.isRunning)
    run.send(SIGINT)
    #expect(try run.wait().status == .code(130))
  }

  /// Nothing can be flushed: what was stored before is whole, and the run is not taken for finished.
  @Test func aKilledRunLeavesWholeTicks() throws {
    let run = try ProgramRun(Self.longRun + Self.outputs, in: shell.folder)
    try #require(run.waitUntil { storedTicks() > 0 }, "\(run.errors)")
    run.send(SIGKILL)
    #expect(try run.wait().status == .signal(SIGKILL))
    #expect(!shell.exists("s.json"))

    func check() throws -> Int {
      let results = try shell.results("r.db")
      let stored = try #require(try results.runs().first)
      #expect(stored.outcome == .interrupted && stored.stateHash == nil)
      #expect(stored.ticks > 0)
      var byTick: [Int: Int] = [:]
      try results.forEachTrade(run: stored.id) { byTick[$0.tick, default: 0] += 1 }
      #expect(byTick.keys.allSatisfy { $0 < stored.ticks })
      #expect(try results.snapshotTicks(run: stored.id).allSatisfy { $0 < stored.ticks })
      return byTick.values.reduce(0, +)
    }
    let trades = try check()
    // As many as the same ticks have when they run to their end, in a file that goes on.
    let ticks = try #require(try shell.results("r.db").runs().first).ticks
    let again = try shell.summary(
      of: ["--config", "tiny.json5", "--ticks", "\(ticks)", "--storage-path", "r.db"])
    #expect(again.integer("trades") == trades)
    #expect(try check() == trades)
    #expect(try shell.results("r.db").runs().map(\.outcome) == [.interrupted, .completed])
  }
}
