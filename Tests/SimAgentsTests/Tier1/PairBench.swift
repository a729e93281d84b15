import SimAgents
import SimColumns
import SimMarket
import SimQuant
import SimRandom
import SimTypes

/// Pairs traders on two symbols, candle by candle, with a market that fills what the test lets it fill.
final class PairBench {
  let plan: PopulationPlan
  let table: PairsTrading
  let accounts: AccountTable
  let symbols: SymbolTable
  let pairs: PairBank
  private let indicators = IndicatorBank([], symbolCount: 2)
  private let boxes: OrderBoxes
  private let resting = RestingOrders(count: 0)
  private(set) var tick: UInt32 = 0

  struct Sent: Equatable {
    var row: Int
    var side: Side
    var price, quantity: Int32
    var signed: Int32 { side == .buy ? quantity : -quantity }
  }

  init(
    count: Int = 1, _ parameters: [String: Distribution] = [:], cash: Double = 100_000, shares: Double = 0,
    shortLimit: Int64? = 500
  ) {
    plan = PopulationPlan(
      name: "pairs", schema: PairsTrading.schema, index: 0, firstRow: 0, count: count, symbols: [0, 1],
      cash: .constant(cash), shares: .constant(shares),
      parameters: PairsTrading.schema.parameters.map { parameters[$0.name] ?? $0.standard },
      sellsShort: shortLimit != nil, shortLimits: shortLimit.map { [$0, $0] } ?? [])
    accounts = AccountTable(count: 2 * count)
    table = PairsTrading(plan, seed: 7, accounts: accounts.view, placement: .anywhere)
    symbols = SymbolTable(initialTicks: [10_000, 10_000], tickSize: .cent, mechanisms: [.call, .call])
    pairs = PairBank(PairsTrading.pairs(for: plan))
    boxes = OrderBoxes(
      [.init(capacity: 2 * count, symbols: 0..<2, agents: 0..<2 * count, slotsPerAgent: 0)], symbolCount: 2)
    for agent in 0..<count {
      accounts.view.freeCash[2 * agent] = Int64(cash) * Cash.unitsPerDollar
      for leg in 0..<2 {
        accounts.view.symbol[2 * agent + leg] = Int32(leg)
        accounts.view.quantity[2 * agent + leg] = Int32(shares)
      }
    }
  }

  /// Shares of the first agent's legs.
  var held: [Int32] { [accounts.view.quantity[0], accounts.view.quantity[1]] }

  /// A candle of both symbols closes at these prices, in ticks; the orders of the tick after it.
  func close(_ a: Int32, _ b: Int32) -> [Sent] {
    symbols.view.last[0] = a
    symbols.view.last[1] = b
    pairs.update(0..<1) { Double($0 == 0 ? a : b) }
    return decide(candleClosed: true)
  }

  /// The orders of a tick in which no candle has closed.
  func wait() -> [Sent] { decide(candleClosed: false) }

  func fill(_ orders: [Sent]) {
    for order in orders {
      accounts.view.quantity[order.row] += order.signed
      let value = Int64(order.signed) * Int64(symbols.view.last[order.row % 2]) * 100
      accounts.view.freeCash[order.row / 2 * 2] -= value
    }
  }

  private func decide(candleClosed: Bool) -> [Sent] {
    let world = DecisionView(
      tick: tick, symbols: symbols.view, accounts: accounts.view, indicators: indicators.view,
      candleClosed: candleClosed, pairs: pairs.view)
    var writer = OrderWriter(boxes.view, chunk: 0)
    table.decide(
      DecisionChunk(rows: plan.rows, segments: [], groups: plan.groups, firstRow: 0), world, &writer)
    writer.close()
    tick += 1
    let view = boxes.view
    return view.positions(ofChunk: 0).map {
      let key = BoxKey(raw: view.key[$0])
      return Sent(row: Int(view.agent[$0]), side: key.side, price: view.price[$0], quantity: view.quantity[$0])
    }
  }
}

/// Prices in ticks of a wanderer, and of one that follows it or wanders by itself.
struct PairOfSeries {
  private var stream: RowStream
  private var (logB, spread, other) = (0.0, 0.0, 0.0)
  private let follows: Bool
  private let beta: Double

  init(seed: UInt64, follows: Bool, beta: Double = 1) {
    stream = RowStream(StreamKey(seed: seed, purpose: .firstForPlugIns), row: 0, tick: 0)
    (self.follows, self.beta) = (follows, beta)
  }

  /// Steps of half a percent; a follower's spread comes back by two fifths in every step.
  mutating func next() -> (a: Int32, b: Int32) {
    logB += 0.005 * stream.normal()
    spread = 0.6 * spread + 0.006 * stream.normal()
    other += 0.005 * stream.normal()
    return (price(follows ? beta * logB + spread : other), price(logB))
  }

  private func price(_ log: Double) -> Int32 { Int32((20_000 * DeterministicMath.exp(log)).rounded()) }
}
