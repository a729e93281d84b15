import SimAgents
import SimColumns
import SimKernels
import SimMarket
import SimNews
import SimParallel
import SimQuant
import SimRandom
import SimTypes

/// The work of each phase on one item of its domain. Everything a phase may read or write is a view of the world; the
/// rule that two items never write the same row is stated with each.
///
/// Each worker has one of its own, scratch included: a class, so that nothing of it is copied, and no two workers' since
/// the reference counts of what they shared would move from core to core with every item.
final class Phases: TeamWork {
  let world: World
  let clock: TickClock
  let symbolBlocks: [Range<Int>]  // the items of the symbol domain
  let laneBlocks: [Range<Int>]  // the items of the lane domain: symbols,
  let pairBlocks: [Range<Int>]  // and behind them pairs of symbols
  private let chunks: [ChunkWork]  // the items of the chunk domain
  private let books: [HandedOver<OrderBook>]  // row = symbol
  private let mechanisms: HandedOver<Mechanisms>
  private let location: HandedOver<ShareLocation>
  private let firstJointAgent: Int
  private let marketView: DecisionView  // what all chunks see alike
  private let wakeNews: ColumnView<UInt8>  // row = symbol
  private let margin: MarginRule
  private let priceBand: Double  // fraction of the last price; 0: none
  private let usesSlots: Bool  // whether orders rest, or trade at several prices
  private let reasons = RejectReason.allCases.count  // counted here: the list of all cases is an allocation
  private let riskInterval: Int  // ticks; kept here, so that no worker touches the rules' reference counts
  private let riskTarget: Double  // return per period

  /// Symbols of one block: enough that claiming a block costs little beside its auctions.
  static let symbolsPerBlock = 4
  /// Symbols of one block of lanes: several vectors, and enough work to be worth handing over.
  static let symbolsPerLaneBlock = 64
  /// Pairs of one block.
  static let pairsPerBlock = PairBank.groupSize

  init(world: World, clock: TickClock) {
    self.world = world
    self.clock = clock
    let capacity = world.orderCapacityOfASymbol
    mechanisms = HandedOver(
      Mechanisms(call: CallAuction(capacity: capacity), continuous: ContinuousTrading(capacity: capacity)))
    location = HandedOver(ShareLocation(capacity: world.lending == nil ? 0 : capacity))
    chunks = world.grid.chunks.indices.map { ChunkWork(world, chunk: $0) }
    books = world.books.map { $0 }
    firstJointAgent = world.rules.layout.singleCount
    marketView = DecisionView(
      tick: 0, symbols: world.symbols, accounts: world.accounts, indicators: world.indicators,
      pairs: world.pairs?.view, news: world.economy?.news)
    wakeNews = world.wakeNews.value.view
    margin = world.rules.marginRule(world.auctionPriority)
    priceBand = world.rules.config.market.priceBand
    usesSlots = world.resting.count > 0 || world.rules.symbols.contains { $0.mechanism == .continuous }
    let count = world.rules.symbols.count
    symbolBlocks = Self.blocks(of: Self.symbolsPerBlock, count)
    laneBlocks = world.rules.indicators.isEmpty ? [] : Self.blocks(of: Self.symbolsPerLaneBlock, count)
    pairBlocks = Self.blocks(of: Self.pairsPerBlock, world.pairs?.count ?? 0)
    riskInterval = world.rules.config.risk.interval
    riskTarget = world.rules.riskSettings.riskFreePerPeriod
  }

  /// Has everybody who sleeps say what to be woken for; once, before the first tick.
  func layToSleep() {
    for work in chunks {
      guard let sleepers = work.sleepers else { continue }
      sleepers.restate(work.decision, view(for: work, woken: sleepers.everybody))
    }
  }

  private static func blocks(of size: Int, _ count: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }

  /// Whether the phase is one of the team's, in this market.
  func takesPart(_ phase: Phase) -> Bool {
    switch phase {
    case .wakeConditions: !world.sleepers.isEmpty
    case .hooks: false
    default: true
    }
  }

