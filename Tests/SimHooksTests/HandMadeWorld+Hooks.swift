import SimHooks
import SimTestSupport
import SimTrace

@testable import SimEngine

/// The three moments of a run that a hook is told about, made by hand.
extension HandMadeWorld {
  func run() -> RunContext { RunContext(rules: rules, accounts: accounts, issued: issued, cash: cash) }

  func frame(
    _ tick: UInt32 = 0, counts: TickCounts = .init(), totals: TickCounts = .init(), trace: PhaseTrace = .init(names: [])
  ) -> TickFrame {
    TickFrame(
      tick: tick, rules: rules, symbols: symbols, tape: tape, candles: candles, accounts: accounts, risk: risk,
      counts: counts, totals: totals, trace: trace)
  }

  func end(_ outcome: RunEnd.Outcome = .completed, ticks: Int, totals: TickCounts = .init()) -> RunEnd {
    RunEnd(
      outcome: outcome, ticks: ticks, totals: totals, stateHash: 0, trace: PhaseTrace(names: []), candles: candles,
      symbols: symbols, accounts: accounts, risk: risk)
  }
}
