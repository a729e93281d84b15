import Foundation
import Testing

/// `qtg analyze risk` and `qtg analyze cointegration` on files of the user's.
@Suite(.timeLimit(.minutes(5)))
struct AnalyzeRiskTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private static let golden = [
    100000, 100200, 99900, 100400, 100100, 100700, 100300, 99800, 99500, 99900, 100600, 101000, 100800, 101500, 101200,
    100900, 101800, 102300, 101900, 102500, 102200, 102900,
  ]
  private static let names = [
    "periods", "total_return", "annualised_return", "volatility", "sharpe", "sharpe_lo2002", "sortino", "max_drawdown",
    "max_drawdown_periods", "calmar", "var_95_historical", "var_95_cornish_fisher", "expected_shortfall_95",
    "skewness", "excess_kurtosis",
  ]

  private func table(_ ending: ProgramRun.Ending) throws -> [(name: String, value: String)] {
    try #require(ending.status == .code(0) && ending.errors.isEmpty, "\(ending)")
    let lines = ending.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.first == "metric,value" && lines.last == "")
    return try lines.dropFirst().dropLast().map { line in
      let cells = line.components(separatedBy: ",")
      try #require(cells.count == 2)
      return (cells[0], cells[1])
    }
  }

  @Test func theGoldenEquity() throws {
    let rows = Self.golden.enumerated().map { "\($0),\($1)" }.joined(separator: "\n")
    try shell.write("account.csv", "day,Equity\n\(rows)\n")
    let found = try table(shell.qtg("analyze", "risk", "--input", "account.csv"))
    #expect(found.map(\.name) == Self.names)
    let values = Dictionary(uniqueKeysWithValues: found)
    #expect(values["periods"] == "21" && values["max_drawdown_periods"] == "5")
    let expected = [
      "sharpe": 4.580646878, "sortino": 9.401875852, "var_95_historical": 0.003972195,
      "var_95_cornish_fisher": 0.006499608, "max_drawdown": 0.011916584, "total_return": 0.029,
      "volatility": 0.075534209, "skewness": 0.084608883, "excess_kurtosis": -1.678002059,
    ]
    for (name, value) in expected {
      let found = try #require(Double(values[name] ?? ""))
      #expect(abs(found - value) < 6e-10, "\(name): \(found)")
    }
    // Another year and another rate are other figures.
    let monthly = try table(
      shell.qtg(
        "analyze", "risk", "--input", "account.csv", "--column", "EQUITY", "--periods-per-year=12", "--risk-free",
        "0.006"))
    let ofMonths = Dictionary(uniqueKeysWithValues: monthly)
    let sharpe = try #require(Double(ofMonths["sharpe"] ?? ""))
    #expect(abs(sharpe - (0.001372998 - 0.0005) / 0.004758208 * Double(12).squareRoot()) < 1e-6)
  }

  @Test func whatIsNotDefinedIsEmpty() throws {
    try shell.write("still.csv", "equity\n5\n5\n5\n5\n")
    let values = Dictionary(uniqueKeysWithValues: try table(shell.qtg("analyze", "risk", "--input", "still.csv")))
    for name in ["sharpe", "sharpe_lo2002", "sortino", "calmar", "skewness", "excess_kurtosis"] {
      #expect(values[name] == "", "\(name)")
    }
    #expect(values["volatility"] == "0" && values["max_drawdown"] == "0" && values["total_return"] == "0")
  }

  @Test func badInputIsRefused() throws {
    func refusal(_ text: String, _ pieces: String..., arguments: String...) throws {
      try shell.write("bad.csv", text)
      let ending = try ProgramRun(["analyze", "risk", "--input", "bad.csv"] + arguments, in: shell.folder).wait()
      #expect(ending.status == .code(2) && ending.output.isEmpty, "\(ending)")
      for piece in pieces { #expect(ending.errors.contains(piece), "`\(piece)` in \(ending)") }
    }
    try refusal("close\n1\n2\n3\n", "there is no column `equity`", "close")
    try refusal("equity\n1\ntwo\n3\n", "row 2 (line 3)", "`equity`", "found `two`", "a finite number")
    try refusal("equity\n1\n2\nnan\n", "row 3 (line 4)", "found `nan`")
    try refusal("equity,x\n1,1\n,2\n3,3\n", "row 2", "the cell is empty")
    try refusal("equity\n1\n0\n3\n", "row 2 (line 3)", "found `0`", "a number above 0")
    try refusal("equity\n1\n2\n", "2 rows where at least 3 are needed")
    try refusal("equity\n1\n2\n3\n", "--periods-per-year: found `0`", arguments: "--periods-per-year", "0")
    try refusal("equity\n1\n2\n3\n", "--risk-free: found `x`", arguments: "--risk-free", "x")
    expectRefusal(try shell.qtg("analyze", "risk"), 2, saying: "--input: is missing")
    expectRefusal(try shell.qtg("analyze", "risk", "--input", "none.csv"), 2, saying: "none.csv", "no such file")
    try shell.write("ruin.csv", "equity\n4\n2\n0\n")
    let ruin = Dictionary(uniqueKeysWithValues: try table(shell.qtg("analyze", "risk", "--input", "ruin.csv")))
    #expect(ruin["total_return"] == "-1" && ruin["annualised_return"] == "-1")
  }

  // MARK: - Cointegration

  private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/statistics").standardizedFileURL

  @Test func aPairAgreesWithStatsmodels() throws {
    struct Fixture: Decodable {
      struct Pair: Decodable {
        let a, b: String
        let count: Int
        let expected: [String: Double?]
      }
      let pairs: [Pair]
    }
    let text = try Data(contentsOf: Self.fixtures.appending(path: "statistics.json"))
    let whole = try JSONDecoder().decode(Fixture.self, from: text).pairs.filter { $0.count == 600 }
    #expect(whole.count == 2)
    for pair in whole {
      let found = try table(
        shell.qtg(
          "analyze", "cointegration", "--input", Self.fixtures.appending(path: "pairs.csv").path, "--a", pair.a, "--b",
          pair.b))
      #expect(
        found.map(\.name) == [
          "alpha", "beta", "adf_statistic", "lags", "critical_1pct", "critical_5pct", "critical_10pct", "half_life",
          "z_score",
        ])
      for (name, value) in found {
        let expected = try #require(pair.expected[name] ?? nil)
        let number = try #require(Double(value))
        #expect(abs(number - expected) < 1e-8 * max(1, abs(expected)), "\(pair.a), \(name)")
      }
    }
  }

  @Test func badPairsAreRefused() throws {
    func refusal(_ text: String, _ arguments: [String] = ["--a", "x", "--b", "y"], _ pieces: String...) throws {
      try shell.write("bad.csv", text)
      let ending = try ProgramRun(
        ["analyze", "cointegration", "--input", "bad.csv"] + arguments, in: shell.folder
      ).wait()
      #expect(ending.status == .code(2) && ending.output.isEmpty, "\(ending)")
      for piece in pieces { #expect(ending.errors.contains(piece), "`\(piece)` in \(ending)") }
    }
    let pair = ["--a", "x", "--b", "y"]
    try refusal("x,z\n1,2\n", pair, "there is no column `y`", "x, z")
    try refusal("x,y\n1,2\n3,-4\n", pair, "row 2 (line 3)", "`y`", "found `-4`", "a price above 0")
    try refusal("x,y\n1,2\n3,4\n", pair, "2 rows where the test needs at least 20")
    try refusal("x,y\n" + (1...30).map { "\($0),7\n" }.joined(), pair, "does not move")
    try refusal("x,y\n1,2\n", ["--a", "x"], "--b: is missing")
    try refusal("x,y\n1,2\n", ["--a", "x", "--b", "X"], "is the column of --a too")
  }

  @Test(arguments: ["risk", "cointegration"]) func theCommandsExplainThemselves(command: String) throws {
    let ending = try shell.qtg("analyze", command, "--help")
    #expect(ending.status == .code(0) && ending.output.hasPrefix("qtg analyze \(command): "), "\(ending)")
    #expect(ending.output.contains("--input FILE") && ending.output.contains("Examples\n"))
    #expect(ending.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }
}
