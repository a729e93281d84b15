import SimEngine
import SimParallel

/// One trial: a row of `profiling_results.csv`.
///
///     design,config_name,trial,order,seed,agents,symbols,ticks,workers,elapsed_ms,ticks_per_sec,agent_ticks_per_sec,
///     total_orders,total_trades,peak_rss_mb,<phase>_ms…,state_hash,machine,build
public struct TrialRecord: Sendable, Equatable {
  public var design: String
  public var configName: String
  public var trial: Int
  public var order: Int
  public var seed: UInt64
  public var agents: Int
  public var symbols: Int
  /// Measured, the warm-up not counted.
  public var ticks: Int
  /// That took part: fewer than were asked for where the machine has fewer cores.
  public var workers: Int
  public var elapsedMilliseconds: Double
  public var totalOrders: Int
  public var totalTrades: Int
  /// 10⁶ bytes; nil where the kernel does not tell.
  public var peakMegabytes: Double?
  /// Wall time of each phase, in the order of the tick.
  public var phaseMilliseconds: [Double]
  public var stateHash: String
  public var machine: String
  /// What was built and what was run: see ``provenance(_:warmup:configHash:workers:)``.
  public var build: String

  public init(
    design: String, configName: String, trial: Int, order: Int, seed: UInt64, agents: Int, symbols: Int, ticks: Int,
    workers: Int, elapsedMilliseconds: Double, totalOrders: Int, totalTrades: Int, peakMegabytes: Double?,
    phaseMilliseconds: [Double], stateHash: String, machine: String, build: String
  ) {
    precondition(phaseMilliseconds.count == Phase.allCases.count, "a time for every phase")
    (self.design, self.configName, self.trial, self.order) = (design, configName, trial, order)
    (self.seed, self.agents, self.symbols, self.ticks, self.workers) = (seed, agents, symbols, ticks, workers)
    (self.elapsedMilliseconds, self.totalOrders, self.totalTrades) = (elapsedMilliseconds, totalOrders, totalTrades)
    (self.peakMegabytes, self.phaseMilliseconds) = (peakMegabytes, phaseMilliseconds)
    (self.stateHash, self.machine, self.build) = (stateHash, machine, build)
  }

  public var ticksPerSecond: Double { elapsedMilliseconds > 0 ? Double(ticks) / elapsedMilliseconds * 1e3 : 0 }
  public var agentTicksPerSecond: Double { ticksPerSecond * Double(agents) }
  public var microsecondsPerTick: Double { elapsedMilliseconds * 1e3 / Double(ticks) }

  // MARK: - As a row

  public static let columns =
    [
      "design", "config_name", "trial", "order", "seed", "agents", "symbols", "ticks", "workers", "elapsed_ms",
      "ticks_per_sec", "agent_ticks_per_sec", "total_orders", "total_trades", "peak_rss_mb",
    ] + Phase.allCases.map { "\($0.name)_ms" } + ["state_hash", "machine", "build"]

  public static var headerLine: String { CSVText.line(columns) }

  /// Ends in a line end. Times to a microsecond, rates to a tenth.
  public var line: String {
    CSVText.line(
      [
        design, configName, "\(trial)", "\(order)", "\(seed)", "\(agents)", "\(symbols)", "\(ticks)", "\(workers)",
        CSVText.number(elapsedMilliseconds, 3), CSVText.number(ticksPerSecond, 1),
        CSVText.number(agentTicksPerSecond, 0), "\(totalOrders)", "\(totalTrades)",
        peakMegabytes.map { CSVText.number($0, 1) } ?? "",
      ] + phaseMilliseconds.map { CSVText.number($0, 3) } + [stateHash, machine, build])
  }

  /// Everything that has to agree for two trials to be comparable and has no column of its own, in words that a person
  /// can read: `0.1.0 release x86_64 x86-64-v3 swift-6.3; config 0123456789abcdef; warmup 200; workers 2`.
  ///
  /// - Parameter workers: asked for; how many took part is a column.
  public static func provenance(_ build: String, warmup: Int, configHash: String, workers: Int) -> String {
    "\(build); config \(configHash); warmup \(warmup); workers \(workers)"
  }
}
