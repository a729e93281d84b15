import SimEngine
import SimQuant
import SimTypes

/// Keeps the recent returns of the agents that the configuration's `risk.watch` names: with them come a historical tail
/// and Lo's correction, which moments alone cannot give.
///
/// A return is measured where the engine measures it, from one mark to the next. Windows are for whom one looks at: 1,000
/// returns are 8 KB.
/// - Complexity: one division a watched agent and mark, no allocation.
public final class RiskWatch: SimulationHook {
  public let name = "risk watch"
  /// Everybody's figures at the end of the run, in the order of `risk.watch`; empty before.
  public private(set) var figures: [(agent: AgentID, metrics: RiskMetrics)] = []

  private struct Watched {
    let row: Int
    var equity: Double  // at the last mark
    var window: ReturnWindow
  }

  private var rules: SimulationRules?
  private var watched: [Watched] = []

  public init() {}

  public func runStarts(_ run: RunContext) {
    rules = run.rules
    watched = run.rules.config.risk.watch.map { agent in
      let row = agent - 1
      return Watched(
        row: row, equity: Double(run.rules.startEquity(ofAgent: row)),
        window: ReturnWindow(capacity: run.rules.config.risk.window))
    }
  }

  public func tickEnds(_ frame: borrowing TickFrame) {
    guard frame.rules.marksAccounts(at: frame.tick) else { return }
    for index in watched.indices {
      let (before, now) = (watched[index].equity, frame.risk.markedEquity[watched[index].row])
      watched[index].window.add(before > 0 ? (now - before) / before : 0)
      watched[index].equity = now
    }
  }

  public func runEnds(_ end: RunEnd) {
    guard let rules else { return }
    figures = watched.map { one in
      (
        AgentID(row: one.row),
        rules.riskMetrics(ofAgent: one.row, end.risk, ticks: end.ticks, window: one.window.returns)
      )
    }
  }
}
