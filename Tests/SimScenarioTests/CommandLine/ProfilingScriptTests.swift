import Foundation
import SimParallel
import SimReport
import Testing

/// `profiling/run_profiling.sh`: the same columns as `qtg profile`, from processes and variables.
@Suite(.timeLimit(.minutes(5)))
struct ProfilingScriptTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../profiling/run_profiling.sh").standardizedFileURL.path

  private func run(_ environment: [String: String]) throws -> (status: Int32, errors: String) {
    let (process, errors) = (Process(), Pipe())
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["bash", Self.script, "--config", "tiny.json5", "--workers", "1"]
    process.currentDirectoryURL = shell.folder.url
    process.environment = BuiltProgram.environment
      .merging(["QTG": try BuiltProgram.url().path, "TRIALS": "1", "TICKS": "5"]) { $1 }.merging(environment) { $1 }
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, errors)
    try process.run()
    let text = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: text, as: UTF8.self))
  }

  @Test func itWritesTheContractsColumns() throws {
    let ending = try run([:])
    #expect(ending.status == 0, "\(ending.errors)")
    let (header, rows) = try shell.table("profiling_results.csv")
    #expect(header == TrialRecord.columns)
    #expect(Set(rows.map { $0[1] }) == Set(ParallelizationConfig.standardDesign.map(\.name)) && rows.count == 11)
    let hash = try #require(header.firstIndex(of: "state_hash"))
    #expect(Set(rows.map { $0[hash] }).count == 1)
    for row in rows {
      #expect(Array(row[4...8]) == ["42", "44", "2", "5", "1"], "\(row)")
      #expect(row[9...10].allSatisfy { Double($0) ?? 0 > 0 } && row[15..<hash].allSatisfy { Double($0) != nil })
    }
  }

  @Test func badInputIsFoundBeforeTheFirstTrial() throws {
    let cases: [([String: String], Int32, String)] = [
      (["QTG": "/nowhere/qtg"], 2, "there is no such program"), (["TRIALS": "0"], 2, "TRIALS: found `0`"),
      (["TICKS": "many"], 2, "TICKS: found `many`"), (["OUT": "nowhere/x.csv"], 3, "nowhere/x.csv"),
    ]
    for (environment, status, words) in cases {
      let ending = try run(environment)
      #expect(ending.status == status && ending.errors.contains(words), "\(ending)")
    }
  }
}