  /// How many items a phase of this domain has.
  func itemCount(_ domain: Phase.Domain) -> Int {
    switch domain {
    case .chunks: chunks.count
    case .symbols: symbolBlocks.count
    case .lanes: laneBlocks.count + pairBlocks.count
    case .once: 1
    }
  }

  /// Whether the phase, if it takes part, has anything to do in `tick`.
  func isDue(_ phase: Phase, tick: UInt32) -> Bool {
    switch phase {
    case .news: world.economy != nil
    case .indicators: itemCount(.lanes) > 0 && candleClosed(before: tick)
    case .riskTracking: (Int(tick) + 1) % riskInterval == 0
    case .locates: world.lending != nil
    default: true
    }
  }

  /// - Parameter worker: not needed: scratch memory is here, and each worker has phases of its own.
  func run(phase: Int, item: Int, worker: Int) {
    switch Phase(rawValue: phase) {
    case .news: advanceNews()
    case .indicators: updateIndicators(block: item)
    case .wakeConditions: wake(chunk: item)
    case .agentCollection: collect(chunk: item)
    case .orderValidation: validate(chunk: item)
    case .locates: locate(block: item)
    case .auctions: auction(block: item)
    case .tradeUpdates: updateTrades(block: item)
    case .candleUpdates: updateCandles(block: item)
    case .fillNotifications: notify(chunk: item)
    case .riskTracking: trackRisk(chunk: item)
    case .hooks, nil: preconditionFailure("phase \(phase) is no team's work")
    }
  }

  /// Writes the economy, all symbols' fair values, and what wakes those who listen to news.
  func advanceNews() {
    guard let economy = world.economy else { return }
    economy.advance(to: clock.tick, fair: world.symbols.fair)
    world.wakeNews.value.announce(economy.news.latest)
  }

  /// Whether a candle of the agents' own timeframe closed with the tick before.
  private func candleClosed(before tick: UInt32) -> Bool { tick > 0 && world.candles.closes(0, at: tick - 1) }

  /// Writes the symbols' rows of the bars and of the bank, or the pairs' statistics.
  func updateIndicators(block: Int) {
    guard block < laneBlocks.count else { return updatePairs(block: block - laneBlocks.count) }
    let (rows, bars) = (laneBlocks[block], world.bars)
    for symbol in rows {
      let candle = world.candles.lastClosed(0, symbol: symbol)
      bars.high[symbol] = Double(candle.high)
      bars.low[symbol] = Double(candle.low)
      bars.close[symbol] = Double(candle.close)
      bars.volume[symbol] = Double(candle.volume)
    }
    world.indicators.update(rows, bars)
  }

  private func updatePairs(block: Int) {
    let candles = world.candles
    world.pairs?.update(pairBlocks[block]) { Double(candles.lastClosed(0, symbol: $0).close) }
  }

  /// Writes the chunk's rows of its population's wake index.
  func wake(chunk: Int) { chunks[chunk].sleepers?.wake(tick: clock.tick, last: world.symbols.last, news: wakeNews) }

  /// Writes the strategy's own rows of the chunk and the chunk's box.
  func collect(chunk: Int) {
    let work = chunks[chunk]
    var writer = OrderWriter(world.boxes, chunk: chunk)
    work.strategy.decide(work.decision, view(for: work, woken: work.sleepers?.woken), &writer)
    writer.close()
  }

  /// What a chunk's agents may see.
  private func view(for work: ChunkWork, woken: WokenAgents?) -> DecisionView {
    var view = marketView
    view.turn(to: clock.tick, candleClosed: candleClosed(before: clock.tick))
    if let woken { view.turn(to: woken) }
    if usesSlots { view.turn(to: AgentSlots(world.resting, world.boxes, chunk: work.chunk, life: work.life)) }
    return view
  }

