import Foundation
import Testing

@testable import SimStorage

/// `qtg export`, `qtg unpack` and `qtg runs`: what was stored comes out again.
@Suite(.timeLimit(.minutes(5)))
struct StoredResultsTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  /// What an export wrote to standard output.
  private func export(_ flags: String...) throws -> String {
    let ending = try ProgramRun(["export", "--storage-path", "r.db"] + flags, in: shell.folder).wait()
    #expect(ending.status == .code(0) && ending.errors.isEmpty, "\(ending)")
    return ending.output
  }

  private func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  // MARK: Export

  @Test(arguments: ["call", "continuous"]) func packedAndRowsExportTheSameBytes(mechanism: String) throws {
    try shell.store("--trade-log", "rows", "--mechanism", mechanism)
    try shell.store("--trade-log", "packed", "--mechanism", mechanism)
    for table in ["trades", "ticks", "candles", "snapshots", "history", "agents"] {
      func body(_ run: String) throws -> [String] {
        lines(try export("--table", table, "--run", run)).map { line in
          line.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).last.map(String.init) ?? ""
        }
      }
      let (rows, packed) = (try body("1"), try body("2"))
      #expect(rows.count > 4 && rows == packed, "\(table)")
    }
    let trades = lines(try export("--table", "trades", "--run", "2"))
    #expect(trades[0] == "run_id,tick,symbol,price,quantity,buyer_id,seller_id")
    let stored = try shell.results("r.db").tradeCount(run: 2)
    #expect(trades.count - 1 == stored)
  }

  @Test func filtersTakeWhatTheySay() throws {
    try shell.store("--trade-log", "packed")
    let all = lines(try export("--table", "trades")).dropFirst().map { $0.components(separatedBy: ",") }
    let one = lines(try export("--table", "trades", "--symbol", "bbb", "--from-tick", "5", "--to-tick", "9"))
    let expected = all.filter { $0[2] == "BBB" && (5...9).contains(Int($0[1]) ?? -1) }.map { $0.joined(separator: ",") }
    #expect(!expected.isEmpty && Array(one.dropFirst()) == expected)
    let agent = all[0][5]
    let own = lines(try export("--table", "trades", "--agent", agent)).dropFirst()
    #expect(Array(own) == all.filter { $0[5] == agent || $0[6] == agent }.map { $0.joined(separator: ",") })
    #expect(lines(try export("--table", "candles", "--symbol", "AAA", "--timeframe", "10")).count == 4)
    #expect(lines(try export("--table", "agents", "--agent", "44")).count == 2)
  }

  @Test func jsonLinesAreObjectsWithTheColumnsOfTheTable() throws {
    try shell.store()
    for table in ["snapshots", "trades", "ticks", "runs", "agents", "risk", "history"] {
      let header = lines(try export("--table", table))[0].components(separatedBy: ",")
      let objects = try lines(try export("--table", table, "--format", "jsonl")).map { line in
        try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
      }
      #expect(!objects.isEmpty && objects.allSatisfy { Set($0.keys) == Set(header) }, "\(table)")
    }
    let text = try export("--table", "snapshots", "--format", "jsonl", "--agent", "1", "--from-tick", "29")
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let positions = try #require(object?["positions_json"] as? [String: [String: Int]])
    #expect(positions["AAA"]?.keys.sorted() == ["avg_cost", "qty"])
  }

  @Test func everyRunOrOneOfThem() throws {
    try shell.store("--seed", "1")
    try shell.store("--seed", "2")
    #expect(Set(lines(try export("--table", "agents", "--run", "all")).dropFirst().map { $0.first }) == ["1", "2"])
    #expect(Set(lines(try export("--table", "agents")).dropFirst().map { $0.first }) == ["2"])
    #expect(try export("--table", "runs").components(separatedBy: "completed").count == 3)
  }

  @Test func aFileIsWrittenWhole() throws {
    try shell.store()
    let text = try export("--table", "trades")
    #expect(try export("--table", "trades", "--out", "t.csv").isEmpty)
    #expect(try shell.folder.text("t.csv") == text)
  }

  @Test func mistakesAreNamed() throws {
    try shell.store()
    func refused(_ code: Int32, _ flags: [String], saying piece: String) throws {
      try shell.expectRefusal(of: ["export"] + flags, code, saying: piece)
    }
    let file = ["--storage-path", "r.db"]
    try refused(2, ["--table", "trades"], saying: "--storage-path: the file of results is missing")
    try refused(2, file, saying: "--table: none is named")
    try refused(2, file + ["--table", "trade"], saying: "did you mean `trades`?")
    try refused(2, file + ["--table", "trades", "--format", "xml"], saying: "allowed: csv, jsonl")
    try refused(2, file + ["--table", "trades", "--run", "7"], saying: "there is no run 7")
    try refused(2, file + ["--table", "trades", "--symbol", "AAB"], saying: "did you mean `AAA`?")
    try refused(2, file + ["--table", "snapshots", "--symbol", "AAA"], saying: "has nothing of the kind")
    try refused(2, file + ["--table", "trades", "--from-tick", "9", "--to-tick", "3"], saying: "--to-tick")
    try refused(3, ["--storage-path", "none.db", "--table", "trades"], saying: "none.db")
    try refused(2, file + ["--table", "trades", "--out", "r.db"], saying: "this is the file of --storage-path too")
  }

  @Test func aDamagedBlockEndsTheExportWithItsName() throws {
    try shell.store("--trade-log", "packed")
    do {
      let file = try SQLiteConnection(path: shell.folder.path("r.db"), access: .readWrite, busyMilliseconds: 0)
      try file.execute("UPDATE trade_blocks SET data = zeroblob(length(data)) WHERE symbol = 'BBB'")
    }
    let ending = try ProgramRun(["export", "--storage-path", "r.db", "--table", "trades"], in: shell.folder).wait()
    #expect(ending.status == .code(3), "\(ending)")
    #expect(ending.errors.contains("run 1, symbol BBB") && ending.errors.contains("is damaged"), "\(ending)")
    #expect(lines(try export("--table", "trades", "--symbol", "AAA")).count > 5)
  }

  // MARK: Unpack

  @Test func unpackedTradesAreTheExportedOnes() throws {
    try shell.store("--trade-log", "packed")
    let before = try export("--table", "trades")
    let ending = try shell.qtg("unpack", "--storage-path", "r.db")
    #expect(ending.status == .code(0), "\(ending)")
    let results = try shell.results("r.db")
    #expect(
      ending.output == "run 1: \(try results.count(.trades, run: 1)) trades and 60 ticks of symbols are rows now\n")
    #expect(try export("--table", "trades") == before)
    #expect(try results.count(.tradeBlocks, run: 1) == 0)
    #expect(try shell.qtg("unpack", "--storage-path", "r.db").output == "run 1 has nothing packed\n")
  }

  // MARK: Runs

  @Test func runsAreListedShownAndDeleted() throws {
    try shell.store("--seed", "1")
    try shell.store("--seed", "2", "--ticks", "20", "--trade-log", "packed")
    let list = lines(try shell.qtg("runs", "list", "--storage-path", "r.db").output)
    #expect(list.count == 3 && list[1].contains("completed") && list[2].contains("packed"))
    let show = try shell.qtg("runs", "show", "--storage-path", "r.db", "--run", "2")
    for piece in ["20 of 20", "44 agents, 2 symbols, seed 2", "noise_trader", "auctions"] {
      #expect(show.output.contains(piece), "\(show)")
    }
    let config = try shell.qtg("runs", "show", "--storage-path", "r.db", "--config", "--run", "1").output
    try shell.write("again.json5", config)
    let again = try shell.summary(of: ["--config", "again.json5", "--storage-path", "again.db"])
    let hash = try shell.results("r.db").run(1).stateHash
    #expect(again.text("state_hash") == hash)

    #expect(try shell.qtg("runs", "delete", "--storage-path", "r.db").status == .code(2))
    let deleted = try shell.qtg("runs", "delete", "--storage-path", "r.db", "--run", "1", "--compact")
    #expect(deleted.status == .code(0) && deleted.output == "run 1 is deleted\n", "\(deleted)")
    #expect(try shell.results("r.db").runs().map(\.id) == [2])
  }

  @Test func comparedRunsPartWhereTheyDo() throws {
    try shell.store("--seed", "1")
    try shell.store("--seed", "1", "--workers", "2")
    try shell.store("--seed", "2")
    let same = try shell.qtg("runs", "compare", "--storage-path", "r.db", "--run", "1", "--with", "2").output
    #expect(same.contains("Every symbol went the same way in every tick."))
    #expect(same.contains(#""workers": 2"#))
    let other = try shell.qtg("runs", "compare", "--storage-path", "r.db", "--run", "1").output
    #expect(other.contains("They part in tick") && other.contains("differs"))
  }

  // MARK: Faults

  @Test func aRunToldToGoOnGoesOnWithoutStorage() throws {
    try shell.write("onward.json5", Shell.tiny.replacing("storage: {", with: "storage: { on_error: \"continue\","))
    let refused = try ProgramRun(
      ["run", "--config", "onward.json5", "--storage-path", "nowhere/r.db", "--quiet", "--summary-json", "s.json"],
      in: shell.folder
    ).wait()
    #expect(refused.status == .code(0), "\(refused)")
    #expect(refused.errors.contains("nowhere/r.db") && refused.errors.contains("goes on without it"), "\(refused)")
    #expect(try shell.summary("s.json").integer("ticks") == 30)
  }

  /// `ulimit -f`: the file may not grow beyond some blocks of 512 bytes.
  @Test(arguments: [("stop", Int32(3)), ("continue", 0)])
  func aFileThatMayNotGrowIsAFullDisk(policy: String, code: Int32) throws {
    try shell.write("small.json5", Shell.tiny.replacing("storage: {", with: "storage: { on_error: \"\(policy)\","))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "ulimit -f 600; exec \"$0\" run --config small.json5 --ticks 3000 --storage-path r.db --quiet 2>errors",
      try BuiltProgram.url().path,
    ]
    process.currentDirectoryURL = shell.folder.url
    process.environment = BuiltProgram.environment
    try process.run()
    process.waitUntilExit()
    let errors = try shell.folder.text("errors")
    #expect(process.terminationReason == .exit && process.terminationStatus == code, "\(errors)")
    #expect(errors.contains("r.db: the disk is full") && errors.contains("Free some space"), "\(errors)")
    #expect(errors.contains("goes on without it") == (policy == "continue"))
    let results = try shell.results("r.db")
    for run in try results.runs() {
      #expect(run.outcome == .failed || run.outcome == .interrupted)
      #expect(try results.trades(run: run.id).allSatisfy { $0.tick < run.ticks })
    }
  }

  @Test func theBannerSaysHowTradesAreStored() throws {
    let ending = try shell.runTiny("--storage-path", "r.db")
    #expect(ending.errors.contains("storing in r.db, trades: rows (about 16 are expected; --trade-log chooses)\n"))
    #expect(try shell.runTiny("--storage-path", "p.db", "--trade-log", "packed").errors.contains("trades: packed\n"))
  }
}
