import SimAgents
import SimMarket
import SimNews
import SimTrace
import SimTypes

/// Watches a run without being able to change it. Called on one thread, in registration order.
///
/// A hook sees the engine's own columns, borrowed: what it wants to keep beyond the call it copies. Attaching or
/// removing hooks never changes a result.
public protocol SimulationHook: AnyObject {
  var name: String { get }

  /// Once, before the first tick.
  func runStarts(_ run: RunContext) throws
  /// After every tick.
  func tickEnds(_ frame: borrowing TickFrame) throws
  /// Once, whatever happened: the run was completed, interrupted, or failed (also by a hook's own error).
  func runEnds(_ end: RunEnd) throws
}

extension SimulationHook {
  public func runStarts(_ run: RunContext) throws {}
  public func tickEnds(_ frame: borrowing TickFrame) throws {}
  public func runEnds(_ end: RunEnd) throws {}
}

/// What is known before the first tick.
public struct RunContext: Sendable {
  public let rules: SimulationRules
  public let accounts: AccountView  // as spawned
  /// Shares of each symbol that all accounts together own: the issue.
  public let issued: [Int64]
  /// Cash of all accounts at the start, 1/10,000 dollar.
  public let cash: Int64
}

/// The world at the end of a tick, borrowed.
public struct TickFrame: ~Copyable {
  public let tick: UInt32
  public let rules: SimulationRules
  public let symbols: SymbolView
  public let tape: TapeView
  public let candles: CandleView
  public let accounts: AccountView
  public let risk: RiskView
  public let counts: TickCounts  // of this tick
  public let totals: TickCounts  // since the start
  public let trace: PhaseTrace  // up to and including this tick, hooks excluded for the tick under way
  public var resting: RestingOrderView? = nil  // orders in the books; nil where nobody's orders rest
  public var lending: LendingFrame? = nil  // nil where nobody sells what he does not own
  /// What companies are worth and why; nil where fair values stand still.
  public var economy: EconomyView? = nil
  /// Positions, equity and profit by agent.
  public var portfolio: PortfolioView { PortfolioView(accounts, symbols, rules.layout) }
  /// The news of this tick, in the order they came.
  public var events: NewsEvents { economy?.news.latest ?? NewsEvents() }

  package init(
    tick: UInt32, rules: SimulationRules, symbols: SymbolView, tape: TapeView, candles: CandleView,
    accounts: AccountView, risk: RiskView, counts: TickCounts, totals: TickCounts, trace: PhaseTrace,
    resting: RestingOrderView? = nil, lending: LendingFrame? = nil, economy: EconomyView? = nil
  ) {
    (self.tick, self.rules, self.symbols, self.tape, self.candles) = (tick, rules, symbols, tape, candles)
    (self.accounts, self.risk, self.counts, self.totals) = (accounts, risk, counts, totals)
    (self.trace, self.resting, self.lending, self.economy) = (trace, resting, lending, economy)
  }
}

/// The lending of shares at the end of a tick, borrowed.
public struct LendingFrame: Sendable {
  private let lending: ShareLendingView
  private let boxes: OrderBoxView

  public init(_ lending: ShareLendingView, _ boxes: OrderBoxView) { (self.lending, self.boxes) = (lending, boxes) }

  public var terms: LendingTerms { lending.terms }
  /// Shares of a symbol that can be borrowed in all, and how many of them are.
  public func pool(_ symbol: Int) -> Int64 { lending.pool[symbol] }
  public func lent(_ symbol: Int) -> Int64 { lending.lent(symbol, boxes) }
  /// Fees of all agents since the start, 1/10,000 dollar.
  public var feesPaid: Int64 { lending.feesPaid }
  /// How often a position was bought back for its owner, over all agents or of the one in an account row.
  public var marginCalls: Int { lending.callsOfAll }
  public func marginCalls(ofAgent row: Int) -> Int { lending.calls(ofAgent: row) }
}

/// How much happened.
public struct TickCounts: Sendable, Equatable {
  public var orders = 0  // accepted
  public var cancels = 0  // requests to take a resting order back, replacements not counted
  public var rejected = SIMD16<Int>()  // by RejectReason.rawValue
  public var filledOrders = 0  // at least in part
  public var trades = 0
  public var volume: Int64 = 0  // shares
  public var woken = 0  // tier-2 agents

  public init() {}

  public var ordersRejected: Int { rejected.wrappedSum() }

  public mutating func add(_ other: TickCounts) {
    orders += other.orders
    cancels += other.cancels
    rejected &+= other.rejected
    filledOrders += other.filledOrders
    trades += other.trades
    volume += other.volume
    woken += other.woken
  }
}

/// How a run ended.
public struct RunEnd: Sendable {
  public enum Outcome: String, Sendable {
    case completed
    case interrupted  // somebody asked it to stop
    case failed
  }

  public let outcome: Outcome
  public let ticks: Int  // completed
  public let totals: TickCounts
  public let stateHash: UInt64
  public let trace: PhaseTrace
  public let candles: CandleView  // unfinished ones included
  public let symbols: SymbolView
  public let accounts: AccountView
  public let risk: RiskView
  /// Positions, equity and profit by agent.
  public let portfolio: PortfolioView
  /// What the orders of each population paid beyond the price that stood when they came. Row = population.
  public var executionCosts: [ExecutionCost] = []
  /// Shares lent, at the end; nil where nobody sells what he does not own.
  public var lending: LendingFrame?
  /// Keeps the columns behind the views, also when the simulation is gone.
  var owner: (any AnyObject & Sendable)?
}
