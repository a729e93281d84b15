import SimColumns
import SimMarket
import SimNews
import SimQuant
import SimRandom
import SimTypes

@testable import SimAgents

/// Reactive agents on one symbol, led along prices that a test writes down, with fills as it wishes.
final class ReactiveBench {
  let plan: PopulationPlan
  let table: ReactiveTrader
  let accounts: AccountTable
  let index: WakeIndex
  let economy: Economy?
  private let symbols: SymbolTable
  private let boxes: OrderBoxes
  private let decision: DecisionChunk
  private var wakeNews = WakeNews(sectors: [0])
  private(set) var tick: UInt32 = 0
  private(set) var woken = 0  // in the last step

  /// - Parameter parts: those every agent has; nobody has any other.
  init(
    count: Int = 1, price: Int32 = 10_000, seed: UInt64 = 1, cash: Int64 = 1_000_000_0000, shares: Int32 = 0,
    parts: ReactiveParts, parameters: [String: Distribution] = [:], news: NewsSettings? = nil
  ) {
    var chosen = parameters
    for (place, spec) in ReactiveParts.parameters.enumerated() {
      chosen[spec.name] = .constant(parts.contains(ReactiveParts(rawValue: 1 << UInt8(place))) ? 1 : 0)
    }
    plan = PopulationPlan(
      name: "p", schema: ReactiveTrader.schema, index: 0, firstRow: 0, count: count, symbols: [0], cash: .constant(0),
      shares: .constant(0), parameters: ReactiveTrader.schema.parameters.map { chosen[$0.name] ?? $0.standard })
    accounts = AccountTable(count: count)
    table = ReactiveTrader(plan, seed: seed, accounts: accounts.view, placement: .anywhere)
    symbols = SymbolTable(initialTicks: [price], tickSize: .cent)
    boxes = OrderBoxes([.init(capacity: count, symbols: 0..<1, agents: 0..<count)], symbolCount: 1)
    index = WakeIndex(plan, last: symbols.view.last, chunkRows: count)
    decision = DecisionChunk(rows: 0..<count, segments: plan.segments, firstRow: 0)
    economy = news.map {
      var settings = EconomySettings()
      settings.news = $0
      return Economy(settings, [Company(initialTicks: price, sector: 0)], sectorCount: 1, seed: seed)
    }
    for row in 0..<count {
      let view = accounts.view
      (view.cash[row], view.freeCash[row]) = (cash, cash)
      (view.quantity[row], view.freeShares[row]) = (shares, shares)
      view.cost[row] = Int64(shares) * Int64(price) * 100
    }
    restate(index.view.everybody(0))
  }

  private func view(_ woken: WokenAgents) -> DecisionView {
    DecisionView(
      tick: tick, symbols: symbols.view, accounts: accounts.view, indicators: IndicatorBank([], symbolCount: 1).view,
      news: economy?.news, woken: woken)
  }

  private func restate(_ woken: WokenAgents) {
    var wishes = WakeWriter(index.view, chunk: 0)
    table.restate(decision, view(woken), &wishes)
  }

  /// A tick at `price`: who wakes decides, what is sent is filled there, in part or not at all. Returns the orders as
  /// signed quantities, in agents' order.
  @discardableResult
  func step(_ price: Int32, filling part: (_ quantity: Int32) -> Int32 = { $0 }) -> [Int32] {
    symbols.view.last[0] = price
    if let economy {
      let fair = Column<Double>(count: 1, filledWith: 0)
      economy.advance(to: tick, fair: fair.view)
      wakeNews.announce(economy.news.latest)
    }
    index.view.scan(0, tick: tick, last: symbols.view.last, news: wakeNews.view)
    let list = index.view.woken(0)
    woken = list.count
    var writer = OrderWriter(boxes.view, chunk: 0)
    table.decide(decision, view(list), &writer)
    writer.close()
    let box = boxes.view
    let sent = box.positions(ofChunk: 0).map { position in
      let isBuy = BoxKey(raw: box.key[position]).side == .buy
      let quantity = box.quantity[position]
      box.filled[position] = part(quantity)
      settle(Int(box.agent[position]), isBuy ? part(quantity) : -part(quantity), price)
      return isBuy ? quantity : -quantity
    }
    table.learn(decision, OrderOutcomes(box, chunk: 0))
    restate(list)
    tick += 1
    return sent
  }

  private func settle(_ agent: Int, _ change: Int32, _ price: Int32) {
    let view = accounts.view
    let value = Int64(change) * Int64(price) * 100
    view.cost[agent] =
      change >= 0
      ? view.cost[agent] + value
      : view.cost[agent]
        - FillApplication.shareOfCost(view.cost[agent], selling: Int64(-change), of: Int64(view.quantity[agent]))
    view.quantity[agent] += change
    view.freeShares[agent] += change
    view.cash[agent] -= value
    view.freeCash[agent] -= value
  }

  /// The orders of one agent along prices: 0 where it sent none.
  func run(_ prices: [Int32]) -> [Int32] { prices.map { step($0).first ?? 0 } }
  /// Nothing is filled.
  func runUnfilled(_ prices: [Int32]) -> [Int32] { prices.map { step($0) { _ in 0 }.first ?? 0 } }
}
