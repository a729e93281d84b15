import SimAgents
import SimTestSupport
import SimTrace

@testable import SimEngine

/// The three moments of a run that a hook is told about, made by hand. The world outlives each call, as the views that
/// the hook is lent must not outlive the world.
extension HandMadeWorld {
  func starts(_ hook: some SimulationHook) throws {
    try hook.runStarts(RunContext(rules: rules, accounts: accounts, issued: issued, cash: cash))
  }

  func ticks(
    _ hook: some SimulationHook, _ tick: UInt32 = 0, counts: TickCounts = .init(), totals: TickCounts = .init()
  ) throws {
    try hook.tickEnds(
      TickFrame(
        tick: tick, rules: rules, symbols: symbols, tape: tape, candles: candles, accounts: accounts, risk: risk,
        counts: counts, totals: totals, trace: PhaseTrace(names: [])))
  }

  func ends(
    _ hook: some SimulationHook, _ outcome: RunEnd.Outcome = .completed, ticks: Int, totals: TickCounts = .init()
  ) throws {
    try hook.runEnds(
      RunEnd(
        outcome: outcome, ticks: ticks, totals: totals, stateHash: 0, trace: PhaseTrace(names: []), candles: candles,
        symbols: symbols, accounts: accounts, risk: risk,
        portfolio: PortfolioView(accounts, symbols, rules.layout)))
  }
}
