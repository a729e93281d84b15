import Foundation
import Testing

/// `qtg analyze stylized-facts`, on files of prices and on stored results.
@Suite(.timeLimit(.minutes(5)))
struct AnalyzeStylisedFactsTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private func facts(_ arguments: String...) throws -> ProgramRun.Ending {
    try ProgramRun(["analyze", "stylized-facts"] + arguments, in: shell.folder).wait()
  }

  private static func fixture(_ name: String) -> String {
    BuiltProgram.root.appending(path: "Tests/Fixtures/stylised-facts/\(name)").path
  }

  /// Prices that go up and down in turn, written to a file below a header.
  private func writePrices(_ count: Int, name: String = "prices.csv", replacing row: Int? = nil, by text: String = "")
    throws
  {
    let lines = (1...count).map { $0 == row ? text : "\($0),\(100 + $0 % 7),\($0 % 5)" }
    try shell.write(name, (["day,Close,Volume"] + lines).joined(separator: "\n") + "\n")
  }

  // MARK: - Files of prices

  @Test func aRealIndexPassesAll() throws {
    let ending = try facts("--input", Self.fixture("sp500.csv"), "--column", "CLOSE", "--scales", "1", "--out", "f.csv")
    #expect(ending.status == .code(0) && ending.errors.isEmpty, "\(ending)")
    #expect(ending.output.contains("5030 returns. Of 11 facts: 11 pass."), "\(ending)")
    let table = try shell.table("f.csv")
    #expect(table.header.prefix(5) == ["fact", "title", "gate", "fact_verdict", "metric"])
    let kurtosis = try #require(table.rows.first { $0[4] == "excess_kurtosis" })
    #expect(kurtosis[3] == "pass" && abs((Double(kurtosis[7]) ?? 0) - 8.169) < 1e-3 && kurtosis[13] == "pass")
    #expect(try #require(Double(kurtosis[8])) > 0)
  }

  @Test func quotesAreUsedWhenThereAreAny() throws {
    let ending = try facts("--input", Self.fixture("book.csv"), "--scales", "1,5")
    #expect(ending.status == .code(0), "\(ending)")
    #expect(ending.output.contains("order_flow_impact") && ending.output.contains("volume_abs_return"), "\(ending)")
  }

  @Test func withoutVolumeTheFactIsNotComputable() throws {
    try shell.write("bare.csv", "close\n" + (0..<300).map { "\(100 + $0 % 7)\n" }.joined())
    let ending = try facts("--input", "bare.csv")
    #expect(ending.status == .code(0) && ending.output.contains("not computable: no volume given"), "\(ending)")
    #expect(ending.output.contains("needs 1000 returns, there are 299"), "\(ending)")
  }

  @Test func theSameSeedPrintsTheSame() throws {
    try writePrices(400)
    let first = try facts("--input", "prices.csv", "--seed", "3").output
    #expect(try facts("--input", "prices.csv", "--seed", "3").output == first)
    #expect(try facts("--input", "prices.csv", "--seed", "4").output != first)
  }

  // MARK: - What is refused

  @Test func badCellsAreNamedByRowLineAndColumn() throws {
    for (text, found) in [
      ("9,abc,1", "`abc`"), ("9,nan,1", "`nan`"), ("9,,1", "the cell is empty"), ("9,0,1", "`0`"), ("9,-2,1", "`-2`"),
    ] {
      try writePrices(150, replacing: 120, by: text)
      expectRefusal(
        try facts("--input", "prices.csv"), 2, saying: "prices.csv: row 120 (line 121), column `Close`", found)
    }
    try writePrices(150, replacing: 120, by: "9,5,-1")
    expectRefusal(try facts("--input", "prices.csv"), 2, saying: "row 120 (line 121), column `Volume`", "from 0 on")
    try shell.write("crossed.csv", "close,bid,ask\n1,1,1\n1,2,1\n")
    expectRefusal(try facts("--input", "crossed.csv"), 2, saying: "row 2 (line 3)", "the bid 2.0 is above the ask 1.0")
  }

  @Test func aMissingColumnNamesThoseThereAre() throws {
    try writePrices(150)
    expectRefusal(
      try facts("--input", "prices.csv", "--column", "closs"), 2, saying: "no column `closs`", "`Close`",
      "day, Close, Volume")
  }

  @Test func tooFewRowsSayHowManyAreNeeded() throws {
    try writePrices(100)
    expectRefusal(try facts("--input", "prices.csv"), 2, saying: "prices.csv: 100 rows are too few", "at least 101")
    try writePrices(101)
    #expect(try facts("--input", "prices.csv").status == .code(0))
  }

  @Test func argumentsThatDoNotFitAreAllNamed() throws {
    expectRefusal(try facts(), 2, saying: "--input FILE", "--storage-path DB")
    expectRefusal(
      try facts("--input", "p.csv", "--run", "0", "--scales", "5,2", "--seed", "-1"), 2, saying: "--run: found `0`",
      "--run: is for stored results", "--scales: found `5,2`", "--seed: found `-1`")
    expectRefusal(try facts("--input", "nowhere.csv"), 2, saying: "nowhere.csv: there is no such file")
    try writePrices(150)
    expectRefusal(try facts("--input", "prices.csv", "--out", "no/f.csv"), 3, saying: "--out: no/f.csv")
    expectRefusal(try facts("--input", "prices.csv", "--out", "prices.csv"), 2, saying: "--out: prices.csv")
  }

  // MARK: - Stored results

  @Test func storedTradesGiveEveryTick() throws {
    try shell.store("--ticks", "400")
    let ending = try facts("--storage-path", "r.db")
    #expect(ending.output.hasPrefix("r.db, run 1, symbol AAA, every tick\n"), "\(ending)")
    #expect(ending.output.contains("\n400 returns."), "\(ending)")
    #expect(ending.output.contains("volume_abs_return") && !ending.output.contains("no volume given"), "\(ending)")
    let other = try facts("--storage-path", "r.db", "--symbol", "bbb", "--run", "1").output
    #expect(other.hasPrefix("r.db, run 1, symbol BBB, every tick\n") && other != ending.output)

    // The prices it saw are the trades'.
    let trades = try shell.results("r.db").trades(run: 1).filter { $0.symbol == "AAA" && $0.tick < 400 }
    var closes = [Int64](repeating: 500_000, count: 401)
    var price: Int64 = 500_000
    for tick in 0..<400 {
      price = trades.last { $0.tick == tick }?.price ?? price
      closes[tick + 1] = price
    }
    var volumes = [Int64](repeating: 0, count: 401)
    for trade in trades { volumes[trade.tick + 1] += trade.quantity }
    let rows = zip(closes, volumes).map { "\(Double($0) / 10_000),\($1)\n" }
    try shell.write("ticks.csv", "close,volume\n" + rows.joined())
    let direct = try facts("--input", "ticks.csv").output
    let (table, stored) = (direct.split(separator: "\n"), ending.output.split(separator: "\n"))
    func withoutBook(_ lines: [Substring]) -> [[Substring]] {  // whatever the columns' widths
      lines[1...].prefix { !$0.contains("order book") && !$0.hasPrefix("value at") }.map { $0.split(separator: " ") }
    }
    #expect(withoutBook(table) == withoutBook(stored) && withoutBook(stored).count > 20)
    // The quotes are known only here.
    #expect(ending.output.contains("order_flow_impact") && !direct.contains("order_flow_impact"))
  }

  @Test func everyTickIsThereWithoutATradeLogAndCandlesWhenAskedFor() throws {
    try shell.store("--ticks", "1205", "--trade-log", "off")
    #expect(try facts("--storage-path", "r.db").output.hasPrefix("r.db, run 1, symbol AAA, every tick\n"))
    let ending = try facts("--storage-path", "r.db", "--timeframe", "10")
    #expect(ending.output.hasPrefix("r.db, run 1, symbol AAA, candles of 10 ticks\n"), "\(ending)")
    #expect(ending.output.contains("\n119 returns."), "\(ending)")  // 120 whole candles
    expectRefusal(try facts("--storage-path", "r.db", "--timeframe", "7"), 2, saying: "no candles of 7 ticks", ": 10")
    expectRefusal(try facts("--storage-path", "r.db", "--run", "2"), 2, saying: "no run 2", "qtg runs list")
    expectRefusal(try facts("--storage-path", "r.db", "--symbol", "AAB"), 2, saying: "no symbol `AAB`", "AAA, BBB")
  }

  @Test func aShortRunSaysWhatToDo() throws {
    try shell.store()
    expectRefusal(try facts("--storage-path", "r.db"), 2, saying: "31 rows are too few", "Run more ticks")
    expectRefusal(try facts("--storage-path", "none.db"), 3, saying: "none.db")
  }
}
