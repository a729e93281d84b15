import SimAgents
import SimColumns
import SimKernels
import SimMarket
import SimTrace
import SimTypes

/// What the simulation hands to the writer in one go, half of what is called a batch in the documentation: everything
/// there is to store of some whole ticks.
///
/// Columns of plain numbers, copied out of the engine's own; texts are made from them on the writer's thread. Batches
/// go round: an emptied one is filled again, so that a warm run allocates nothing for its trades. A batch belongs to
/// one thread at a time; the ``BatchQueue`` passes it on.
final class StorageBatch {
  let trades = TradeColumns()
  let symbolTicks = SymbolTickColumns()
  var candles: [CandleRow] = []
  var events: [StoredEvent] = []
  var snapshots: [PortfolioColumns] = []
  var risks: [RiskColumns] = []
  /// Ticks of the run that the batch covers, from its start.
  var ticks = 0..<0
  /// In the last batch of a run.
  var ending: RunEnding?

  /// Makes it a batch that goes on where another one ended.
  func restart(after tick: Int) {
    trades.removeAll()
    symbolTicks.removeAll()
    candles.removeAll(keepingCapacity: true)
    events.removeAll(keepingCapacity: true)
    snapshots.removeAll(keepingCapacity: true)
    risks.removeAll(keepingCapacity: true)
    ticks = tick..<tick
    ending = nil
  }
}

/// A candle and what it belongs to. Prices are still in ticks.
struct CandleRow: Sendable {
  let symbol: Int32
  let timeframe: Int32  // ticks
  let candle: Candle
}

/// What every account had at the end of a tick. Row = account row; money at 1/10,000 dollar.
struct PortfolioColumns: Sendable {
  let tick: UInt32
  let cash, realised, cost: [Int64]
  let quantity: [Int32]
  let equity: [Double]

  /// - Complexity: 36 bytes an account, read and written once.
  init(tick: UInt32, accounts: AccountView, symbols: SymbolView) {
    self.tick = tick
    let count = accounts.count
    cash = copy(count) { accounts.cash[$0] }
    realised = copy(count) { accounts.realised[$0] }
    cost = copy(count) { accounts.cost[$0] }
    quantity = copy(count) { accounts.quantity[$0] }
    equity = copy(count) { Double(accounts.equity($0, symbols)) }
  }

  /// What some accounts have together.
  func sum(_ rows: Range<Int>) -> PortfolioSum {
    var sum = PortfolioSum()
    for row in rows {
      let worth = Int64(equity[row])
      sum.cash += cash[row]
      sum.equity += worth
      sum.realised += realised[row]
      sum.unrealised += worth - cash[row] - cost[row]
    }
    return sum
  }
}

/// 1/10,000 dollar.
struct PortfolioSum: Equatable, Sendable {
  var cash: Int64 = 0
  var equity: Int64 = 0
  var realised: Int64 = 0  // profit of closed positions …
  var unrealised: Int64 = 0  // … and of open ones at the last price
}

/// How every agent had fared at the end of a tick: a copy of the risk columns.
final class RiskColumns: Sendable {
  let tick: UInt32
  private let table: RiskTable
  var view: RiskView { table.view }

  /// - Complexity: 88 bytes an agent, read and written once.
  init(tick: UInt32, _ risk: RiskView) {
    self.tick = tick
    table = RiskTable(count: risk.count)
    let mine = table.view
    mine.markedEquity.copy(from: risk.markedEquity)
    mine.peak.copy(from: risk.peak)
    for (copy, original) in zip(mine.block.columns, risk.block.columns) { copy.copy(from: original) }
    for (copy, original) in zip(mine.totals.columns, risk.totals.columns) { copy.copy(from: original) }
    mine.maxDrawdown.copy(from: risk.maxDrawdown)
    mine.peakMark.copy(from: risk.peakMark)
    mine.longestUnderwater.copy(from: risk.longestUnderwater)
  }
}

extension MomentBlock {
  fileprivate var columns: [ColumnView<Float>] { [first, second, third, fourth, downside] }
}

extension MomentTotals {
  fileprivate var columns: [ColumnView<Double>] { [first, second, third, fourth, downside] }
}

/// How and when a run ended.
struct RunEnding: Sendable {
  let outcome: String
  let unixSeconds: Int64
  let stateHash: UInt64?  // nil when it is not known
  var timings: [PhaseTiming] = []
}

/// Where a phase's time went over a run.
struct PhaseTiming: Sendable {
  let name: String
  let durations: DurationHistogram
}

/// The first `count` rows of a column. Inlined, so that it becomes a plain loop over the column's own layout.
@inline(__always) func copy<Scalar: Numeric>(_ count: Int, _ row: (Int) -> Scalar) -> [Scalar] {
  var rows = [Scalar](repeating: 0, count: count)
  for index in rows.indices { rows[index] = row(index) }
  return rows
}
