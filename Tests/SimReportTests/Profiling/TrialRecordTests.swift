import SimEngine
import SimReport
import Testing

struct TrialRecordTests {
  static func record(
    _ config: String = "all_parallel", trial: Int = 1, order: Int = 1, design: ProfileDesign = .standard,
    ticks: Int = 100, milliseconds: Double = 50, workers: Int = 2
  ) -> TrialRecord {
    TrialRecord(
      design: design.rawValue, configName: config, trial: trial, order: order, seed: 42, agents: 5_000, symbols: 3,
      ticks: ticks, workers: workers, elapsedMilliseconds: milliseconds, totalOrders: 700, totalTrades: 30,
      peakMegabytes: 12.34, phaseMilliseconds: Phase.allCases.map { Double($0.rawValue) }, stateHash: "00ff",
      machine: "CPU, fast x 2", build: "0.1.0 release")
  }

  /// The names scripts rely on.
  @Test func theColumnsAreThoseOfTheContract() {
    let phases = Phase.allCases.map { "\($0.name)_ms" }
    #expect(
      TrialRecord.columns.joined(separator: ",")
        == "design,config_name,trial,order,seed,agents,symbols,ticks,workers,elapsed_ms,ticks_per_sec,"
        + "agent_ticks_per_sec,total_orders,total_trades,peak_rss_mb,\(phases.joined(separator: ",")),"
        + "state_hash,machine,build")
    #expect(TrialRecord.headerLine == TrialRecord.columns.joined(separator: ",") + "\n")
    #expect(phases.contains("auctions_ms") && phases.contains("risk_tracking_ms"))
  }

  @Test func aRowHasACellForEveryColumn() {
    let line = Self.record(milliseconds: 62.5).line
    #expect(
      line.hasPrefix("standard,all_parallel,1,1,42,5000,3,100,2,62.500,1600.0,8000000,700,30,12.3,0.000,1.000,"))
    #expect(line.hasSuffix(",00ff,\"CPU, fast x 2\",0.1.0 release\n"))
    #expect(line.components(separatedBy: ",").count == TrialRecord.columns.count + 1, "one comma is quoted")
  }

  @Test func ratesFollowFromTicksAndTime() {
    let record = Self.record(ticks: 200, milliseconds: 50)
    #expect(record.ticksPerSecond == 4_000 && record.agentTicksPerSecond == 20_000_000)
    #expect(record.microsecondsPerTick == 250)
    var unknown = record
    unknown.peakMegabytes = nil
    #expect(unknown.line.contains(",30,,0.000,"))
  }

  @Test func provenanceTellsSeriesApart() {
    let one = TrialRecord.provenance("1", warmup: 2, configHash: "3", workers: 4)
    #expect(one == "1; config 3; warmup 2; workers 4")
  }
}
