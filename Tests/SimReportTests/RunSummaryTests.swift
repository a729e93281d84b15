import Foundation
import SimEngine
import SimParallel
import SimTestSupport
import SimTrace
import SimTypes
import Testing

@testable import SimReport

struct RunSummaryTests {
  private func summary(
    ticks: Int = 100, outcome: RunEnd.Outcome = .completed, wallNanoseconds: UInt64 = 2_000_000_000,
    peak: UInt64? = 5_000_000
  ) throws -> RunSummary {
    let world = try HandMadeWorld()
    var trace = PhaseTrace(names: ["agent_collection", "auctions"])
    for _ in 0..<ticks {
      trace.record(phase: 0, nanoseconds: 60_000)
      trace.record(phase: 1, nanoseconds: 20_000)
      trace.endTick(nanoseconds: 100_000)
    }
    var totals = TickCounts()
    if ticks > 0 {
      (totals.orders, totals.filledOrders, totals.trades) = (12_345, 6_000, 4_000)
      (totals.volume, totals.woken) = (1_000_000, 9)
      totals.rejected[RejectReason.insufficientCash.rawValue] = 3
      totals.rejected[RejectReason.notionalOverflow.rawValue] = 1
    }
    let machine = MachineInfo(cpu: "Fast \"CPU\"", cores: 2, memoryBytes: 1 << 30)
    let circumstances = RunSummary.Circumstances(
      version: "1.2.3", build: "x86-64-v3", configHash: "0011", wallNanoseconds: wallNanoseconds, bytesPerAgent: 176,
      peakResidentBytes: peak, machine: machine)
    return world.ends(outcome, ticks: ticks, totals: totals, stateHash: 0xabc, trace: trace) { end in
      RunSummary(world.rules, end, circumstances)
    }
  }

  private func parsed(_ summary: RunSummary) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(summary.json.utf8)) as? [String: Any])
  }

  @Test func everyContractedValueIsThere() throws {
    let json = try parsed(summary())
    let integers = [
      "schema_version": 1, "seed": 42, "ticks": 100, "agents": 12, "tier1_agents": 12, "tier2_agents": 0,
      "pool_size": 0,
      "symbols": 3, "orders": 12_345, "orders_rejected": 4, "orders_filled": 6_000, "trades": 4_000,
      "volume": 1_000_000,
      "woken": 9, "peak_rss_bytes": 5_000_000, "bytes_per_agent": 176, "workers": 2,
    ]
    for (key, value) in integers { #expect(json[key] as? Int == value, "\(key)") }
    let texts = [
      "version": "1.2.3", "config_hash": "0011", "state_hash": "0000000000000abc", "outcome": "completed",
    ]
    for (key, value) in texts { #expect(json[key] as? String == value, "\(key)") }
    #expect(json["wall_seconds"] as? Double == 2)
    #expect(json["ticks_per_second"] as? Double == 50)
    #expect(
      json["rejected_by_reason"] as? [String: Int] == [
        "insufficient_cash": 3, "insufficient_shares": 0, "invalid_price": 0, "invalid_quantity": 0,
        "notional_overflow": 1, "outside_price_band": 0, "invalid_slot": 0, "needs_continuous_market": 0,
        "short_limit": 0, "no_borrow": 0, "insufficient_margin": 0, "margin_call": 0,
      ])
    let parallel = try #require(json["parallel"] as? [String: Bool])
    #expect(parallel == Dictionary(uniqueKeysWithValues: ParallelToggle.allCases.map { ($0.name, true) }))
    let phases = try #require(json["phases"] as? [String: [String: Double]])
    #expect(phases["agent_collection"]?["total_ms"] == 6)
    #expect(phases["agent_collection"]?["mean_us"] == 60)
    #expect(phases["agent_collection"]?["share"] == 0.6)
    #expect(abs((phases["auctions"]?["p50_us"] ?? 0) - 20) <= 0.64)
    #expect(abs((phases["auctions"]?["p99_us"] ?? 0) - 20) <= 0.64)
    let machine = try #require(json["machine"] as? [String: Any])
    #expect(machine["cpu"] as? String == "Fast \"CPU\"")
    #expect(machine["cores"] as? Int == 2 && machine["build"] as? String == "x86-64-v3")
  }

  @Test func keysStandInTheContractsOrder() throws {
    let lines = try summary().json.split(separator: "\n").filter { $0.hasPrefix("  \"") }
    let keys = lines.map { $0.split(separator: "\"")[1] }
    #expect(
      keys == [
        "schema_version", "version", "seed", "config_hash", "state_hash", "outcome", "ticks", "wall_seconds",
        "ticks_per_second", "agents", "tier1_agents", "tier2_agents", "pool_size", "symbols", "orders",
        "orders_rejected", "rejected_by_reason", "orders_filled", "trades", "volume", "woken", "cancels", "slippage",
        "short_selling", "watched", "market_risk",
        "peak_rss_bytes", "bytes_per_agent", "workers", "parallel", "worker_busy_shares",
        "worker_imbalance", "phases", "machine",
      ])
  }

  @Test func aRunWithoutTicksOrTimeHasFiniteNumbers() throws {
    let json = try parsed(summary(ticks: 0, outcome: .failed, wallNanoseconds: 0, peak: nil))
    #expect(json["ticks_per_second"] as? Double == 0)
    #expect(json["peak_rss_bytes"] is NSNull)
    #expect(json["outcome"] as? String == "failed")
  }

  @Test func aFileIsReplacedAsAWholeAndNothingElseIsLeft() throws {
    let folder = try TemporaryFolder()
    try "an older and much longer text".write(toFile: folder.path("summary.json"), atomically: false, encoding: .utf8)
    try summary().write(to: folder.path("summary.json"))
    #expect(try folder.text("summary.json") == summary().json)
    #expect(try folder.names() == ["summary.json"])
  }

  @Test func aLinkKeepsPointingToItsFile() throws {
    let folder = try TemporaryFolder()
    try "old".write(toFile: folder.path("real.json"), atomically: false, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link.json"), withDestinationPath: folder.path("real.json"))
    try summary().write(to: folder.path("link.json"))
    #expect(try folder.text("real.json") == summary().json)
    #expect(try folder.names() == ["link.json", "real.json"])
  }

  @Test func anUnwritablePathIsNamed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("missing/summary.json")
    let error = ReportError.cannotOpen(path: path, reason: "No such file or directory")
    #expect(throws: error) { try summary().write(to: path) }
    #expect(error.description.contains(path) && error.description.contains("No such file or directory"))
    #if os(Linux)
      #expect(throws: ReportError.cannotWrite(path: "/dev/full", reason: "No space left on device")) {
        try summary().write(to: "/dev/full")
      }
    #endif
  }

  @Test func theClosingWordsSayWhatHappened() throws {
    #expect(
      try summary().words == """
        completed 100 ticks of 12 agents on 3 symbols in 2.0 s: 50 ticks/s with 2 workers
        orders    12,345 accepted (6,172 a second), 4 rejected (insufficient cash 3, notional overflow 1), \
        48.6 % filled at least in part
        trades    4,000 (40 a tick), 1,000,000 shares
        memory    5.0 MB at most, 176 bytes per agent
        hash      0000000000000abc with seed 42

        """)
    #expect(try summary(ticks: 0, wallNanoseconds: 0, peak: nil).words.contains("0 ticks/s"))
  }
}
