import SimAgents
import SimColumns
import SimMarket
import SimQuant
import SimTypes

/// One population on one or more symbols, decided tick by tick with the market held still: what a strategy sends, and
/// nothing else, is under test.
final class StrategyBench<Table: StrategyTable> {
  let plan: PopulationPlan
  let table: Table
  let accounts: AccountTable
  let symbols: SymbolTable
  let boxes: OrderBoxes
  let resting: RestingOrders
  let life: OrderLife
  let indicators: IndicatorBank
  var tick: UInt32 = 0
  private var candleClosed = false

  struct Sent: Equatable {
    var agent: Int
    var side: Side
    var symbol: Int
    var price, quantity: Int32
    var kind = OrderKind.thisTick
  }

  init(
    count: Int, prices: [Int32] = [10_000], seed: UInt64 = 1, cash: Int64 = 1_000_000_0000, shares: Int32 = 0,
    parameters: [String: Distribution] = [:], mechanism: Mechanism = .call, life: OrderLife = .auto,
    shortLimit: Int64? = nil
  ) {
    let chosen = Table.schema.parameters.map { parameters[$0.name] ?? $0.standard }
    plan = PopulationPlan(
      name: "p", schema: Table.schema, index: 0, firstRow: 0, count: count, symbols: Array(prices.indices),
      cash: .constant(0), shares: .constant(0), parameters: chosen, sellsShort: shortLimit != nil,
      shortLimits: shortLimit.map { [Int64](repeating: $0, count: prices.count) } ?? [])
    accounts = AccountTable(count: count)
    table = Table(plan, seed: seed, accounts: accounts.view, placement: .anywhere)
    symbols = SymbolTable(
      initialTicks: prices, tickSize: .cent, mechanisms: [Mechanism](repeating: mechanism, count: prices.count))
    indicators = IndicatorBank(Table.indicators(for: plan), symbolCount: prices.count)
    self.life = life
    let slots = life.rests(in: mechanism) ? Table.schema.restingOrdersMax : 0
    boxes = OrderBoxes(
      [
        .init(
          capacity: count * Table.schema.ordersPerTickMax, symbols: 0..<prices.count, agents: 0..<count,
          slotsPerAgent: slots)
      ], symbolCount: prices.count)
    resting = RestingOrders(count: count * slots)
    for segment in plan.segments {
      for row in segment.rows {
        accounts.view.symbol[row] = Int32(segment.symbol)
        accounts.view.cash[row] = cash
        accounts.view.freeCash[row] = cash
        own(shares, row)
      }
    }
  }

  /// The orders of `ticks` ticks, nothing of which is traded.
  func decide(ticks: Int) -> [Sent] { (0..<ticks).flatMap { _ in decide() } }

  func own(_ shares: Int32, _ row: Int) {
    accounts.view.quantity[row] = shares
    accounts.view.freeShares[row] = shares
  }

  /// Closes a candle of every symbol, all of whose prices were `price`, and returns the orders of the tick after it.
  func decide(afterCloseAt price: Int32) -> [Sent] {
    let value = Column<Double>(count: symbols.count, filledWith: Double(price))
    let bars = Bars(high: value.view, low: value.view, close: value.view, volume: value.view)
    indicators.view.update(0..<symbols.count, bars)
    for symbol in 0..<symbols.count { symbols.view.last[symbol] = price }
    candleClosed = true
    defer { candleClosed = false }
    return decide()
  }

  /// The market fills an order.
  func fill(_ order: Sent) {
    let change = order.side == .buy ? order.quantity : -order.quantity
    own(accounts.view.quantity[order.agent] + change, order.agent)
    accounts.view.freeCash[order.agent] -= Int64(change) * Int64(order.price) * 100
  }

  /// The orders of the next tick, chunk by chunk as the engine would.
  func decide() -> [Sent] {
    let world = DecisionView(
      tick: tick, symbols: symbols.view, accounts: accounts.view, indicators: indicators.view,
      candleClosed: candleClosed, slots: AgentSlots(resting.view, boxes.view, chunk: 0, life: life))
    var writer = OrderWriter(boxes.view, chunk: 0)
    for chunk in ChunkGrid(runLengths: [plan.rows.count]).chunks {
      let decision = DecisionChunk(rows: chunk.rows, segments: plan.segments(in: chunk.rows), firstRow: 0)
      table.decide(decision, world, &writer)
    }
    writer.close()
    tick += 1
    let view = boxes.view
    return view.positions(ofChunk: 0).map {
      let key = BoxKey(raw: view.key[$0])
      return Sent(
        agent: Int(view.agent[$0]), side: key.side, symbol: key.symbol, price: view.price[$0],
        quantity: view.quantity[$0], kind: view.kind[$0])
    }
  }

  /// Lets an order rest in a slot as if the market had answered: the agent's account holds what it needs.
  func rest(_ side: Side, price: Int32, quantity: Int32, agent: Int, slot: Int) {
    let row = boxes.view.slot(ofChunk: 0, agent: agent, local: slot)
    let view = resting.view
    (view.price[row], view.quantity[row], view.owner[row]) = (price, quantity, Int32(agent))
    (view.heldPrice[row], view.heldQuantity[row]) = (price, side == .buy ? quantity : -quantity)
    let held = view.held(row, tickValue: 100)
    accounts.view.freeCash[agent] -= held.cash
    accounts.view.freeShares[agent] -= Int32(held.shares)
  }
}
