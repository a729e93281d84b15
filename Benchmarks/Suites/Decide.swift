import SimAgents
import SimColumns
import SimEngine
import SimMarket
import SimNews
import SimQuant
import SimRandom
import SimTypes

/// What it costs an agent to decide: each strategy alone, with the production run's symbols and its standard parameters,
/// in nanoseconds for an agent and tick, those that send nothing included.
///
/// Ticks in which a candle has closed and ticks between two candles are measured apart: many strategies do their work
/// in the former. Prices wander, news come as they are set in the production run, and off the clock half of the orders
/// are filled. What wakes agents of tier 2 is on the clock, what they state afterwards is not.
extension BenchmarkSuite {
  static let decide = BenchmarkSuite("Decide", "agents deciding, strategy by strategy") { bench in
    for schema in StrategyRegistry.standard.schemas {
      var config = try ProductionConfiguration.load()
      config.run.seed = bench.options.seed
      config.market.shortSelling.enabled = true
      let legs = schema.symbolUse.legs(ofSymbols: config.symbols.count)
      // As many accounts of each, and of crowds one a symbol.
      let agents = schema.tier == 3 ? config.symbols.count : max(20, bench.choose(full: 100_000, toy: 1_000) / legs)
      var population = SimulationConfig.Population(name: schema.name, strategy: schema.name, count: agents)
      population.shares = .uniform(0...200)
      config.populations = [population]
      let rules = try SimulationRules(config, registry: .standard)
      for onClose in [true, false] {
        let scene = DecisionScene(rules)
        try bench.measure(
          Workload(
            size: agents, unit: "agents", setting: "\(schema.name), \(onClose ? "a candle closed" : "between candles")",
            items: agents),
          share: 0.3,
          [
            Variant(
              schema.name,
              prepare: { _ in
                repeat { scene.settle(); scene.move() } while scene.candleClosed != onClose && scene.passes()
              }, run: { _ in scene.decide() }, answer: { _ in scene.answer })
          ])
        bench.note("\(NumberText.short(Double(scene.orders) / Double(scene.ticks))) orders a tick")
      }
    }
  }
}

/// One population in a market without matching: prices, candles and news go on, orders are filled by the dice.
private final class DecisionScene {
  private let rules: SimulationRules
  private let plan: PopulationPlan
  private let chunks: [DecisionChunk]
  private let table: any StrategyTable
  private let index: WakeIndex?
  private var wakeNews: WakeNews
  private let economy: Economy?
  private let accounts: AccountTable
  private let symbols: SymbolTable
  private let indicators: IndicatorBank
  private let pairs: PairBank?
  private let boxes: OrderBoxes
  private let close: ColumnOwner<Double>
  private let key: StreamKey
  private var tick = UInt32.max  // the first one is 0
  private(set) var candleClosed = false
  private(set) var orders = 0
  private(set) var ticks = 0

  init(_ rules: SimulationRules) {
    self.rules = rules
    plan = rules.populations[0]
    let plan = plan
    chunks = ChunkGrid(runLengths: [plan.rows.count], together: [plan.legs]).chunks.map {
      DecisionChunk(rows: $0.rows, segments: plan.segments(in: $0.rows), groups: plan.groups(in: $0.rows), firstRow: 0)
    }
    guard let strategy = rules.registry[plan.schema.name] else { preconditionFailure("it was in the registry") }
    accounts = AccountTable(count: plan.rows.count)
    let accounts = accounts.view
    table = strategy.init(plan, seed: rules.seed, accounts: accounts, placement: .anywhere)
    symbols = SymbolTable(initialTicks: rules.symbols.map(\.initialTicks), tickSize: rules.tickSize)
    let last = symbols.view.last
    index = table is any SleeperTable ? WakeIndex(plan, last: last) : nil
    wakeNews = WakeNews(sectors: rules.symbols.map { Int32($0.sector) })
    economy = rules.economy.map {
      Economy($0.settings, $0.companies, sectorCount: rules.sectors.count, seed: rules.seed)
    }
    indicators = IndicatorBank(rules.indicators, symbolCount: rules.symbols.count)
    pairs = rules.pairs.isEmpty ? nil : PairBank(rules.pairs)
    boxes = OrderBoxes(
      capacities: chunks.map { $0.rows.count * plan.schema.ordersPerTickMax }, symbolCount: rules.symbols.count)
    close = ColumnOwner(count: rules.symbols.count)
    key = StreamKey(seed: rules.seed, purpose: .marketMaker)
    let draws = SpawnDraws(seed: rules.seed, population: plan)
    plan.forEachAccount(in: plan.rows) { row, symbol in
      let cash = row % plan.legs == 0 ? draws.cash(row: row).raw : 0
      let shares = Int32(draws.shares(row: row))
      accounts.symbol[row] = Int32(symbol)
      (accounts.cash[row], accounts.freeCash[row]) = (cash, cash)
      (accounts.quantity[row], accounts.freeShares[row]) = (shares, shares)
    }
    for (place, chunk) in chunks.enumerated() { restate(chunk, place, woken: index?.view.everybody(place)) }
    // Until the slowest indicators are known, and everybody has what it wants.
    let warmUp = 80 * rules.candleTimeframes[0]
    for _ in 0..<warmUp {
      settle()
      move()
      decide()
    }
    (orders, ticks) = (0, 0)
  }

