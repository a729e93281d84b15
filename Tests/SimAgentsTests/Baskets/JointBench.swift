import SimColumns
import SimMarket
import SimQuant
import SimTypes

@testable import SimAgents
@testable import SimNews

/// One population of agents with several symbols, decided tick by tick: prices, candles, news and fills are what the
/// test makes of them.
final class JointBench<Table: StrategyTable> {
  let plan: PopulationPlan
  let table: Table
  let accounts: AccountTable
  let symbols: SymbolTable
  let seed: UInt64
  let hasEconomy: Bool
  private(set) var tick: UInt32 = 0
  private let indicators: IndicatorBank
  private let boxes: OrderBoxes
  private let resting = RestingOrders(count: 0)
  private let chunks: [DecisionChunk]
  private let active = ActiveEvents(capacity: 1_000)
  private let newsState: Column<NewsDesk.State>
  private let sectors: Column<Int32>
  private let noSentiment: Column<Double>
  private var announced: [NewsEvent] = []
  private var candleClosed = false

  struct Sent: Equatable {
    var row: Int
    var side: Side
    var price, quantity: Int32
    var signed: Int32 { side == .buy ? quantity : -quantity }
  }

  /// - Parameters:
  ///   - cash: dollars of each agent.
  ///   - sectors: row = symbol.
  init(
    count: Int = 1, prices: [Int32], sectors: [Int32], cash: Double = 100_000, shares: Int32 = 0, seed: UInt64 = 1,
    parameters: [String: Distribution] = [:], shortLimit: Int64? = nil, hasEconomy: Bool = true
  ) {
    let legs = prices.count
    plan = PopulationPlan(
      name: "p", schema: Table.schema, index: 0, firstRow: 0, count: count, symbols: Array(prices.indices),
      cash: .constant(cash), shares: .constant(Double(shares)),
      parameters: Table.schema.parameters.map { parameters[$0.name] ?? $0.standard }, sellsShort: shortLimit != nil,
      shortLimits: shortLimit.map { [Int64](repeating: $0, count: legs) } ?? [])
    accounts = AccountTable(count: count * legs)
    table = Table(plan, seed: seed, accounts: accounts.view, placement: .anywhere)
    symbols = SymbolTable(initialTicks: prices, tickSize: .cent)
    indicators = IndicatorBank(Table.indicators(for: plan), symbolCount: legs)
    boxes = OrderBoxes(
      [.init(capacity: count * legs * Table.schema.ordersPerTickMax, symbols: 0..<legs)], symbolCount: legs)
    let plan = plan
    chunks = ChunkGrid(runLengths: [plan.rows.count], together: [legs]).chunks.map {
      DecisionChunk(rows: $0.rows, segments: [], groups: plan.groups(in: $0.rows), firstRow: 0)
    }
    (self.seed, self.hasEconomy) = (seed, hasEconomy)
    newsState = Column(count: 1, filledWith: NewsDesk.State(macro: MacroEnvironment()))
    self.sectors = Column(sectors)
    noSentiment = Column(count: legs + 10, filledWith: 0)
    for row in 0..<count * legs {
      accounts.view.symbol[row] = Int32(row % legs)
      own(shares, row)
      if row % legs == 0 { pay(Int64(cash) * Cash.unitsPerDollar, row) }
    }
  }

  var legs: Int { symbols.count }
  /// Shares of an agent, leg by leg.
  func held(_ agent: Int = 0) -> [Int32] { (0..<legs).map { accounts.view.quantity[agent * legs + $0] } }

  func own(_ shares: Int32, _ row: Int) {
    accounts.view.quantity[row] = shares
    accounts.view.freeShares[row] = shares
  }

  func pay(_ raw: Int64, _ row: Int) {
    let first = row - row % legs
    accounts.view.cash[first] += raw
    accounts.view.freeCash[first] += raw
  }

  func move(_ prices: [Int32]) { for (symbol, price) in prices.enumerated() { symbols.view.last[symbol] = price } }

  /// A candle of every symbol closes at these prices; the orders of the tick after it.
  func close(_ prices: [Int32]) -> [Sent] {
    move(prices)
    let value = Column<Double>(prices.map(Double.init))
    indicators.view.update(
      0..<legs, Bars(high: value.view, low: value.view, close: value.view, volume: value.view))
    candleClosed = true
    defer { candleClosed = false }
    return decide()
  }

  /// News of the next tick to be decided.
  func announce(
    _ kind: NewsKind, _ target: Int, _ sentiment: Double, magnitude: Double = 0.5, duration: UInt32 = 50
  ) {
    announced.append(
      NewsEvent(
        id: newsState.view[0].lastId + Int32(announced.count) + 1, kind: kind, target: Int32(target), tick: tick,
        duration: duration, sentiment: sentiment, magnitude: magnitude, amount: sentiment))
  }

  /// What agents see of the news.
  var news: NewsView {
    NewsView(
      active: active.view, state: newsState.view, sentiment: noSentiment.view, sectorSentiment: noSentiment.view,
      sector: sectors.view)
  }

  var world: DecisionView {
    DecisionView(
      tick: tick, symbols: symbols.view, accounts: accounts.view, indicators: indicators.view,
      candleClosed: candleClosed, news: hasEconomy ? news : nil)
  }

  /// The orders of the next tick, chunk by chunk as the engine would.
  func decide() -> [Sent] {
    run()
    return sent
  }

  func decide(ticks: Int) -> [[Sent]] { (0..<ticks).map { _ in decide() } }

  /// The same, and nobody looks at what was sent.
  func run() {
    publish()
    var writer = OrderWriter(boxes.view, chunk: 0)
    for chunk in chunks { table.decide(chunk, world, &writer) }
    writer.close()
    tick += 1
  }

  private func publish() {
    var state = newsState.view[0]
    state.count = Int32(active.view.forget(before: tick, count: Int(state.count)))
    state.new = Int32(announced.count)
    for event in announced {
      active.view[Int(state.count)] = event
      state.count += 1
      state.lastId = event.id
    }
    announced = []
    newsState.view[0] = state
  }

  private var sent: [Sent] {
    let view = boxes.view
    return view.positions(ofChunk: 0).map {
      let key = BoxKey(raw: view.key[$0])
      precondition(key.symbol == Int(view.agent[$0]) % legs, "an account trades its own symbol")
      return Sent(row: Int(view.agent[$0]), side: key.side, price: view.price[$0], quantity: view.quantity[$0])
    }
  }

  /// The market fills an order, or a part of it, at the last price. Of a short position half its value is not free.
  func fill(_ order: Sent, shares: Int32? = nil) {
    let change = order.side == .buy ? shares ?? order.quantity : -(shares ?? order.quantity)
    let (row, price) = (order.row, symbols.view.lastPrice(order.row % legs).raw)
    pay(-Int64(change) * price, row)
    own(accounts.view.quantity[row] + change, row)
    let first = row - row % legs
    var locked: Int64 = 0
    for leg in 0..<legs {
      let short = max(0, -Int64(accounts.view.quantity[first + leg]))
      locked += short * symbols.view.lastPrice(leg).raw * 3 / 2
    }
    accounts.view.freeCash[first] = accounts.view.cash[first] - locked
  }
}