  /// Writes the chunk's box and runs, its agents' order counts and its own counts.
  func validate(chunk: Int) {
    let work = chunks[chunk]
    let rejected = world.rejected[chunk * reasons..<(chunk + 1) * reasons]
    work.desk?.callMargins(work.decision.rows, tick: clock.tick)
    if world.boxes.special[chunk] == 0 && priceBand == 0 {
      OrderValidation.run(
        chunk: chunk, world.boxes, world.accounts, tickSize: world.symbols.tickSize, rejected: rejected,
        desk: work.desk, legs: work.legs)
    } else {
      OrderValidation.runWithSlots(
        chunk: chunk, world.boxes, world.accounts, world.symbols, world.resting, rejected: rejected, desk: work.desk,
        legs: work.legs)
    }
    world.boxes.sortOrders(ofChunk: chunk)
  }

  /// Writes the symbols' rows of the lending ledger, the quantity of their sales that are denied, and the counters of
  /// those who sent them, who trade no other symbol.
  func locate(block: Int) {
    guard let lending = world.lending else { return }
    for symbol in symbolBlocks[block] {
      location.value.run(
        symbol, lending, world.boxes, world.accounts, priority: world.locatePriority, tick: clock.tick)
    }
  }

  /// Writes the symbols' orders' outcomes, their books, their part of the tape, and what the market publishes.
  func auction(block: Int) {
    let (symbols, tape) = (world.symbols, world.tape)
    var market = MarketTick(
      tick: clock.tick, symbol: 0, reference: 0, margin: margin, arrival: world.auctionPriority, boxes: world.boxes,
      tape: tape)
    for symbol in symbolBlocks[block] {
      let last = symbols.last[symbol]
      (market.symbol, market.reference) = (symbol, last)
      let outcome =
        usesSlots
        ? mechanisms.value.trade(symbols.mechanism(symbol), market, &books[symbol].value)
        : mechanisms.value.call.trade(market)
      symbols.doubledReference[symbol] = Int32(clamping: 2 * Int64(last))
      tape.price[symbol] = outcome.last
      symbols.volume[symbol] = outcome.volume
      (symbols.demand[symbol], symbols.supply[symbol]) = (outcome.demand, outcome.supply)
      symbols.openOfTick[symbol] = outcome.open
      (symbols.highOfTick[symbol], symbols.lowOfTick[symbol]) = (outcome.high, outcome.low)
      (symbols.bid[symbol], symbols.ask[symbol]) = (outcome.quotes.bid, outcome.quotes.ask)
      (symbols.bidDepth[symbol], symbols.askDepth[symbol]) = (outcome.quotes.bidDepth, outcome.quotes.askDepth)
    }
  }

  /// Writes the symbols' rows.
  func updateTrades(block: Int) {
    let symbols = world.symbols
    if let lending = world.lending {
      for symbol in symbolBlocks[block] {
        lending.accrueFee(symbol, price: symbols.tickSize.price(world.tape.price[symbol]))
      }
    }
    for symbol in symbolBlocks[block] where symbols.volume[symbol] > 0 {
      symbols.last[symbol] = world.tape.price[symbol]
      symbols.totalVolume[symbol] += symbols.volume[symbol]
      symbols.totalValue[symbol] +=
        symbols.mechanism(symbol) == .call
        ? Int64(world.tape.price[symbol]) * symbols.volume[symbol] : world.tape.value(ofSymbol: symbol)
      symbols.tapeHash[symbol] = StateHash.extend(
        symbols.tapeHash[symbol], symbol: symbol, tick: clock.tick, tape: world.tape)
      if priceBand > 0 { symbols.drawBand(symbol, width: priceBand) }
    }
  }

  /// Writes the symbols' candles.
  func updateCandles(block: Int) { world.candles.update(symbolBlocks[block], tick: clock.tick, world.symbols) }