  /// Lets a tick go by that is not wanted on the clock.
  func passes() -> Bool {
    decide()
    return true
  }

  /// The prices, candles and news of the next tick.
  func move() {
    tick &+= 1
    let market = symbols.view
    for symbol in 0..<market.count {
      let word = key.words(row: UInt32(symbol), tick: tick)[0]
      let step = max(1, market.initial[symbol] / 500)
      let moved = market.last[symbol] + Int32(word % UInt32(2 * step + 1)) - step
      market.last[symbol] = min(max(moved, market.initial[symbol] / 2), market.initial[symbol] * 2)
      market.volume[symbol] = Int64(word >> 24)
      market.totalVolume[symbol] += market.volume[symbol]
      market.totalValue[symbol] += market.volume[symbol] * Int64(market.last[symbol])
    }
    if let economy {
      economy.advance(to: tick, fair: market.fair)
      wakeNews.announce(economy.news.latest)
    }
    candleClosed = tick > 0 && Int(tick).isMultiple(of: rules.candleTimeframes[0])
    guard candleClosed else { return }
    for symbol in 0..<market.count { close.view[symbol] = Double(market.last[symbol]) }
    indicators.view.update(
      0..<market.count, Bars(high: close.view, low: close.view, close: close.view, volume: close.view))
    pairs?.update(0..<(pairs?.count ?? 0)) { close.view[$0] }
  }

  func decide() {
    for (place, chunk) in chunks.enumerated() {
      if let index { _ = index.view.scan(place, tick: tick, last: symbols.view.last, news: wakeNews.view) }
      var writer = OrderWriter(boxes.view, chunk: place)
      table.decide(chunk, view(woken: index?.view.woken(place)), &writer)
      writer.close()
    }
  }

  /// Fills every other order that its sender can pay for, in full, and lets those who woke say what they wait for.
  func settle() {
    let (boxes, accounts) = (boxes.view, accounts.view)
    for (place, chunk) in chunks.enumerated() {
      for position in boxes.positions(ofChunk: place) {
        boxes.filled[position] = 0
        if fills(position) { fill(position, boxes, accounts) }
        orders += 1
      }
      table.learn(chunk, OrderOutcomes(boxes, chunk: place))
      restate(chunk, place, woken: index?.view.woken(place))
    }
    ticks += 1
  }

  private func fills(_ position: Int) -> Bool { key.words(row: UInt32(position), tick: tick)[1] & 1 == 0 }

  private func fill(_ position: Int, _ boxes: OrderBoxView, _ accounts: AccountView) {
    let (row, order) = (Int(boxes.agent[position]), BoxKey(raw: boxes.key[position]))
    let purse = row - row % plan.legs
    let shares = order.side == .buy ? boxes.quantity[position] : -boxes.quantity[position]
    let value = symbols.view.lastPrice(order.symbol).raw * Int64(shares)
    guard accounts.cash[purse] >= value, accounts.quantity[row] + shares > -100_000 else { return }
    boxes.filled[position] = boxes.quantity[position]
    accounts.cash[purse] -= value
    accounts.freeCash[purse] -= value
    accounts.quantity[row] += shares
    accounts.freeShares[row] += shares
  }

  private func restate(_ chunk: DecisionChunk, _ place: Int, woken: WokenAgents?) {
    guard let sleepers = table as? any SleeperTable, let index, let woken, woken.count > 0 else { return }
    var wishes = WakeWriter(index.view, chunk: place)
    sleepers.restate(chunk, view(woken: woken), &wishes)
  }

  private func view(woken: WokenAgents?) -> DecisionView {
    DecisionView(
      tick: tick, symbols: symbols.view, accounts: accounts.view, indicators: indicators.view,
      candleClosed: candleClosed, pairs: pairs?.view, news: economy?.news, woken: woken)
  }

  var answer: UInt64 {
    var hash = StateHasher()
    let view = boxes.view
    for place in chunks.indices {
      for position in view.positions(ofChunk: place) {
        hash.combine(
          UInt64(UInt32(bitPattern: view.agent[position])) << 32 | UInt64(UInt32(bitPattern: view.key[position])))
        hash.combine(
          UInt64(UInt32(bitPattern: view.price[position])) << 32 | UInt64(UInt32(bitPattern: view.quantity[position])))
      }
    }
    return hash.value
  }
}
