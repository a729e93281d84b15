import Foundation
import SimStorage
import Testing

/// What `qtg run` prints and writes.
@Suite(.timeLimit(.minutes(5)))
struct RunOutputTests {
  let shell: Shell
  init() throws { shell = try Shell() }

  private static let toggles: Set = [
    "agent_collection", "indicators", "order_validation", "auctions", "candle_updates", "trade_updates",
    "fill_notifications", "wake_conditions", "risk_tracking",
  ]

  @Test func aPresetLeavesSummaryTimingsAndDatabaseThatAgree() throws {
    let ending = try shell.qtg(
      "run", "--preset", "quick", "--ticks", "12", "--timings", "t.csv", "--summary-json", "s.json",
      "--storage-path", "r.db")
    #expect(ending.status == .code(0), "\(ending)")

    let summary = try shell.summary("s.json")
    for key in [
      "schema_version", "version", "seed", "config_hash", "state_hash", "outcome", "ticks", "wall_seconds",
      "ticks_per_second", "agents", "tier1_agents", "tier2_agents", "pool_size", "symbols", "orders",
      "orders_rejected", "trades", "volume", "woken", "watched", "market_risk", "peak_rss_bytes", "bytes_per_agent",
      "workers", "parallel",
      "phases", "machine",
    ] { #expect(summary.object[key] != nil, "\(key)") }
    #expect(summary.text("outcome") == "completed")
    #expect(summary.integer("ticks") == 12 && summary.integer("agents") == 1_000 && summary.integer("symbols") == 5)
    #expect(try #require(summary.integer("trades")) > 0)
    #expect(try #require(summary.real("ticks_per_second")) > 0)
    #expect(Set(try #require(summary.section("parallel")).keys) == Self.toggles)
    #expect(Set(try #require(summary.section("machine")).keys).isSuperset(of: ["cpu", "cores", "build"]))
    let phases = try #require(summary.section("phases"))
    for (name, phase) in phases {
      let keys = Set(try #require(phase as? [String: Any]).keys)
      #expect(keys == ["total_ms", "mean_us", "p50_us", "p99_us", "share"], "\(name)")
    }

    let (header, rows) = try shell.table("t.csv")
    #expect(header.prefix(2) == ["tick", "total_us"])
    #expect(header.suffix(3) == ["orders", "trades", "woken"])
    #expect(Set(header.dropFirst(2).dropLast(3)) == Set(phases.keys.map { "\($0)_us" }))
    #expect(rows.map(\.[0]) == (0..<12).map(String.init))
    #expect(rows.allSatisfy { $0.count == header.count && $0.allSatisfy { Double($0) != nil } })
    for key in ["orders", "trades", "woken"] {
      let column = try #require(header.firstIndex(of: key))
      #expect(rows.reduce(0) { $0 + (Int($1[column]) ?? 0) } == summary.integer(key), "\(key)")
    }

    let results = try shell.results("r.db")
    let run = try #require(try results.runs().first)
    #expect(run.outcome == .completed && run.ticks == 12 && run.agents == 1_000)
    #expect(run.stateHash == summary.text("state_hash"))
    #expect(run.description.configHash == summary.text("config_hash"))
    #expect(try results.tradeCount(run: run.id) == summary.integer("trades"))
  }

  @Test func theSummaryTellsTheRiskOfWatchedAgents() throws {
    try shell.write("watch.json5", Shell.tiny.dropLast() + "  risk: { interval: 1, watch: [44, 7] },\n}")
    let summary = try shell.summary(of: ["--config", "watch.json5"]).object
    let watched = try #require(summary["watched"] as? [[String: Any]])
    #expect(watched.map { $0["agent"] as? Int } == [44, 7])
    #expect(watched.allSatisfy { $0["periods"] as? Int == 30 && $0["var_95_historical"] is Double })
    let keys = ["holding_value", "holding_volatility", "holding_beta", "holding_market_correlation"]
    #expect(watched.allSatisfy { one in keys.allSatisfy { one[$0] != nil } && one["holding_value"] is Double })
    let market = try #require(summary["market_risk"] as? [String: Any])
    #expect(market["periods"] as? Int == 7 && market["volatility"] is Double)
    let nobody = try shell.summary(of: ["--config", "tiny.json5"])
    #expect((nobody.object["watched"] as? [Any])?.isEmpty == true && nobody.object["market_risk"] is NSNull)
    try shell.write("wrong.json5", Shell.tiny.dropLast() + "  risk: { watch: [45] },\n}")
    expectRefusal(
      try shell.qtg("run", "--config", "wrong.json5"), 2, saying: "wrong.json5:", "risk.watch[0]", "45", "1 ... 44")
  }

  @Test func aSecondRunIsAddedToTheDatabaseAndReplacesTheOtherFiles() throws {
    for ticks in ["20", "7"] {
      let ending = try shell.runTiny(
        "--ticks", ticks, "--timings", "t.csv", "--summary-json", "s.json", "--storage-path", "r.db")
      #expect(ending.status == .code(0), "\(ending)")
    }
    #expect(try shell.folder.names() == ["r.db", "s.json", "t.csv", "tiny.json5"], "nothing else is left behind")
    #expect(try shell.results("r.db").runs().map(\.ticks) == [20, 7])
    #expect(try shell.table("t.csv").rows.count == 7)
    #expect(try shell.summary("s.json").integer("ticks") == 7)
  }

  @Test func quietPrintsNothing() throws {
    let ending = try shell.runTiny("--quiet")
    #expect(ending.status == .code(0) && ending.output.isEmpty && ending.errors.isEmpty, "\(ending)")
  }

  /// Results on standard output, the course of the work on standard error, a line a tenth.
  @Test func whereNobodyWatchesProgressIsPlainLines() throws {
    let ending = try shell.runTiny()
    #expect(ending.status == .code(0))
    let lines = ending.errors.split(separator: "\n")
    #expect(lines.count == 11, "\(ending)")
    #expect(lines.first == "44 agents (4 makers, 40 noise), 2 symbols, 30 ticks, seed 42, \(try workers())")
    #expect(lines.dropFirst().map { $0.prefix { $0 != "%" } } == (1...10).map { "\($0 * 10) " })
    #expect(!ending.errors.contains("\r") && !ending.errors.contains("\u{1b}"))
    for piece in ["phase ", "agent_collection", "completed 30 ticks of 44 agents on 2 symbols", "hash "] {
      #expect(ending.output.contains(piece), "\(ending)")
    }
  }

  private func workers() throws -> String {
    let count = try #require(try shell.summary(of: ["--config", "tiny.json5"]).integer("workers"))
    return count == 1 ? "1 worker" : "\(count) workers"
  }

  @Test func aReaderThatGoesAwayIsNoFailure() throws {
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let run = try ProgramRun(["config", "schema"], in: shell.folder, output: pipe.fileHandleForWriting)
    #expect(try run.wait().status == .code(0))
  }

  /// A file opened later must not get the number of the closed stream, and with it the text meant for that.
  @Test func aClosedStandardOutputSwallowsWhatIsPrinted() throws {
    let arguments = ["run", "--config", "tiny.json5", "--timings", "t.csv", "--summary-json", "s.json"]
    let ending = try ProgramRun(arguments, in: shell.folder, isOutputClosed: true).wait()
    #expect(ending.status == .code(0) && ending.output.isEmpty, "\(ending)")
    let (header, rows) = try shell.table("t.csv")
    #expect(rows.count == 30 && rows.allSatisfy { $0.count == header.count })
    #expect(try shell.summary("s.json").integer("ticks") == 30)
  }

  @Test func theInvariantsHoldInTheProductionMarket() throws {
    let summary = try shell.summary(
      of: ["--preset", "production", "--agents", "3000", "--ticks", "300", "--check-invariants"])
    #expect(summary.text("outcome") == "completed")
    #expect(summary.integer("ticks") == 300 && summary.integer("agents") == 3_000)
    #expect(try #require(summary.integer("trades")) > 1_000)
  }

  /// However the work is shared, the result is one; another seed has another.
  @Test func oneSeedHasOneHash() throws {
    func hash(_ more: String..., environment: [String: String] = [:]) throws -> String {
      let summary = try shell.summary(of: ["--config", "tiny.json5", "--ticks", "15"] + more, environment)
      return try #require(summary.text("state_hash"))
    }
    let expected = try hash()
    #expect(try hash("--workers", "1") == expected)
    #expect(try hash("--workers", "2", "--par-auctions", "false") == expected)
    #expect(try hash("--workers=3", "--par-risk-tracking=false", "--check-invariants") == expected)
    #expect(try hash("--workers", "2", environment: ["PAR_AGENT_COLLECTION": "false"]) == expected)
    #expect(try hash("--storage-path", "r.db", "--timings", "t.csv") == expected)
    #expect(try hash("--seed", "7") != expected)
  }
}