  /// Writes the chunk's accounts, and what its agents wait for.
  func notify(chunk: Int) {
    let work = chunks[chunk]
    var cost = world.executionCosts[chunk]
    let joint = JointCash(world.accounts, work.legs)
    var filled = settle(chunk, work.desk, &cost)
    joint?.level(world.boxes, box: chunk)
    work.strategy.learn(work.decision, OrderOutcomes(world.boxes, chunk: chunk))
    if let desk = work.desk {
      if desk.hasCalls {
        filled += settle(desk.brokerBox, desk, &cost)
        joint?.level(world.boxes, box: desk.brokerBox)
        work.strategy.learn(work.decision, OrderOutcomes(world.boxes, chunk: desk.brokerBox))
      }
      desk.collectFees(work.decision.rows, tick: clock.tick)
    }
    if let sleepers = work.sleepers, sleepers.woken.count > 0 {
      sleepers.restate(work.decision, view(for: work, woken: sleepers.woken))
    }
    world.executionCosts[chunk] = cost
    world.filledOrders[chunk] = Int32(filled)
  }

  /// Applies the market's answers to the orders of a box.
  private func settle(_ box: Int, _ desk: LendingDesk?, _ cost: inout ExecutionCost) -> Int {
    usesSlots
      ? FillApplication.runWithSlots(
        chunk: box, world.boxes, world.accounts, world.symbols, world.tape, world.resting, desk: desk, cost: &cost)
      : FillApplication.run(
        chunk: box, world.boxes, world.accounts, clearingPrice: world.tape.price,
        doubledReference: world.symbols.doubledReference, tickSize: world.symbols.tickSize, desk: desk, cost: &cost)
  }

  /// Writes the chunk's risk rows, in the ticks that mark accounts. All chunks fold their blocks at the same ticks.
  func trackRisk(chunk: Int) {
    guard isDue(.riskTracking, tick: clock.tick) else { return }  // fused with a phase that is due every tick
    let (risk, work) = (world.risk, chunks[chunk])
    let mark = Int32(truncatingIfNeeded: (Int(clock.tick) + 1) / riskInterval)
    if work.legs.count == 1 {
      let update = risk.marking(cash: world.accounts.cash, world.accounts.quantity, target: riskTarget)
      for segment in work.decision.segments {
        update.vector(segment.rows, price: Double(world.symbols.lastPrice(segment.symbol).raw), mark: mark)
      }
    } else {
      markJoint(work.agents, work.decision.groups, mark: mark)
    }
    if Int(mark) % MomentBlock.periodsMax == 0 { risk.totals.fold(work.agents, risk.block) }
  }

  /// Marks agents with several accounts: what these are worth together stands in for an account's cash.
  private func markJoint(_ agents: Range<Int>, _ groups: [PopulationPlan.Group], mark: Int32) {
    let (accounts, symbols) = (world.accounts, world.symbols)
    let worths = world.jointWorth[agents.lowerBound - firstJointAgent..<agents.upperBound - firstJointAgent]
    var place = 0
    for group in groups {
      for agent in 0..<group.agentCount {
        worths[place] = group.legs(agent).reduce(0) { $0 &+ accounts.equity($1, symbols) }
        place += 1
      }
    }
    // A price of 0 leaves nothing of the quantities, which are some accounts' and stand for nothing.
    world.risk[agents].marking(cash: worths, accounts.quantity[agents], target: riskTarget)
      .vector(0..<agents.count, price: 0, mark: mark)
  }
}

/// The number of the tick under way. Written by the leading thread between regions, read inside them.
final class TickClock: Sendable {
  private let column = Column<UInt32>(count: 1, filledWith: 0)
  var tick: UInt32 { column.view[0] }
  func advance(to tick: UInt32) { column.view[0] = tick }
}

/// One of each mechanism.
private struct Mechanisms: ~Copyable {
  var call: CallAuction
  var continuous: ContinuousTrading

  mutating func trade(_ mechanism: Mechanism, _ market: MarketTick, _ book: inout OrderBook) -> MarketOutcome {
    switch mechanism {
    case .call: call.trade(market, &book)
    case .continuous: continuous.trade(market, &book)
    }
  }
}
