import SimAgents
import SimEngine
import SimMarket
import SimTestSupport
import SimTrace
import SimTypes

@testable import SimEngine
@testable import SimStorage

/// A run whose every trade a test writes itself: two symbols on a grid of one cent, three agents.
///
///     row 0, 1   agents 1, 2   AAPL, technology, starts at $150      population "first"
///     row 2      agent 3       XOM, energy, starts at $100           population "second"
final class FakeRun {
  struct Trade {
    var symbol: Int
    var price: Int32  // ticks
    var quantity: Int32
    var buyer, seller: Int32  // account rows
  }

  /// Far more trades than three agents make in a tick: tests of the writer fill it.
  static let tradesPerTickMax = 1_000

  let rules: SimulationRules
  /// Whether symbols publish quotes, depth, demand and supply, all different; otherwise 0.
  var hasBook = false
  private let accountTable: AccountTable
  private let riskTable: RiskTable
  private let symbolTable: SymbolTable
  private let tapeTable: Tape
  private let candleBank: CandleBank
  private(set) var ticks = 0

  init(
    storage: SimulationConfig.Storage, ticks: Int = 10, seed: UInt64 = 42, mechanism: String = "call"
  ) throws {
    var config = SimulationConfig()
    config.run.ticks = ticks
    config.run.seed = seed
    config.market.candleTimeframes = [3]
    config.market.mechanism = mechanism
    config.symbols = [
      .init(name: "AAPL", sector: "technology", initialPrice: 150),
      .init(name: "XOM", sector: "energy", initialPrice: 100),
    ]
    var first = SimulationConfig.Population(name: "first", strategy: "silent", count: 2)
    first.symbols = .named(["AAPL"])
    var second = SimulationConfig.Population(name: "second", strategy: "silent", count: 1)
    second.symbols = .named(["XOM"])
    config.populations = [first, second]
    config.storage = storage
    rules = try SimulationRules(config, registry: StrategyRegistry([SilentStrategy.self]))

    let initial = rules.symbols.map(\.initialTicks)
    accountTable = AccountTable(count: rules.agentCount)
    riskTable = RiskTable(count: rules.agentCount)
    symbolTable = SymbolTable(initialTicks: initial, tickSize: rules.tickSize)
    tapeTable = Tape(capacities: initial.map { _ in 2 * Self.tradesPerTickMax })
    candleBank = CandleBank(timeframes: rules.candleTimeframes, initialTicks: initial)
    for segment in rules.populations.flatMap(\.segments) {
      for row in segment.rows { accounts.symbol[row] = Int32(segment.symbol) }
    }
  }

  var accounts: AccountView { accountTable.view }
  var risk: RiskView { riskTable.view }

  var context: RunContext { RunContext(rules: rules, accounts: accounts, issued: [1_000, 500], cash: 0) }

  /// The next tick, with these trades of it: ascending by symbol; in a call auction, each symbol's at one price.
  func tick(_ trades: [Trade] = []) -> TickFrame {
    let tick = UInt32(ticks)
    let (tape, view) = (tapeTable.view, symbolTable.view)
    for symbol in rules.symbols.indices {
      let mine = trades.filter { $0.symbol == symbol }
      tape.first[symbol] = Int32(symbol * Self.tradesPerTickMax)
      tape.count[symbol] = Int32(mine.count)
      for (row, trade) in zip(tape.rows(ofSymbol: symbol), mine) {
        (tape.buyer[row], tape.seller[row]) = (trade.buyer, trade.seller)
        tape.quantity[row] = trade.quantity
        tape.tradePrice[row] = trade.price
        tape.price[symbol] = trade.price
        view.last[symbol] = trade.price
      }
      let prices = mine.isEmpty ? [view.last[symbol]] : mine.map(\.price)
      view.openOfTick[symbol] = prices[0]
      view.lowOfTick[symbol] = prices.min() ?? 0
      view.highOfTick[symbol] = prices.max() ?? 0
      view.volume[symbol] = mine.reduce(0) { $0 + Int64($1.quantity) }
      if hasBook { publishBook(symbol, tick: Int64(tick), view) }
      candleBank.view.update(
        symbol: symbol, tick: tick, open: prices[0], low: view.lowOfTick[symbol], high: view.highOfTick[symbol],
        last: view.last[symbol], volume: view.volume[symbol])
    }
    ticks += 1
    return TickFrame(
      tick: tick, rules: rules, symbols: symbolTable.view, tape: tape, candles: candleBank.view, accounts: accounts,
      risk: risk, counts: TickCounts(), totals: TickCounts(), trace: PhaseTrace(names: []))
  }

  /// Quotes that lack a side now and then, and shares on both sides of 32 bits.
  private func publishBook(_ symbol: Int, tick: Int64, _ view: SymbolView) {
    view.bid[symbol] = tick % 7 == 3 ? 0 : view.last[symbol] - 1
    view.ask[symbol] = tick % 11 == 5 ? 0 : view.last[symbol] + 2 + Int32(symbol)
    view.bidDepth[symbol] = tick % 7 == 3 ? 0 : 100 + tick
    view.askDepth[symbol] = tick % 11 == 5 ? 0 : (1 << 32) * tick + Int64(symbol)
    (view.demand[symbol], view.supply[symbol]) = (3 * tick + 7, Int64(Int32.max) - tick)
  }

  func end(_ outcome: RunEnd.Outcome = .completed) -> RunEnd {
    RunEnd(
      outcome: outcome, ticks: ticks, totals: TickCounts(), stateHash: 0xab, trace: PhaseTrace(names: []),
      candles: candleBank.view, symbols: symbolTable.view, accounts: accounts, risk: risk,
      portfolio: PortfolioView(accounts, symbolTable.view, rules.layout))
  }
}

extension SimulationConfig.Storage {
  /// Candles of 2 and 4 ticks, portfolios at the end.
  static func forTests(_ tradeLog: SimulationConfig.TradeLog = .rows, snapshotInterval: Int = 0) -> Self {
    var storage = SimulationConfig.Storage()
    storage.tradeLog = tradeLog
    storage.candleTimeframes = [2, 4]
    storage.snapshotInterval = snapshotInterval
    return storage
  }
}

extension RunDescription {
  static let forTests = RunDescription(
    version: "1.2.3", configHash: "c0ffee", configJSON: #"{"risk":{"ticks_per_day":4}}"#, machine: "2 cores")
}

extension StorageClock {
  /// Always the same second.
  static func stopped(at second: Int64 = 1_700_000_000) -> StorageClock { StorageClock { second } }
}

extension StorageHook {
  /// A hook with everything that a test does not care about filled in.
  convenience init(
    _ path: String, _ settings: SimulationConfig.Storage = .forTests(), tuning: Tuning = Tuning(),
    whenGivingUp: @escaping (StorageError) -> Void = { _ in }
  ) throws(StorageError) {
    try self.init(
      path: path, settings: settings, description: .forTests, clock: .stopped(), tuning: tuning,
      whenGivingUp: whenGivingUp)
  }
}

/// What `body` throws, if that is an error of the storage.
func storageError(_ body: () throws -> Void) -> StorageError? {
  do { try body() } catch { return error as? StorageError }
  return nil
}
