import SimAgents
import SimTestSupport
import SimTrace

@testable import SimEngine

/// The moments of a run that reports are made of, by hand. The world outlives each call, as the views in it demand.
extension HandMadeWorld {
  func ticks(_ hook: some SimulationHook, _ tick: UInt32, counts: TickCounts, trace: PhaseTrace) throws {
    try hook.tickEnds(
      TickFrame(
        tick: tick, rules: rules, symbols: symbols, tape: tape, candles: candles, accounts: accounts, risk: risk,
        counts: counts, totals: counts, trace: trace))
  }

  func ends<Result>(
    _ outcome: RunEnd.Outcome = .completed, ticks: Int, totals: TickCounts = .init(), stateHash: UInt64 = 0,
    trace: PhaseTrace, _ body: (RunEnd) throws -> Result
  ) rethrows -> Result {
    try body(
      RunEnd(
        outcome: outcome, ticks: ticks, totals: totals, stateHash: stateHash, trace: trace, candles: candles,
        symbols: symbols, accounts: accounts, risk: risk,
        portfolio: PortfolioView(accounts, symbols, rules.layout)))
  }
}
