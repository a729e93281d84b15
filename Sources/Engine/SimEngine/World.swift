import SimAgents
import SimColumns
import SimMarket
import SimNews
import SimQuant
import SimRandom
import SimTypes

/// Everything a run consists of: all columns, allocated once. Phases borrow views of it.
final class World: Sendable {
  let rules: SimulationRules
  let grid: ChunkGrid
  let decisionChunks: [DecisionChunk]  // one per chunk of the grid
  let strategies: [any StrategyTable]  // one per population
  let economy: Economy?  // nil: fair values stand still
  let sleepers: [Sleepers?]  // row = chunk; nil for agents that never sleep; empty when nobody does
  let wakeNews: HandedOver<WakeNews>
  private let wakeIndexes: [WakeIndex]  // one per population of sleepers

  private let accountTable: AccountTable
  private let riskTable: RiskTable
  private let symbolTable: SymbolTable
  private let candleBank: CandleBank
  private let indicatorBank: IndicatorBank
  let pairs: PairBank?  // nil: nobody watches any
  private let barColumns: BarTable
  private let orderBoxes: OrderBoxes
  private let restingTable: RestingOrders
  private let tapeTable: Tape
  private let rejectedColumn: Column<Int32>
  private let filledColumn: Column<Int32>
  private let costColumn: Column<ExecutionCost>
  private let jointWorthColumn: Column<Int64>
  private let shareLending: ShareLending?

  let accounts: AccountView
  let risk: RiskView
  let symbols: SymbolView
  let candles: CandleView
  let indicators: IndicatorView
  let bars: Bars  // the candles that closed last; written only if there are indicators
  let boxes: OrderBoxView
  let resting: RestingOrderView
  let books: [HandedOver<OrderBook>]  // row = symbol
  let tape: TapeView
  let rejected: ColumnView<Int32>  // row = chunk · reasons + reason, of the tick under way
  let executionCosts: ColumnView<ExecutionCost>  // row = chunk, since the start
  let filledOrders: ColumnView<Int32>  // row = chunk, of the tick under way
  let jointWorth: ColumnView<Int64>  // equity at this tick's mark, of the agents with several accounts, from the first
  let lending: ShareLendingView?  // nil: nobody sells what he does not own

  let auctionPriority, locatePriority: StreamKey
  /// The most orders of one symbol in one tick.
  let orderCapacityOfASymbol: Int
  let issued: [Int64]  // shares of each symbol
  let startCash: Int64

