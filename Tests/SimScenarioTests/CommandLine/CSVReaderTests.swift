import Foundation
import SimTestSupport
import Testing

@testable import qtg

/// The reader of the user's tables: what it takes, what it says about what it does not take.
struct CSVReaderTests {
  let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// All cells as text. Small blocks, so that rows straddle them.
  private func rows(_ text: String, blockBytes: Int = 1 << 18) throws -> [[String]] {
    try Data(text.utf8).write(to: folder.url.appending(path: "t.csv"))
    var file = try CSVReader.open(folder.path("t.csv"), blockBytes: blockBytes)
    var rows = [file.header]
    while try file.next() { rows.append(file.header.indices.map { file.text($0) }) }
    return rows
  }

  private func problems(_ body: () throws -> Void) throws -> String {
    let failure = try #require(throws: Failure.self) { try body() }
    #expect(failure.code == .usage)
    return (failure.problems + [failure.advice?.text(of: "") ?? ""]).joined(separator: "\n")
  }

  @Test(arguments: 1...40) func blocksOfAnySizeGiveTheSameCells(blockBytes: Int) throws {
    let text = "a,b , \"c\"\r\n1,\"2,\"\"x\"\"\n3\",\t 4 \n\n,,\r\n\r\n\"\" ,é,\"\"\"\"\n"
    let expected = [["a", "b", "c"], ["1", "2,\"x\"\n3", "4"], ["", "", ""], ["", "é", "\""]]
    #expect(try rows(text, blockBytes: blockBytes) == expected)
    #expect(try rows(text + "7,8,9", blockBytes: blockBytes) == expected + [["7", "8", "9"]], "no last line end")
    #expect(try rows(text + "7,8,\"9\"", blockBytes: blockBytes) == expected + [["7", "8", "9"]])
    #expect(try rows("\u{feff}" + text, blockBytes: blockBytes) == expected, "a byte order mark")
  }

