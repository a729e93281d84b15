import SimAgents
import SimColumns
import SimEngine
import SimMarket
import SimQuant
import SimRandom
import SimTypes

/// 100,000 noise traders decide: in columns, and as one object each behind a protocol.
///
/// Same agents, same draws, same orders in the same order, which is checked. A tick is an iteration, so input is fresh;
/// fair values move between ticks, accounts stay as they are. The objects are made in one go and so lie in the order
/// they are visited, the best a heap can do.
extension BenchmarkSuite {
  static let agentTable = BenchmarkSuite("AgentTable", "noise traders deciding: columns against one object for each") {
    bench in
    var config = try ProductionConfiguration.load()
    config.populations.removeAll { $0.strategy != NoiseTrader.schema.name }
    config.run.seed = bench.options.seed
    let agents = bench.choose(full: 100_000, toy: 5_000)
    let rules = try SimulationRules(config.scaled(toAgents: agents), registry: .standard)
    guard rules.agentCount == agents else {
      throw BenchFailure.suite("AgentTable", reason: "the production configuration has no noise traders to compare")
    }
    let columns = ColumnCrowd(rules)
    let objects = ObjectCrowd(rules)
    let measurements = try bench.measure(
      Workload(size: agents, unit: "agents", items: agents),
      [
        Variant(
          "an object each", prepare: { objects.moveFairValues(rules, $0) }, run: { objects.decide(UInt32($0)) },
          answer: { _ in objects.answer }),
        Variant(
          "columns", prepare: { columns.moveFairValues(rules, $0) }, run: { columns.decide(UInt32($0)) },
          answer: { _ in columns.answer }),
      ])
    let orders = max(1, objects.orders.count)
    let perOrder = measurements.map { NumberText.short($0.median / Double(orders)) }
    bench.note(
      "\(NumberText.grouped(orders)) orders in the last tick: \(perOrder[0]) ns each from objects, "
        + "\(perOrder[1]) ns from columns")
  }
}

/// A symbol's fair value in a round: within a percent of where it started.
private func fairValue(_ rules: SimulationRules, symbol: Int, round: Int) -> Double {
  let word = StreamKey(seed: rules.seed, purpose: .marketMaker).words(row: UInt32(symbol), tick: UInt32(round))[0]
  return Double(rules.symbols[symbol].initialTicks) * (0.99 + 0.02 * UniformReal.unit(word))
}

/// The strategy's own table, and the columns it reads and writes.
private final class ColumnCrowd {
  private let tables: [NoiseTrader]
  private let chunks: [(table: Int, chunk: DecisionChunk)]
  private let accounts: AccountTable
  private let symbols: SymbolTable
  private let boxes: OrderBoxes
  private let indicators: IndicatorBank

  init(_ rules: SimulationRules) {
    let populations = rules.populations
    let grid = ChunkGrid(runLengths: populations.map(\.rows.count))
    chunks = grid.chunks.map { chunk in
      let population = populations[chunk.run]
      return (
        chunk.run,
        DecisionChunk(
          rows: chunk.rows, segments: population.segments(in: chunk.rows), firstRow: population.rows.lowerBound)
      )
    }
    accounts = AccountTable(count: rules.agentCount)
    let accountView = accounts.view
    tables = populations.map { NoiseTrader($0, seed: rules.seed, accounts: accountView, placement: .anywhere) }
    symbols = SymbolTable(initialTicks: rules.symbols.map(\.initialTicks), tickSize: rules.tickSize)
    indicators = IndicatorBank([], symbolCount: rules.symbols.count)
    boxes = OrderBoxes(capacities: grid.chunks.map(\.rows.count), symbolCount: rules.symbols.count)
    for population in populations {
      let draws = SpawnDraws(seed: rules.seed, population: population)
      for row in population.rows {
        accounts.view.freeCash[row] = draws.cash(row: row).raw
        accounts.view.freeShares[row] = Int32(draws.shares(row: row))
      }
    }
  }

  func moveFairValues(_ rules: SimulationRules, _ round: Int) {
    for symbol in rules.symbols.indices { symbols.view.fair[symbol] = fairValue(rules, symbol: symbol, round: round) }
  }

  func decide(_ tick: UInt32) {
    let world = DecisionView(
      tick: tick, symbols: symbols.view, accounts: accounts.view, indicators: indicators.view)
    for (index, chunk) in chunks.enumerated() {
      var writer = OrderWriter(boxes.view, chunk: index)
      tables[chunk.table].decide(chunk.chunk, world, &writer)
      writer.close()
    }
  }

  var answer: UInt64 {
    let view = boxes.view
    var hash = StateHasher()
    for chunk in chunks.indices {
      for position in view.positions(ofChunk: chunk) {
        hash.combine(view.agent[position], view.key[position], view.price[position], view.quantity[position])
      }
    }
    return hash.value
  }
}

private final class ObjectCrowd {
  private let agents: [any TradingAgent]
  private var market: ObjectMarket
  private(set) var orders: [ObjectOrder] = []

  init(_ rules: SimulationRules) {
    agents = rules.populations.flatMap { population -> [any TradingAgent] in
      let draws = SpawnDraws(seed: rules.seed, population: population)
      let key = StreamKey(
        seed: rules.seed &+ UInt64(population.index) &* SplitMix64.step, purpose: .noiseTrader)
      return population.segments.flatMap { segment in
        segment.rows.map { ObjectNoiseTrader(account: $0, symbol: segment.symbol, population, draws, key: key) }
      }
    }
    market = ObjectMarket(fair: rules.symbols.map { Double($0.initialTicks) }, tickSize: rules.tickSize)
  }

  func moveFairValues(_ rules: SimulationRules, _ round: Int) {
    for symbol in rules.symbols.indices { market.fair[symbol] = fairValue(rules, symbol: symbol, round: round) }
  }

  func decide(_ tick: UInt32) {
    // Locals: reading a property for every agent would cost a check each, which is not the layout's fault.
    let market = market
    var orders = self.orders
    self.orders = []
    orders.removeAll(keepingCapacity: true)
    for agent in agents { agent.decide(tick: tick, market: market, orders: &orders) }
    self.orders = orders
  }

  var answer: UInt64 {
    var hash = StateHasher()
    for order in orders { hash.combine(order.agent, order.key.raw, order.price, order.quantity) }
    return hash.value
  }
}

extension StateHasher {
  fileprivate mutating func combine(_ agent: Int32, _ key: Int32, _ price: Int32, _ quantity: Int32) {
    combine(UInt64(UInt32(bitPattern: agent)) << 32 | UInt64(UInt32(bitPattern: key)))
    combine(UInt64(UInt32(bitPattern: price)) << 32 | UInt64(UInt32(bitPattern: quantity)))
  }
}
