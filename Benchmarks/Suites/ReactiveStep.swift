import SimAgents
import SimColumns
import SimMarket
import SimQuant
import SimRandom
import SimTypes

/// What a woken agent costs: of 100,000 reactive agents on 50 symbols some wake in every tick, spread over all, and each
/// sells what it holds. First only finding them, then with what they decide, then with all they do in a tick: orders,
/// fills, and stating anew what they wait for. Per item is per woken agent.
extension BenchmarkSuite {
  static let reactiveStep = BenchmarkSuite("ReactiveStep", "what reactive agents do in a tick, for each that wakes") {
    bench in
    let agents = bench.choose(full: 100_000, toy: 1_000)
    for waking in [agents / 100, agents / 10] {
      let crowds = ReactiveCrowd.Part.allCases.map {
        ReactiveCrowd(agents: agents, waking: waking, timed: $0, seed: bench.options.seed)
      }
      try bench.measure(
        Workload(size: agents, unit: "agents", setting: "\(waking) wake", items: waking),
        crowds.map { crowd in
          Variant(
            crowd.timed.rawValue, prepare: { crowd.prepare($0) }, run: { _ in crowd.run() },
            answer: { _ in crowd.answer }
          )
        })
    }
  }
}

private final class ReactiveCrowd {
  enum Part: String, CaseIterable {
    case scan = "found"
    case decide = "found, decided"
    case all = "found, decided, filled, restated"
  }

  let timed: Part
  private let waking: Int
  private let plan: PopulationPlan
  private let accounts: AccountTable
  private let table: ReactiveTrader
  private let index: WakeIndex
  private let symbols: SymbolTable
  private let boxes: OrderBoxes
  private let chunks: [DecisionChunk]
  private let indicators = IndicatorBank([], symbolCount: 1)
  private let news: ColumnOwner<UInt8>
  private let key: StreamKey
  private var cost = ExecutionCost()
  private var tick: UInt32 = 0

  init(agents: Int, waking: Int, timed: Part, seed: UInt64) {
    (self.timed, self.waking) = (timed, waking)
    key = StreamKey(seed: seed, purpose: .reactive)
    let schema = ReactiveTrader.schema
    plan = PopulationPlan(
      name: "crowd", schema: schema, index: 0, firstRow: 0, count: agents, symbols: Array(0..<50),
      cash: .constant(100_000), shares: .constant(0),
      parameters: schema.parameters.map { $0.name == "holding_limit" ? .constant(1) : $0.standard })
    accounts = AccountTable(count: agents)
    table = ReactiveTrader(plan, seed: seed, accounts: accounts.view, placement: .anywhere)
    symbols = SymbolTable(initialTicks: [Int32](repeating: 10_000, count: 50), tickSize: .cent)
    let grid = ChunkGrid(runLengths: [agents])
    let plan = plan
    chunks = grid.chunks.map { DecisionChunk(rows: $0.rows, segments: plan.segments(in: $0.rows), firstRow: 0) }
    boxes = OrderBoxes(
      grid.chunks.map { .init(capacity: $0.rows.count, symbols: 0..<50, agents: $0.rows) }, symbolCount: 50)
    news = ColumnOwner(count: 50)
    index = WakeIndex(plan, last: symbols.view.last)
    for chunk in chunks.indices { restate(chunk, index.view.everybody(chunk)) }
  }

  private func view(_ woken: WokenAgents) -> DecisionView {
    DecisionView(
      tick: tick, symbols: symbols.view, accounts: accounts.view, indicators: indicators.view, woken: woken)
  }

  /// Ends the last tick, as far as it was not timed, and asks some agents to wake, with something to sell.
  func prepare(_ round: Int) {
    if round > 0 {
      if timed == .scan { decide() }
      if timed != .all { settle() }
      tick += 1
    }
    var writer = WakeWriter(index.view, chunk: 0)
    var chunk = 0
    let view = accounts.view
    for number in 0..<waking {
      let word = key.words(row: UInt32(number), tick: tick)[0]
      let agent = number * plan.rows.count / waking + Int(word) % (plan.rows.count / waking)
      (view.quantity[agent], view.freeShares[agent], view.cost[agent]) = (100, 100, 100 * 10_000 * 100)
      if index.view.chunk(ofRow: agent) != chunk {
        chunk = index.view.chunk(ofRow: agent)
        writer = WakeWriter(index.view, chunk: chunk)
      }
      var conditions = index.view.conditions(agent)
      conditions.at(tick)
      writer.set(agent, conditions)
    }
  }

  func run() {
    for chunk in chunks.indices { index.view.scan(chunk, tick: tick, last: symbols.view.last, news: news.view) }
    if timed != .scan { decide() }
    if timed == .all { settle() }
  }

  private func decide() {
    for chunk in chunks.indices {
      var writer = OrderWriter(boxes.view, chunk: chunk)
      table.decide(chunks[chunk], view(index.view.woken(chunk)), &writer)
      writer.close()
    }
  }

  /// The market fills everything.
  private func settle() {
    let view = boxes.view
    for chunk in chunks.indices {
      for position in view.positions(ofChunk: chunk) { view.filled[position] = view.quantity[position] }
      _ = FillApplication.run(
        chunk: chunk, view, accounts.view, clearingPrice: symbols.view.last,
        doubledReference: symbols.view.doubledReference, tickSize: .cent, cost: &cost)
      table.learn(chunks[chunk], OrderOutcomes(view, chunk: chunk))
      restate(chunk, index.view.woken(chunk))
    }
  }

  private func restate(_ chunk: Int, _ woken: WokenAgents) {
    var wishes = WakeWriter(index.view, chunk: chunk)
    table.restate(chunks[chunk], view(woken), &wishes)
  }

  var answer: UInt64 {
    var hash = StateHasher()
    for chunk in chunks.indices {
      let woken = index.view.woken(chunk)
      for place in 0..<woken.count { hash.combine(Int64(woken.rows[place])) }
    }
    return hash.value
  }
}
