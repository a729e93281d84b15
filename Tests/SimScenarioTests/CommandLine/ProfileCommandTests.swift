import Foundation
import SimEngine
import SimParallel
import SimReport
import Testing

/// `qtg profile`: what it writes, how it goes on, what it refuses. Its times are tested nowhere, its figures in
/// `ProfileAnalysisTests`.
@Suite(.timeLimit(.minutes(5)))
struct ProfileCommandTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private static let tiny = ["profile", "--config", "tiny.json5", "--ticks", "12", "--warmup", "3"]

  private func profile(_ arguments: String..., environment: [String: String] = [:]) throws -> ProgramRun.Ending {
    try ProgramRun(Self.tiny + arguments, in: shell.folder, environment: environment).wait()
  }

  /// The machine's name may hold a comma, so cells are counted from the left.
  private func rows(_ name: String = "profiling_results.csv") throws -> [[String]] { try shell.table(name).rows }

  @Test func theStandardDesignMeasuresElevenConfigurationsThreeTimesInRandomOrder() throws {
    let ending = try profile("--effects", "effects.csv")
    #expect(ending.status == .code(0), "\(ending)")
    let (header, rows) = try shell.table("profiling_results.csv")
    #expect(header == TrialRecord.columns)
    #expect(rows.count == 33)
    let names = ParallelizationConfig.standardDesign.map(\.name)
    for trial in 1...3 {
      #expect(Set(rows.filter { $0[2] == "\(trial)" }.map { $0[1] }) == Set(names))
    }
    #expect(rows.map { $0[3] } == (1...33).map { "\($0)" }, "in the order they were measured")
    #expect(rows.prefix(11).map { $0[1] } != names, "which is not the order of the design")
    let hash = try #require(header.firstIndex(of: "state_hash"))
    #expect(Set(rows.map { $0[hash] }).count == 1)
    for row in rows {
      #expect(row[0] == "standard" && row[4...8] == ["42", "44", "2", "12", "1"] || row[8] == "2", "\(row)")
      let (elapsed, rate) = (try #require(Double(row[9])), try #require(Double(row[10])))
      #expect(elapsed > 0 && (rate * elapsed / 12_000 - 1).magnitude < 0.01)
      #expect(row[15..<15 + Phase.allCases.count].allSatisfy { Double($0) != nil })
    }
    for piece in ["configuration", "all_sequential", "95 % interval", "recommended"] {
      #expect(ending.output.contains(piece), "\(ending)")
    }
    #expect(ending.errors.contains("33/33") && ending.errors.contains(" left\n"))
    let grain = Simulation.defaultGrain
    #expect(ending.errors.contains("44 agents: below \(grain) nothing is shared") == (44 < grain))
    #expect(try shell.table("effects.csv").rows.count == 11)
  }

  @Test func workersAreThoseThatTookPart() throws {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let ending = try profile("--trials", "1", "--workers", "200")
    #expect(ending.status == .code(0))
    let words = "200 workers on \(cores) cores: fewer take part; the column `workers` says how many did"
    #expect(ending.errors.contains(words) == (cores > 1 && cores < 200))
    for row in try rows() { #expect(try #require(Int(row[8])) <= max(2, cores + 1), "not 200: \(row[8])") }
    #expect(try rows()[0].last?.hasSuffix("workers 200") == true)
  }

  @Test func aFinishedSeriesIsNotMeasuredAgain() throws {
    #expect(try profile("--trials", "1", "--quiet").status == .code(0))
    let before = try shell.folder.text("profiling_results.csv")
    let again = try profile("--trials", "1")
    #expect(again.status == .code(0) && again.output.contains("recommended"))
    #expect(again.errors.contains("holds 11 trials of this series; nothing is left to measure"))
    #expect(try shell.folder.text("profiling_results.csv") == before)
    // More trials go on; a restart begins anew.
    #expect(try profile("--trials", "2", "--quiet").status == .code(0))
    #expect(try shell.folder.text("profiling_results.csv").hasPrefix(before) && rows().count == 22)
    #expect(try profile("--trials", "1", "--quiet", "--restart").status == .code(0))
    #expect(try rows().count == 11 && shell.folder.text("profiling_results.csv") != before)
  }

  @Test func anInterruptedSeriesGoesOnAsItWasPlanned() throws {
    let series = Self.tiny + ["--design", "full", "--trials", "1", "--out", "f.csv", "--ticks", "2000"]
    let run = try ProgramRun(series, in: shell.folder)
    func lines() -> Int { ((try? shell.folder.text("f.csv")) ?? "").count { $0 == "\n" } }
    try #require(run.waitUntil { lines() > 3 }, "\(run.errors)")
    run.send(SIGINT)
    let ending = try run.wait()
    #expect(ending.status == .code(130) && ending.output.isEmpty, "\(ending)")
    #expect(ending.errors.contains("of 512 trials; the same command goes on"))
    let done = try rows("f.csv").count
    #expect(done >= 3 && done < 512)
    // Cut in the middle of a row, as a crash may leave it: that trial is measured again.
    let whole = try shell.folder.text("f.csv")
    try shell.write("f.csv", String(whole.dropLast(30)))
    let second = try ProgramRun(series, in: shell.folder)
    try #require(second.waitUntil { lines() > done + 3 }, "\(second.errors)")
    second.send(SIGINT)
    _ = try second.wait()
    let orders = try rows("f.csv").map { $0[3] }
    #expect(orders == (1...orders.count).map { "\($0)" }, "each planned trial once, in the planned order")
  }

  @Test func aFileOfAnotherSeriesIsRefusedAndKept() throws {
    #expect(try profile("--trials", "1", "--quiet").status == .code(0))
    let before = try shell.folder.text("profiling_results.csv")
    for (arguments, piece) in [
      (["--seed", "7"], "seed is `42`, here it is `7`"), (["--ticks", "13"], "ticks is `12`, here it is `13`"),
      (["--warmup", "4"], "warmup 3"), (["--design", "screening"], "design is `standard`"),
      (["--workers", "3"], "workers 3"), (["--mechanism", "continuous"], "config "),
    ] {
      let ending = try ProgramRun(Self.tiny + arguments, in: shell.folder).wait()
      expectRefusal(ending, 2, saying: "profiling_results.csv: line 2", piece, "--restart")
    }
    #expect(try shell.folder.text("profiling_results.csv") == before)
    try shell.write("notes.csv", "a,b\n1,2\n")
    expectRefusal(try profile("--out", "notes.csv"), 2, saying: "notes.csv", "something else", "--restart")
  }

  /// A result that differs is not compared: exit code 1, and what was measured stays.
  @Test func trialsWithDifferentResultsAreNotCompared() throws {
    #expect(try profile("--trials", "1", "--quiet").status == .code(0))
    let text = try shell.folder.text("profiling_results.csv")
    let hash = try #require(try rows()[4][TrialRecord.columns.firstIndex(of: "state_hash")!] as String?)
    var lines = text.components(separatedBy: "\n")
    lines[5] = lines[5].replacing(hash, with: "0123456789abcdef")
    try shell.write("profiling_results.csv", lines.joined(separator: "\n"))
    expectRefusal(
      try profile("--trials", "1"), 1, saying: "did not come to the same result", "0123456789abcdef: 1 trial",
      "\(hash): 10 trials", "The rows are in profiling_results.csv")
    #expect(try rows().count == 11)
  }

  @Test func badInputIsFoundBeforeTheFirstTrial() throws {
    expectRefusal(
      try profile("--design", "ful"), 2, saying: "no design `ful`; did you mean `full`? There are standard, screening")
    expectRefusal(
      try profile("--trials", "0", "--warmup", "-1"), 2, saying: "--trials: found `0`", "--warmup: found `-1`")
    expectRefusal(try profile("--par-auctons", "false"), 2, saying: "--par-auctons: no such flag\n")
    expectRefusal(
      try profile("--par-auctions", "false"), 2,
      saying: "--par-auctions: no such flag of this command; `qtg run` has it")
    for flag in ["--out", "--effects", "--report"] {
      expectRefusal(
        try profile(flag, "nowhere/x.csv"), 3, saying: "\(flag): nowhere/x.csv", "does not exist",
        "`qtg help profile` shows the flags that name files.")
    }
    try shell.write("bad.json5", "{ run: { tick: 5 } }")
    let bad = try ProgramRun(["profile", "--config", "bad.json5"], in: shell.folder).wait()
    expectRefusal(bad, 2, saying: "run.tick: unknown key", "`qtg help profile` every flag.")
    expectRefusal(try profile("--out", "x.csv", "--effects", "x.csv"), 2, saying: "file of --out too")
    #expect(try shell.folder.names() == ["bad.json5", "tiny.json5"], "nothing was begun")
  }

  @Test func togglesOfTheEnvironmentAreLeftAsideAndSaid() throws {
    let ending = try profile("--trials", "1", environment: ["PAR_AUCTIONS": "false"])
    #expect(ending.status == .code(0) && ending.errors.contains("PAR_AUCTIONS: left aside"), "\(ending)")
  }
}
