import Testing

/// A flag wins over the environment, that over the file, that over the default.
@Suite(.timeLimit(.minutes(5)))
struct PrecedenceTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private struct Source: CustomTestStringConvertible {
    let key, flag, variable: String
    let file, byVariable, byFlag: Int
    var testDescription: String { key }
  }

  private static let numbers = [
    Source(key: "ticks", flag: "--ticks", variable: "SIM_TICKS", file: 5, byVariable: 4, byFlag: 3),
    Source(key: "seed", flag: "--seed", variable: "SIM_SEED", file: 11, byVariable: 12, byFlag: 13),
    Source(key: "workers", flag: "--workers", variable: "SIM_WORKERS", file: 3, byVariable: 2, byFlag: 1),
    Source(key: "agents", flag: "--agents", variable: "SIM_AGENTS", file: 44, byVariable: 31, byFlag: 57),
  ]

  @Test(arguments: numbers) private func numbers(_ source: Source) throws {
    try shell.write("mine.json5", Shell.tiny.replacing("ticks: 30", with: "ticks: 5, seed: 11, workers: 3"))
    let file = ["--config", "mine.json5"]
    #expect(try summary(file, [:]).integer(source.key) == source.file)
    let environment = [source.variable: "\(source.byVariable)"]
    #expect(try summary(file, environment).integer(source.key) == source.byVariable)
    #expect(try summary(file + [source.flag, "\(source.byFlag)"], environment).integer(source.key) == source.byFlag)
    // A variable set to nothing is not set.
    #expect(try summary(file, [source.variable: ""]).integer(source.key) == source.file)
  }

  @Test func theDefaultStandsWhereNobodySaysOtherwise() throws {
    let summary = try summary(["--config", "tiny.json5"], [:])
    #expect(summary.integer("seed") == 42)
    #expect(summary.section("parallel")?.values.allSatisfy { $0 as? Bool == true } == true)
  }

  @Test func toggles() throws {
    try shell.write("mine.json5", Shell.tiny.replacing("run: {", with: "parallel: { auctions: false }, run: {"))
    func auctions(_ more: [String], _ environment: [String: String]) throws -> Bool? {
      let all = ["--config", "mine.json5", "--ticks", "2"] + more
      return try summary(all, environment).section("parallel")?["auctions"] as? Bool
    }
    #expect(try auctions([], [:]) == false)
    #expect(try auctions([], ["PAR_AUCTIONS": "true"]) == true)
    #expect(try auctions(["--par-auctions", "false"], ["PAR_AUCTIONS": "true"]) == false)
  }

  @Test func theConfigurationItself() throws {
    try shell.write("other.json5", Shell.tiny.replacing("count: 40", with: "count: 60"))
    let ticks = ["--ticks", "2"]
    #expect(try summary(ticks, ["SIM_CONFIG": "other.json5"]).integer("agents") == 64)
    #expect(try summary(ticks + ["--config", "tiny.json5"], ["SIM_CONFIG": "other.json5"]).integer("agents") == 44)
    #expect(try summary(ticks + ["--preset", "quick"], ["SIM_CONFIG": "other.json5"]).integer("agents") == 1_000)
    // Nothing said: the production configuration.
    #expect(try summary(ticks + ["--agents", "500"], [:]).integer("symbols") == 50)
  }

  @Test func theStoragePath() throws {
    try shell.write(
      "mine.json5", Shell.tiny.replacing("storage: {", with: "storage: { path: \"file.db\","))
    let file = ["--config", "mine.json5", "--ticks", "2"]
    _ = try summary(file, [:])
    #expect(shell.exists("file.db"))
    _ = try summary(file, ["STORAGE_PATH": "variable.db"])
    #expect(shell.exists("variable.db"))
    _ = try summary(file + ["--storage-path", "flag.db"], ["STORAGE_PATH": "not-this.db"])
    #expect(shell.exists("flag.db") && !shell.exists("not-this.db"))
    #expect(try shell.results("file.db").runs().count == 1)
    _ = try summary(["--config", "tiny.json5"], [:])
    #expect(try shell.folder.names().filter { $0.hasSuffix(".db") } == ["file.db", "flag.db", "variable.db"])
  }

  /// Rescaling rounds each population, and still gives exactly what was asked for.
  @Test(arguments: [1, 2, 3, 43, 45, 999]) func agentsGivesExactlyThatMany(count: Int) throws {
    #expect(try summary(["--config", "tiny.json5", "--ticks", "1", "--agents", "\(count)"], [:]).integer("agents") == count)
    let quick = ["--preset", "quick", "--ticks", "1", "--agents", "\(count)"]
    #expect(try summary(quick, [:]).integer("agents") == count)
  }

  private func summary(_ arguments: [String], _ environment: [String: String]) throws -> Summary {
    let all = ["run", "--quiet", "--summary-json", "s.json"] + arguments
    let ending = try ProgramRun(all, in: shell.folder, environment: environment).wait()
    try #require(ending.status == .code(0), "\(ending)")
    return try shell.summary("s.json")
  }
}
