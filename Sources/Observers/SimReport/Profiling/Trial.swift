import SimEngine
import SimParallel
import SimTrace

/// One measurement: a fresh simulation, warmed up, then timed.
///
///     spawn · warm-up ticks · │ ticks │ · hash            only what stands between the bars is on the clock
///
/// Spawning touches all memory; the warm-up fills books, caches and branch predictors and wakes the workers.
public struct Trial {
  public let rules: SimulationRules
  public let warmup: Int
  public let ticks: Int

  /// - Parameter rules: their own number of ticks and toggles are left aside.
  public init(_ rules: SimulationRules, warmup: Int, ticks: Int) {
    precondition(warmup >= 0 && ticks > 0, "there is something to measure")
    (self.rules, self.warmup, self.ticks) = (rules, warmup, ticks)
  }

  /// What was measured.
  public struct Outcome: Sendable {
    public let nanoseconds: UInt64
    public let orders, trades: Int  // of the ticks measured
    public let rejected, filledOrders: Int
    public let woken: Int  // agents
    public let workers: Int  // that took part
    public let trace: PhaseTrace  // of the ticks measured
    public let stateHash: String
    public let bytesPerAgent: Int
    public let peakResidentBytes: UInt64?  // of the trial alone where the kernel can forget earlier ones
  }

  /// - Returns: nil when it was stopped.
  public func run(stop: StopSignal = StopSignal()) throws -> Outcome? {
    MachineInfo.forgetPeakResidentBytes()
    let simulation = Simulation(rules, stop: stop)
    try simulation.run(warmup)
    let before = simulation.totals
    simulation.resetTrace()
    let start = MonotonicClock.nanoseconds()
    try simulation.run(ticks)
    let nanoseconds = MonotonicClock.nanoseconds() - start
    guard Int(simulation.tick) == warmup + ticks else { return nil }
    let totals = simulation.totals
    return Outcome(
      nanoseconds: nanoseconds, orders: totals.orders - before.orders, trades: totals.trades - before.trades,
      rejected: totals.ordersRejected - before.ordersRejected, filledOrders: totals.filledOrders - before.filledOrders,
      woken: totals.woken - before.woken, workers: min(rules.workers, 1 + simulation.helpersJoined),
      trace: simulation.trace, stateHash: HexText.word(simulation.stateHash),
      bytesPerAgent: simulation.bytesPerAgent, peakResidentBytes: MachineInfo.peakResidentBytes())
  }
}

extension TrialRecord {
  /// The row of a trial. What the trial does not know is told by the others.
  public init(
    _ outcome: Trial.Outcome, of trial: Trial, _ entry: TrialPlan.Entry, design: ProfileDesign, machine: String,
    build: String
  ) {
    self.init(
      design: design.rawValue, configName: entry.config.profileName, trial: entry.trial, order: entry.order,
      seed: trial.rules.seed, agents: trial.rules.individualAgents, symbols: trial.rules.symbols.count,
      ticks: trial.ticks,
      workers: outcome.workers, elapsedMilliseconds: Double(outcome.nanoseconds) / 1e6, totalOrders: outcome.orders,
      totalTrades: outcome.trades, peakMegabytes: outcome.peakResidentBytes.map { Double($0) / 1e6 },
      phaseMilliseconds: outcome.trace.phases.map { Double($0.total) / 1e6 }, stateHash: outcome.stateHash,
      machine: machine, build: build)
  }
}
