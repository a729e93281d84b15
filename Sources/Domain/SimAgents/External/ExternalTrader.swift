import SimColumns
import SimMarket
import SimTypes

/// An order that somebody outside the simulation gives to one of its agents.
public struct ExternalOrder: Sendable, Hashable {
  public var symbol: Int
  public var side: Side
  public var limit: Int32?  // price ticks; nil: at the market
  public var quantity: Int32  // shares

  public init(symbol: Int, side: Side, limit: Int32? = nil, quantity: Int32) {
    (self.symbol, self.side, self.limit, self.quantity) = (symbol, side, limit, quantity)
  }
}

/// Why an order was not taken. What an account cannot pay for is taken, and refused like any agent's.
public enum ExternalOrderProblem: Error, Equatable, Sendable, CustomStringConvertible {
  case notExternal(agent: Int)
  case symbolNotTraded(symbol: Int, agent: Int)
  case tooMany(symbol: Int, most: Int)

  public var description: String {
    switch self {
    case .notExternal(let agent): "agent \(agent) decides for itself; orders are for agents of strategy `external`"
    case .symbolNotTraded(let symbol, let agent):
      "agent \(agent) does not trade symbol \(symbol); its population's `symbols` say which it does"
    case .tooMany(let symbol, let most): "more than \(most) orders for symbol \(symbol) in one tick"
    }
  }
}

/// Agents without a will of their own: they send what somebody outside gives them before a tick, and keep what became of
/// it. An agent trades all symbols of its population out of one purse; its orders live for one tick.
///
/// Whoever wants some registers this strategy, and drives the simulation tick by tick:
///
///     try simulation.submit([ExternalOrder(symbol: 0, side: .buy, quantity: 10)], agent: 3)
///     try simulation.step()
///     simulation.outcomes(ofAgent: 3)
///
/// The same orders at the same ticks give the same run, bit for bit.
public final class ExternalTrader: StrategyTable {
  public static let schema = StrategySchema(
    name: "external", tier: 1, summary: "sends the orders it is given from outside", parameters: [],
    ordersPerTickMax: 4, shortSelling: .limited, symbolUse: .all(sectorsMin: 0))

  private struct Entry {
    var row: Int  // account
    var order: ExternalOrder
  }

  private struct Inbox {
    var tick: UInt32 = 0  // that the entries are for
    var entries: [Entry] = []  // by row, an account's in the order given
  }

  private let plan: PopulationPlan
  // Written by who drives the simulation between ticks, read by workers inside them.
  private let inbox = HandedOver(Inbox())
  // Row = agent of the population. Written by the worker that has its chunk.
  private let answers: [HandedOver<[OrderOutcomes.Outcome]>]

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    plan = population
    answers = population.agents.map { _ in HandedOver([]) }
  }

  public var byteCount: Int { 0 }

  /// Takes orders for a tick that has not begun. Orders for an earlier one are forgotten.
  /// - Parameter agent: one of the population's, counted from 0 over all of the market.
  /// - Throws: at the first order that cannot be taken; those before it are not taken either.
  public func submit(_ orders: [ExternalOrder], agent: Int, tick: UInt32) throws(ExternalOrderProblem) {
    guard plan.agents.contains(agent) else { throw .notExternal(agent: agent) }
    let first = plan.rows.lowerBound + (agent - plan.agents.lowerBound) * plan.legs
    var box = inbox.value
    if box.tick != tick { box = Inbox(tick: tick) }
    for order in orders {
      var row: Int?
      plan.forEachAccount(in: first..<first + plan.legs) { account, symbol in
        if symbol == order.symbol { row = account }
      }
      guard let row else { throw .symbolNotTraded(symbol: order.symbol, agent: agent) }
      let place = box.entries.firstIndex { $0.row > row } ?? box.entries.count
      box.entries.insert(Entry(row: row, order: order), at: place)
      guard box.entries.count(where: { $0.row == row }) <= Self.schema.ordersPerTickMax else {
        throw .tooMany(symbol: order.symbol, most: Self.schema.ordersPerTickMax)
      }
    }
    inbox.value = box
  }

  /// What became of an agent's orders of the last tick, symbol by symbol.
  public func outcomes(ofAgent agent: Int) -> [OrderOutcomes.Outcome] {
    answers[agent - plan.agents.lowerBound].value
  }

  public func owns(agent: Int) -> Bool { plan.agents.contains(agent) }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let agents = plan.agents(in: chunk.rows)
    for agent in agents { answers[agent - plan.agents.lowerBound].value.removeAll(keepingCapacity: true) }
    guard inbox.value.tick == world.tick else { return }
    for entry in inbox.value.entries where chunk.rows.contains(entry.row) {
      let order = entry.order
      box.append(
        agent: entry.row, key: BoxKey(symbol: Int32(order.symbol), side: order.side),
        price: order.limit ?? world.symbols.marketLimit(order.symbol, order.side), quantity: order.quantity)
    }
  }

  public func learn(_ chunk: DecisionChunk, _ outcomes: OrderOutcomes) {
    outcomes.forEach { outcome in
      answers[(outcome.agent - plan.rows.lowerBound) / plan.legs].value.append(outcome)
    }
  }
}
