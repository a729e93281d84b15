import Testing

/// A flag wins over the environment, that over the file, that over the default.
@Suite(.timeLimit(.minutes(5)))
struct PrecedenceTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  /// A number that three places can give, and what each of them gives.
  struct Number: CustomTestStringConvertible {
    let key, flag, variable: String
    let file, byVariable, byFlag: Int
    var testDescription: String { key }
  }

  @Test(arguments: [
    Number(key: "ticks", flag: "--ticks", variable: "SIM_TICKS", file: 5, byVariable: 4, byFlag: 3),
    Number(key: "seed", flag: "--seed", variable: "SIM_SEED", file: 11, byVariable: 12, byFlag: 13),
    Number(key: "workers", flag: "--workers", variable: "SIM_WORKERS", file: 3, byVariable: 2, byFlag: 1),
    Number(key: "agents", flag: "--agents", variable: "SIM_AGENTS", file: 44, byVariable: 31, byFlag: 57),
  ])
  func aNumber(_ source: Number) throws {
    try shell.write("mine.json5", Shell.tiny.replacing("ticks: 30", with: "ticks: 5, seed: 11, workers: 3"))
    let file = ["--config", "mine.json5"]
    #expect(try shell.summary(of: file).integer(source.key) == source.file)
    let environment = [source.variable: "\(source.byVariable)"]
    #expect(try shell.summary(of: file, environment).integer(source.key) == source.byVariable)
    let flag = [source.flag, "\(source.byFlag)"]
    #expect(try shell.summary(of: file + flag, environment).integer(source.key) == source.byFlag)
    // A variable set to nothing is not set.
    #expect(try shell.summary(of: file, [source.variable: ""]).integer(source.key) == source.file)
  }

  @Test func theDefaultStandsWhereNobodySaysOtherwise() throws {
    let summary = try shell.summary(of: ["--config", "tiny.json5"])
    #expect(summary.integer("seed") == 42)
    #expect(summary.section("parallel")?.values.allSatisfy { $0 as? Bool == true } == true)
  }

  @Test func toggles() throws {
    try shell.write("mine.json5", Shell.tiny.replacing("run: {", with: "parallel: { auctions: false }, run: {"))
    func auctions(_ more: [String], _ environment: [String: String]) throws -> Bool? {
      let all = ["--config", "mine.json5", "--ticks", "2"] + more
      return try shell.summary(of: all, environment).section("parallel")?["auctions"] as? Bool
    }
    #expect(try auctions([], [:]) == false)
    #expect(try auctions([], ["PAR_AUCTIONS": "true"]) == true)
    #expect(try auctions(["--par-auctions", "false"], ["PAR_AUCTIONS": "true"]) == false)
  }

  /// A variable of another program is none of ours, one that is nearly ours is a mistake.
  @Test func aMisspelledVariableIsNamed() throws {
    let wrong = ["PAR_AUCTION": "false", "SIM_TIKCS": "5", "SIM_CITY": "2000", "PAR_TMPDIR": "/"]
    let ending = try shell.runTiny(environment: wrong)
    #expect(ending.status == .code(2))
    #expect(ending.errors.contains("PAR_AUCTION: there is no such variable; did you mean PAR_AUCTIONS?"))
    #expect(ending.errors.contains("SIM_TIKCS: there is no such variable; did you mean SIM_TICKS?"))
    #expect(!ending.errors.contains("SIM_CITY") && !ending.errors.contains("PAR_TMPDIR"))
    #expect(try shell.runTiny(environment: ["SIM_CITY": "2000"]).status == .code(0))
    // What a command does not read is not its business.
    #expect(try shell.qtg("version", environment: ["PAR_AUCTION": "false", "SIM_TICKS": "5"]).status == .code(0))
  }

  @Test func theConfigurationItself() throws {
    try shell.write("other.json5", Shell.tiny.replacing("count: 40", with: "count: 60"))
    let ticks = ["--ticks", "2"]
    let variable = ["SIM_CONFIG": "other.json5"]
    #expect(try shell.summary(of: ticks, variable).integer("agents") == 64)
    #expect(try shell.summary(of: ticks + ["--config", "tiny.json5"], variable).integer("agents") == 44)
    #expect(try shell.summary(of: ticks + ["--preset", "quick"], variable).integer("agents") == 1_000)
    // Nothing said: the production configuration.
    #expect(try shell.summary(of: ticks + ["--agents", "500"]).integer("symbols") == 50)
  }

  @Test func theStoragePath() throws {
    try shell.write("mine.json5", Shell.tiny.replacing("storage: {", with: "storage: { path: \"file.db\","))
    let file = ["--config", "mine.json5", "--ticks", "2"]
    _ = try shell.summary(of: file)
    #expect(shell.exists("file.db"))
    _ = try shell.summary(of: file, ["STORAGE_PATH": "variable.db"])
    #expect(shell.exists("variable.db"))
    _ = try shell.summary(of: file + ["--storage-path", "flag.db"], ["STORAGE_PATH": "not-this.db"])
    #expect(shell.exists("flag.db") && !shell.exists("not-this.db"))
    #expect(try shell.results("file.db").runs().count == 1)
    _ = try shell.summary(of: ["--config", "tiny.json5"])
    #expect(try shell.folder.names().filter { $0.hasSuffix(".db") } == ["file.db", "flag.db", "variable.db"])
  }

  /// Rescaling rounds each population, and still gives exactly what was asked for.
  @Test(arguments: [1, 2, 3, 43, 45, 999]) func agentsGivesExactlyThatMany(count: Int) throws {
    for source in [["--config", "tiny.json5"], ["--preset", "quick"]] {
      let summary = try shell.summary(of: source + ["--ticks", "1", "--agents", "\(count)"])
      #expect(summary.integer("agents") == count, "\(source)")
    }
  }
}
