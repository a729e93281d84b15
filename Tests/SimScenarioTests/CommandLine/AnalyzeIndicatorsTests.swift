import Foundation
import SimQuant
import Testing

/// `qtg analyze indicators` as a user calls it.
@Suite(.timeLimit(.minutes(5)))
struct AnalyzeIndicatorsTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private static let fixtures = BuiltProgram.root.appending(path: "Tests/Fixtures/indicators")

  private static let list =
    "sma:20,ema:12,rsi:14,macd:12:26:9,bollinger:20:2,atr:14,vwap:20,realised_volatility:32,roc:10,stochastic:14:3:3"

  private func analyze(_ more: String...) throws -> ProgramRun.Ending {
    try ProgramRun(["analyze", "indicators"] + more, in: shell.folder).wait()
  }

  /// The columns in the order asked for, every cell as the reference has it, empty where it is empty.
  @Test func aTableOfRealPrices() throws {
    let candles = Self.fixtures.appending(path: "candles.csv").path
    let ending = try analyze("--input", candles, "--indicators", Self.list, "--out", "values.csv")
    #expect(ending.status == .code(0) && ending.output.isEmpty && ending.errors.isEmpty, "\(ending)")
    let (header, rows) = try shell.table("values.csv")
    #expect(
      header == [
        "index", "sma_20", "ema_12", "rsi_14", "macd_12_26_9", "macd_signal_12_26_9", "macd_histogram_12_26_9",
        "bollinger_upper_20_2", "bollinger_middle_20_2", "bollinger_lower_20_2", "atr_14", "vwap_20",
        "realised_volatility_32", "roc_10", "stochastic_k_14_3_3", "stochastic_d_14_3_3",
      ])
    let text = try String(contentsOf: Self.fixtures.appending(path: "expected.csv"), encoding: .utf8)
    let reference = text.split(separator: "\n").map { $0.components(separatedBy: ",") }
    #expect(rows.count == 500 && reference.count == 501)
    for (index, row) in rows.enumerated() {
      #expect(row[0] == "\(index)")
      for (name, cell) in zip(header, row).dropFirst() {
        let wanted = reference[index + 1][try #require(reference[0].firstIndex(of: name))]
        #expect(cell.isEmpty == wanted.isEmpty, "\(name), row \(index)")
        guard let found = Double(cell), let value = Double(wanted) else { continue }
        #expect(abs(found - value) <= 1e-9 * max(abs(value), 1e-3), "\(name), row \(index): \(cell), not \(wanted)")
      }
    }
    let printed = try analyze("--input", candles, "--indicators", Self.list)
    #expect(printed.output == (try shell.folder.text("values.csv")), "standard output is the same table")
  }

  @Test func namesInAnyCaseColumnsInAnyOrderAndAPipe() throws {
    try shell.write("p.csv", "VOLUME,close , Note\r\n5,10,\"a, b\"\r\n7,20,\r\n,30,x")
    let ending = try analyze("--input", "p.csv", "--indicators", "SMA:2, roc:1,sma:2")
    #expect(ending.output == "index,sma_2,roc_1\n0,,\n1,15.0,100.0\n2,25.0,50.0\n", "\(ending)")
    let file = try FileHandle(forReadingFrom: URL(filePath: shell.folder.path("p.csv")))
    let piped = try ProgramRun(
      ["analyze", "indicators", "--input", "/dev/stdin", "--indicators", "sma:2,roc:1"], in: shell.folder, input: file
    ).wait()
    #expect(piped.output == ending.output, "\(piped)")
  }

  @Test func fewerRowsThanTheWarmUp() throws {
    try shell.write("p.csv", "close\n10\n11\n")
    let ending = try analyze("--input", "p.csv", "--indicators", "sma:2,rsi:14")
    #expect(ending.status == .code(0) && ending.output == "index,sma_2,rsi_14\n0,,\n1,10.5,\n", "\(ending)")
    #expect(ending.errors.contains("p.csv: rsi:14 needs 15 rows and there are 2: its cells are empty"))
    try shell.write("none.csv", "close\n")
    #expect(try analyze("--input", "none.csv", "--indicators", "sma:2").output == "index,sma_2\n")
  }

  @Test(arguments: [
    ("date,high\n1,2\n", ["no column `low`", "no column `close`", "columns are: date, high"]),
    ("high,low,close\n3,1,2\n3,1,abc\n", ["row 2 (line 3), column `close`: found `abc`, allowed: a finite number"]),
    ("high,low,close\n3,1,NaN\n", ["row 1 (line 2), column `close`: found `NaN`"]),
    ("high,low,close\n3,1,-2\n", ["row 1 (line 2), column `close`: found `-2`, allowed: a price above 0"]),
    ("high,low,close\n3,0,2\n", ["column `low`: found `0`, allowed: a price above 0"]),
    ("high,low,close\n3,,2\n", ["row 1 (line 2), column `low`: the cell is empty"]),
    ("high,low,close\n1,3,2\n", ["row 1 (line 2): the high 1.0 is below the low 3.0"]),
    ("high,low,close\n3,1\n", ["row 1 (line 2): 2 cells where the header has 3"]),
    ("", ["it is empty"]),
  ])
  func aBadTable(text: String, said: [String]) throws {
    try shell.write("bad.csv", text)
    let ending = try analyze("--input", "bad.csv", "--indicators", "atr:14", "--out", "values.csv")
    #expect(ending.status == .code(2) && ending.output.isEmpty, "\(ending)")
    for piece in said { #expect(ending.errors.contains(piece), "`\(piece)` in \(ending)") }
    #expect(ending.errors.contains("bad.csv"))
  }

  @Test func aNegativeVolume() throws {
    try shell.write("bad.csv", "high,low,close,volume\n3,1,2,-1\n")
    let ending = try analyze("--input", "bad.csv", "--indicators", "vwap:2", "--out", "values.csv")
    expectRefusal(ending, 2, saying: "column `volume`: found `-1`, allowed: a volume of 0 or more")
  }

  @Test func badArguments() throws {
    try shell.write("p.csv", "close\n10\n")
    expectRefusal(try analyze("--indicators", "sma:2"), 2, saying: "--input: the file of candles is missing")
    expectRefusal(try analyze("--input", "p.csv"), 2, saying: "--indicators: none are named")
    expectRefusal(
      try analyze("--input", "p.csv", "--indicators", "sms:2,sma:x,macd:9"), 2,
      saying: "there is no indicator `sms`", "did you mean `sma`?", "`sma:x`: period: found `x`",
      "`macd:9`: 1 number where these are needed")
    expectRefusal(
      try analyze("--input", "no.csv", "--indicators", "sma:2"), 2, saying: "--input: no.csv: there is no such file")
    expectRefusal(
      try analyze("--input", "p.csv", "--indicators", "sma:2", "--out", "p.csv"), 2, saying: "name another one")
    expectRefusal(
      try analyze("--input", "p.csv", "--indicators", "sma:2", "--out", "missing/v.csv"), 3,
      saying: "--out: missing/v.csv")
    #expect(try shell.folder.text("p.csv") == "close\n10\n", "the input is untouched")
  }

  @Test func theHelp() throws {
    let ending = try shell.qtg("help", "analyze", "indicators")
    #expect(ending.status == .code(0))
    for piece in ["--input FILE", "--indicators LIST", "--out FILE", "Examples"] + IndicatorText.names {
      #expect(ending.output.contains(piece), "\(piece)")
    }
    #expect(ending.output.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }
}
