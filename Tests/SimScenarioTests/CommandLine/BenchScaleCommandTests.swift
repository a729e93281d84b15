import Foundation
import SimReport
import Testing

/// `qtg bench scale`: what it writes and what it refuses.
@Suite(.timeLimit(.minutes(5)))
struct BenchScaleCommandTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private func scale(_ arguments: String...) throws -> ProgramRun.Ending {
    try ProgramRun(["bench", "scale", "--config", "tiny.json5"] + arguments, in: shell.folder).wait()
  }

  @Test func everySizeAndNumberOfWorkersHasARowATrial() throws {
    let ending = try scale(
      "--agents", "1k,40,0.2k", "--workers", "2,1", "--ticks", "8", "--trials", "2", "--out", "s.csv", "--report",
      "s.html")
    #expect(ending.status == .code(0), "\(ending)")
    let (header, rows) = try shell.table("s.csv")
    #expect(header == ScaleRecord.columns && rows.count == 3 * 2 * 2)
    #expect(Set(rows.map { "\($0[0]) \($0[2]) \($0[4])" }).count == 12)
    #expect(Set(rows.map { $0[0] }) == ["40", "200", "1000"])
    let hash = try #require(header.firstIndex(of: "state_hash"))
    for size in ["40", "200", "1000"] { #expect(Set(rows.filter { $0[0] == size }.map { $0[hash] }).count == 1) }
    for row in rows {
      let shares = row[15..<hash].compactMap { Double($0) }
      #expect(shares.count == hash - 15 && (shares.reduce(0, +) - 1).magnitude < 0.01, "\(row)")
      #expect(try #require(Double(row[10])) > 0 && #require(Int(row[11])) > 100)
    }
    for piece in ["ns/agent-tick", "1,000", "cost", "2 workers"] { #expect(ending.output.contains(piece), "\(ending)") }
    #expect(ending.errors.contains("12/12"))
    #expect(try shell.folder.text("s.html").contains("<section id=\"cost\""))
  }

  @Test func withoutFilesThereIsOnlyTheText() throws {
    let ending = try scale("--agents", "50", "--workers", "1", "--ticks", "3", "--trials", "1")
    #expect(ending.status == .code(0) && ending.output.contains("bytes/agent"))
    #expect(try shell.folder.names() == ["tiny.json5"])
  }

  @Test func badInputIsFoundBeforeTheFirstMeasurement() throws {
    expectRefusal(
      try scale("--agents", "1k,many,0"), 2, saying: "--agents: found `many`", "--agents: found `0`", "k for thousands")
    expectRefusal(
      try scale("--workers", "257"), 2, saying: "--workers: found `257`, allowed: whole numbers", "1 ... 256")
    expectRefusal(try scale("--trials", "0", "--ticks", "0"), 2, saying: "--trials: found `0`", "--ticks: found `0`")
    for flag in ["--out", "--report"] {
      expectRefusal(try scale(flag, "nowhere/x"), 3, saying: "\(flag): nowhere/x", "does not exist")
    }
    expectRefusal(try shell.qtg("bench"), 2, saying: "`bench` goes on: bench scale")
    #expect(try shell.folder.names() == ["tiny.json5"])
  }
}