  init(_ rules: SimulationRules, nodes: MemoryNodes = .ofThisMachine) {
    self.rules = rules
    let placement = MemoryPlacement.spread(over: nodes)
    let populations = rules.populations
    let grid = ChunkGrid(runLengths: populations.map(\.rows.count), together: populations.map(\.legs))
    self.grid = grid
    decisionChunks = grid.chunks.map { chunk in
      let population = populations[chunk.run]
      return DecisionChunk(
        rows: chunk.rows, segments: population.segments(in: chunk.rows), groups: population.groups(in: chunk.rows),
        firstRow: population.rows.lowerBound)
    }
    let initialTicks = rules.symbols.map(\.initialTicks)
    accountTable = AccountTable(count: rules.layout.accountCount, placement: placement)
    let accounts = accountTable.view
    strategies = populations.map { population in
      guard let table = rules.registry[population.schema.name] else {
        preconditionFailure("the rules were made with this registry")
      }
      return table.init(population, seed: rules.seed, accounts: accounts, placement: placement)
    }
    riskTable = RiskTable(count: rules.layout.agentCount, placement: placement)
    jointWorthColumn = Column(count: rules.layout.agentCount - rules.layout.singleCount, filledWith: 0)
    jointWorth = jointWorthColumn.view
    economy = rules.economy.map {
      Economy($0.settings, $0.companies, sectorCount: rules.sectors.count, seed: rules.seed)
    }
    symbolTable = SymbolTable(
      initialTicks: initialTicks, tickSize: rules.tickSize, mechanisms: rules.symbols.map(\.mechanism))
    candleBank = CandleBank(timeframes: rules.candleTimeframes, initialTicks: initialTicks)
    indicatorBank = IndicatorBank(rules.indicators, symbolCount: initialTicks.count)
    pairs = rules.pairs.isEmpty ? nil : PairBank(rules.pairs)
    barColumns = BarTable(count: initialTicks.count)
    let agentBoxes =
      zip(grid.chunks, decisionChunks).map { chunk, decision in
        let symbols = decision.segments.map(\.symbol) + decision.groups.flatMap(\.symbols)
        return OrderBoxes.Chunk(
          capacity: chunk.rows.count * populations[chunk.run].schema.ordersPerTickMax,
          symbols: (symbols.min() ?? 0)..<(symbols.max() ?? -1) + 1, agents: chunk.rows,
          slotsPerAgent: rules.slotsPerAgent(of: populations[chunk.run]))
      }
    // Behind them, for each chunk that may be short, a box for its margin calls.
    let borrowing = grid.chunks.indices.filter { populations[grid.chunks[$0].run].sellsShort }
    orderBoxes = OrderBoxes(
      agentBoxes + borrowing.map { Self.brokerBox(of: $0, agentBoxes[$0]) }, symbolCount: initialTicks.count,
      tracksPrices: rules.symbols.contains { $0.mechanism == .continuous }, placement: placement)
    let (slots, ordersMax) = (Self.slots(rules), Self.ordersMax(rules))
    restingTable = RestingOrders(count: slots.reduce(0, +), placement: placement)
    let resting = restingTable.view
    self.resting = resting
    books = slots.map { HandedOver(OrderBook(orders: resting, capacity: $0)) }
    let boxView = orderBoxes.view
    let brokers = borrowing.enumerated().map { place, chunk in
      (symbols: agentBoxes[chunk].symbols, capacity: boxView.capacity(ofChunk: grid.count + place))
    }
    let capacities = slots.indices.map { symbol in
      ordersMax[symbol] + slots[symbol]
        + brokers.reduce(0) { $0 + ($1.symbols.contains(symbol) ? $1.capacity : 0) }
    }
    orderCapacityOfASymbol = capacities.max() ?? 0
    tapeTable = Tape(capacities: capacities)
    rejectedColumn = Column(count: grid.count * RejectReason.allCases.count, filledWith: 0)
    filledColumn = Column(count: grid.count, filledWith: 0)
    costColumn = Column(count: grid.count, filledWith: ExecutionCost())
    executionCosts = costColumn.view
    self.accounts = accounts
    (risk, symbols) = (riskTable.view, symbolTable.view)
    (candles, boxes, tape) = (candleBank.view, orderBoxes.view, tapeTable.view)
    (rejected, filledOrders) = (rejectedColumn.view, filledColumn.view)
    (indicators, bars) = (indicatorBank.view, barColumns.bars)
    auctionPriority = StreamKey(seed: rules.seed, purpose: .auctionPriority)
    locatePriority = StreamKey(seed: rules.seed, purpose: .locatePriority)

    (issued, startCash) = Self.spawn(rules, accountTable.view, riskTable.view)
    wakeNews = HandedOver(WakeNews(sectors: rules.symbols.map { Int32($0.sector) }))
    (wakeIndexes, sleepers) = Sleepers.make(rules, grid, strategies, last: symbolTable.view.last, placement)
    let borrowers = borrowing.enumerated().map { place, chunk in
      ShareLending.Borrowers(
        chunk: chunk, rows: grid.chunks[chunk].rows,
        isLimited: populations[grid.chunks[chunk].run].schema.shortSelling != .marketMaker,
        brokerBox: grid.count + place)
    }
    if let terms = rules.lending, !borrowers.isEmpty {
      let ledger = ShareLending(
        rules.lendable(issued: issued), terms: terms, borrowers: borrowers, boxes: boxes, placement: placement)
      lending = ledger.view
      shareLending = consume ledger
    } else {
      lending = nil
      shareLending = nil
    }
    // Around the initial prices, until the first trades.
    let band = rules.config.market.priceBand
    if band > 0 { for symbol in 0..<symbols.count { symbols.drawBand(symbol, width: band) } }
  }

  /// A few margin calls a tick, each with an order and what the agent has resting to take back.
  private static func brokerBox(of chunk: Int, _ box: OrderBoxes.Chunk) -> OrderBoxes.Chunk {
    let calls = max(8, box.agents.count / 32)
    return OrderBoxes.Chunk(
      capacity: calls * (1 + box.slotsPerAgent), symbols: box.symbols, agents: box.agents,
      slotsPerAgent: box.slotsPerAgent, sharesSlotsOf: chunk)
  }

