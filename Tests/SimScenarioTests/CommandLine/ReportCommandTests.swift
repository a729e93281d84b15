import Foundation
import Testing

@testable import SimStorage

/// `qtg report`: a stored run as a page, and what stands in its way.
@Suite(.timeLimit(.minutes(5)))
struct ReportCommandTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private func page(_ flags: String...) throws -> String {
    let ending = try ProgramRun(
      ["report", "--storage-path", "r.db", "--out", "p.html"] + flags, in: shell.folder
    ).wait()
    try #require(ending.status == .code(0) && ending.errors.isEmpty && ending.output.isEmpty, "\(ending)")
    return try shell.folder.text("p.html")
  }

  @Test(arguments: ["rows", "packed", "off"]) func aStoredRunIsAPage(tradeLog: String) throws {
    try shell.store("--seed", "77", "--ticks", "150", "--trade-log", tradeLog)
    let html = try page()
    let run = try shell.results("r.db").run(1)
    for piece in [
      "seed 77", run.description.configHash, run.stateHash ?? "none", "AAA", "BBB", "market_maker", "noise_trader",
      "Gini", "auctions", "150 of 150", "every tick, returns of one row", "15 snapshots", "shares at the ask",
    ] { #expect(html.contains(piece), "\(piece)") }
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n") && html.contains("class=\"line first\""))
    #expect(html.contains("The trade log was off") == (tradeLog == "off"))
    #expect(!html.contains("Stylised facts could not be computed"))
  }

  @Test func theRunAndTheSymbolAreChosen() throws {
    try shell.store("--seed", "1", "--ticks", "120")
    try shell.store("--seed", "2", "--ticks", "120")
    #expect(try page().contains("<h1>Run 2</h1>"))
    let html = try page("--run", "1", "--symbol", "bbb")
    #expect(html.contains("<h1>Run 1</h1>") && html.contains("symbol BBB, every tick"))
  }

  @Test func mistakesAreNamed() throws {
    try shell.store()
    func refused(_ code: Int32, _ flags: [String], saying piece: String) throws {
      try shell.expectRefusal(of: ["report"] + flags, code, saying: piece)
    }
    let (file, out) = (["--storage-path", "r.db"], ["--out", "p.html"])
    try refused(2, file, saying: "--out: the file that the page goes to is missing")
    try refused(2, out, saying: "--storage-path: the file of results is missing")
    try refused(2, file + out + ["--run", "7"], saying: "there is no run 7")
    try refused(2, file + out + ["--symbol", "AAB"], saying: "did you mean `AAA`?")
    try refused(2, file + ["--out", "r.db"], saying: "this is the file of --storage-path too")
    try refused(3, ["--storage-path", "none.db"] + out, saying: "none.db")
    // The page's place is tried first: with two mistakes it is the one that is told.
    try refused(3, ["--storage-path", "none.db", "--out", "nowhere/p.html"], saying: "nowhere does not exist")
    try shell.write("text.db", String(repeating: "this is no database\n", count: 100))
    try refused(3, ["--storage-path", "text.db"] + out, saying: "text.db")
    do {
      let newer = try SQLiteConnection(path: shell.folder.path("r.db"), access: .readWrite, busyMilliseconds: 0)
      try newer.execute("PRAGMA user_version = 99")
    }
    try refused(3, file + out, saying: "99")
    #expect(!shell.exists("p.html"))
  }
}
