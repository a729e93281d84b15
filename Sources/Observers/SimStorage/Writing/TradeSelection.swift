import SimEngine

/// Which of a run's trades are stored: all, every Nth by its running number, or none.
///
/// Trades are numbered from 0 over the whole run, in the order tick, symbol, execution; number `k` is kept when
/// `k % N == 0`. So the choice depends on the run alone, and a sampled log is part of the full one.
struct TradeSelection: Sendable {
  private let every: Int  // 0: none
  private var seen = 0

  init(_ log: SimulationConfig.TradeLog) {
    switch log {
    case .auto, .rows, .packed: every = 1
    case .sampled(let every):
      precondition(every >= 1, "every 0th trade is no choice")
      self.every = every
    case .off: every = 0
    }
  }

  var keepsNothing: Bool { every == 0 }
  var keepsEverything: Bool { every == 1 }

  /// The ones to keep of the next `rows.count` trades.
  mutating func keep(_ rows: Range<Int>) -> StrideTo<Int> {
    precondition(!keepsNothing, "nobody asks when nothing is kept")
    let first = rows.lowerBound + (every - seen % every) % every
    seen += rows.count
    return stride(from: first, to: rows.upperBound, by: every)
  }
}