  /// Cells of every length, plain, padded or in quotes, so that each byte of a word is once a comma, once a line end.
  @Test(arguments: UInt64(1)...6) func randomTablesAreReadBack(seed: UInt64) throws {
    var random = TestGenerator(seed: seed)
    let signs = Array("abz019.-+!#~_ ,\"\té")
    var text = "a,b,c\n"
    var expected = [["a", "b", "c"]]
    for _ in 0..<400 {
      let isPlain = seed.isMultiple(of: 2) || Int.random(in: 0..<4, using: &random) > 0
      let cells = (0..<3).map { _ in
        String(
          (0..<Int.random(in: 0...11, using: &random)).map { _ in
            isPlain ? signs[Int.random(in: 0..<12, using: &random)] : signs.randomElement(using: &random)!
          })
      }
      text += cells.map { cell in
        if isPlain || !cell.contains(where: { " ,\"\t".contains($0) }) { return cell }
        return " \"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\"\t"
      }.joined(separator: ",")
      text += ["\n", "\r\n", " \n"].randomElement(using: &random)!
      expected.append(cells)
    }
    for blockBytes in [1 << 18, 97, 8] { #expect(try rows(text, blockBytes: blockBytes) == expected) }
  }

  @Test func manyRowsKeepTheirNumbers() throws {
    let count = 20_000
    let text = "n,half\n" + (1...count).map { "\($0),\(Double($0) / 2)\n" }.joined()
    try Data(text.utf8).write(to: folder.url.appending(path: "t.csv"))
    var file = try CSVReader.open(folder.path("t.csv"), blockBytes: 1_000)
    let (n, half) = (try file.column("N"), try file.column("HALF"))
    var expected: Int64 = 0
    while try file.next() {
      expected += 1
      #expect(try file.integer(n) == expected)
      #expect(try file.number(half) == Double(expected) / 2)
      #expect(file.row == Int(expected) && file.line == Int(expected) + 1)
    }
    #expect(expected == Int64(count))
  }

  @Test(arguments: [
    "0", "-0", "1", "+1.5", "-1.25", ".5", "5.", "100.10", "0.1", "123456789012345", "1234567890.12345",
    "12345678901234567890.5", "3e-4", "1E10", "-2.5e+3", "0.00000000000000000000000001", "9007199254740993",
    "5e-324", "1.7976931348623157e308",
  ])
  func numbersAreTheNearestDoubles(text: String) throws {
    try Data("x\n\(text)\n".utf8).write(to: folder.url.appending(path: "t.csv"))
    var file = try CSVReader.open(folder.path("t.csv"))
    _ = try file.next()
    let expected = try #require(Double(text.hasSuffix(".") ? text + "0" : text))
    #expect(try file.number(0).bitPattern == expected.bitPattern)
  }

  @Test func randomNumbersAreTheNearestDoubles() throws {
    var generator = TestGenerator(seed: 3)
    let texts = (0..<5_000).map { _ in
      let digits = String(UInt64.random(in: 0..<100_000_000_000_000_000, using: &generator))
      let point = Int.random(in: 0...digits.count, using: &generator)
      return digits.prefix(point) + "." + digits.dropFirst(point)
    }
    try Data(("x\n" + texts.joined(separator: "\n")).utf8).write(to: folder.url.appending(path: "t.csv"))
    var file = try CSVReader.open(folder.path("t.csv"))
    for text in texts {
      _ = try file.next()
      #expect(try file.number(0) == Double(text.hasPrefix(".") ? "0" + text : text.hasSuffix(".") ? text + "0" : text))
    }
  }

  @Test(arguments: ["nan", "inf", "-Infinity", "0x10", "1e999", "abc", "1,5", "1 000", "--1", "1.2.3", "e5", "-", "."])
  func whatIsNoNumber(text: String) throws {
    try Data("a,price\n1,2\n1,\"\(text)\"\n".utf8).write(to: folder.url.appending(path: "t.csv"))
    var file = try CSVReader.open(folder.path("t.csv"))
    #expect(try file.next() && file.next())
    let said = try problems { _ = try file.number(1) }
    #expect(said.contains("t.csv: row 2 (line 3), column `price`: found `\(text)`, allowed: a finite number"))
  }

  @Test func exactDecimals() throws {
    try Data("x\n100.5\n-0.0001\n7\n1.23000\n1.00001\n922337203685478\n".utf8)
      .write(to: folder.url.appending(path: "t.csv"))
    var file = try CSVReader.open(folder.path("t.csv"))
    for units: Int64 in [1_005_000, -1, 70_000, 12_300] {
      #expect(try file.next())
      #expect(try file.decimal(0, places: 4) == units)
    }
    #expect(try file.next())
    #expect(try problems { _ = try file.decimal(0, places: 4) }.contains("allowed: a number with at most 4 decimal"))
    #expect(try file.next())
    #expect(try file.integer(0) == 922_337_203_685_478)
    #expect(try problems { _ = try file.decimal(0, places: 4) }.contains("922337203685478"))
  }

  @Test func wordsAndEmptyCells() throws {
    try Data("side,tif\nBuy,\n".utf8).write(to: folder.url.appending(path: "t.csv"))
    var file = try CSVReader.open(folder.path("t.csv"))
    #expect(try file.next())
    #expect(file.word(0) == CSVWord.word("buy") && file.word(1) == 0)
    #expect(file.says(0, "buy") && !file.says(0, "bu") && !file.says(0, "buz") && file.says(1, ""))
    #expect(file.isEmpty(1) && !file.isEmpty(0))
    #expect(file.withBytes(0) { $0.count } == 3)
    #expect(try problems { _ = try file.number(1) }.contains("row 1 (line 2), column `tif`: the cell is empty"))
  }

  @Test func columnsThatAreMissingOrThereTwice() throws {
    try Data("Date,Close,High,high\n".utf8).write(to: folder.url.appending(path: "t.csv"))
    var file = try CSVReader.open(folder.path("t.csv"))
    #expect(try file.column("close") == 1)
    #expect(file.columnIfPresent("DATE") == 0 && file.columnIfPresent("open") == nil)
    let said = try problems { _ = try file.columns(["close", "clse", "high"]) }
    #expect(said.contains("no column `clse`; did you mean `Close`?"))
    #expect(said.contains("2 columns are called `high`"))
    #expect(said.contains("columns are: Date, Close, High, high"))
    #expect(try !file.next(), "a header alone is a table without rows")
  }

  @Test(arguments: [
    ("a,b\n1\n", "row 1 (line 2): 1 cell where the header has 2"),
    ("a,b\n1,2\n1,2,3\n", "row 2 (line 3): 3 cells where the header has 2"),
    ("a,b,c\n1,2,3\n4,5", "row 2 (line 3): 2 cells where the header has 3; the file breaks off"),
    ("a,b\n1,\"2\n3,4\n", "line 2: a quoted cell starts here and never ends"),
    ("a,b\n\"x\ny\",\"2\"3\n", "line 3: text follows a closing quote"),
    ("", "it is empty"), ("\n\n", "it is empty"), ("a\u{0}b,c\n", "not UTF-8 text"),
  ])
  func rowsThatAreNone(text: String, said: String) throws {
    #expect(try problems { _ = try rows(text) }.contains(said))
  }

  @Test func aFileThatIsNotThere() throws {
    let said = try problems { _ = try CSVReader.open(folder.path("no.csv")) }
    #expect(said.contains("--input: ") && said.contains("there is no such file"))
    let other = try problems { _ = try CSVReader.open(folder.url.path, origin: "--orders") }
    #expect(other.contains("--orders: ") && other.contains("this is a folder"))
  }
}