  /// Gives every agent its cash and shares. Shares given out are issued at the initial price, which is also their cost.
  private static func spawn(
    _ rules: SimulationRules, _ accounts: AccountView, _ risk: RiskView
  ) -> (issued: [Int64], cash: Int64) {
    var issued = [Int64](repeating: 0, count: rules.symbols.count)
    var total: Int64 = 0
    for population in rules.populations {
      let draws = SpawnDraws(seed: rules.seed, population: population)
      var equity: Int64 = 0
      population.forEachAccount(in: population.rows) { row, symbol in
        let leg = (row - population.rows.lowerBound) % population.legs
        let price = rules.tickSize.price(rules.symbols[symbol].initialTicks).raw
        let shares = Int64(draws.shares(row: row))
        let cash = leg == 0 ? draws.cash(row: row).raw : 0
        accounts.symbol[row] = Int32(symbol)
        accounts.quantity[row] = Int32(shares)
        accounts.cost[row] = shares * price
        accounts.cash[row] = cash
        accounts.freeShares[row] = Int32(shares)
        accounts.freeCash[row] = cash
        issued[symbol] += shares
        total += cash
        equity = (leg == 0 ? 0 : equity) + cash + shares * price
        if leg == population.legs - 1 { risk.start(rules.layout.agent(ofAccount: row), equity: equity) }
      }
    }
    return (issued, total)
  }

  /// What each population's orders paid beyond the price that stood when they came. Row = population.
  var costOfPopulations: [ExecutionCost] {
    var costs = [ExecutionCost](repeating: ExecutionCost(), count: rules.populations.count)
    for (chunk, place) in grid.chunks.enumerated() { costs[place.run].add(executionCosts[chunk]) }
    return costs
  }

  /// Agents that woke in the tick under way.
  var wokenCount: Int {
    wakeIndexes.reduce(0) { $0 + $1.view.wokenCount } + strategies.reduce(0) { $0 + $1.wokenCount }
  }

  /// The most orders of each symbol in one tick.
  private static func ordersMax(_ rules: SimulationRules) -> [Int] {
    var most = [Int](repeating: 0, count: rules.symbols.count)
    for population in rules.populations {
      population.forEachSymbol { symbol, accounts in most[symbol] += accounts * population.schema.ordersPerTickMax }
    }
    return most
  }

  /// The slots of each symbol's agents: the most orders that may rest.
  private static func slots(_ rules: SimulationRules) -> [Int] {
    var slots = [Int](repeating: 0, count: rules.symbols.count)
    for population in rules.populations {
      let each = rules.slotsPerAgent(of: population)
      population.forEachSymbol { symbol, accounts in slots[symbol] += accounts * each }
    }
    return slots
  }

  /// Bytes of all columns that grow with the agents, divided by the agents.
  func bytesPerAgent(workers: Int) -> Int {
    guard rules.agentCount > 0 else { return 0 }
    let perOrder = MemoryLayout<Int32>.size * 8 + 1  // in the boxes
    let perTracked = MemoryLayout<Int64>.size + MemoryLayout<Int32>.size
    let perTrade = MemoryLayout<Int32>.size * 5 + 1
    let perMarketOrder = MemoryLayout<Int32>.size * 3 + MemoryLayout<UInt64>.size  // a worker's scratch
    // A slot has a position in the boxes, and its events and news.
    let perSlot = RestingOrders.bytesPerRow + OrderBook.bytesPerOrder + 2 * MemoryLayout<Int32>.size + 2
    let strategyBytes =
      strategies.reduce(0) { $0 + $1.byteCount } + wakeIndexes.reduce(0) { $0 + $1.byteCount }
    let borrowers = rules.populations.reduce(0) { $0 + ($1.sellsShort ? $1.rows.count : 0) }
    return RiskTable.bytesPerRow
      + (accounts.count * AccountTable.bytesPerRow + borrowers * ShareLending.bytesPerBorrower + resting.count * perSlot
        + boxes.price.count * perOrder + boxes.value.count * perTracked
        + boxes.messageSlot.count * MemoryLayout<Int32>.size
        + tape.buyer.count * perTrade + workers * orderCapacityOfASymbol * perMarketOrder + strategyBytes)
      / rules.agentCount
  }
}

/// A candle of every symbol as doubles, for kernels that work across symbols.
private struct BarTable: ~Copyable, Sendable {
  private let high, low, close, volume: Column<Double>
  let bars: Bars

  init(count: Int) {
    high = Column(count: count, filledWith: 0)
    low = Column(count: count, filledWith: 0)
    close = Column(count: count, filledWith: 0)
    volume = Column(count: count, filledWith: 0)
    bars = Bars(high: high.view, low: low.view, close: close.view, volume: volume.view)
  }
}
