import SimColumns
import SimEngine
import SimHooks
import SimQuant
import SimTestSupport
import SimTypes
import Testing

struct MarketRiskWatchTests {
  /// The figures are those of the closes one sees from outside.
  @Test func figuresAreThoseOfTheCloses() throws {
    var config = SmallMarket.config(agents: 300, symbols: 3, ticks: 123)
    config.risk.watch = [290, 4]
    let rules = try SmallMarket.rules(config)
    let (watch, closes) = (MarketRiskWatch(), CloseHook())
    let end = try Simulation(rules, hooks: [watch, closes]).run()

    var matrix = CovarianceMatrix(symbolCount: 3)
    let returns = Column<Double>(count: 3, filledWith: 0)
    for (before, now) in zip(closes.closes, closes.closes.dropFirst()) {
      for symbol in 0..<3 { returns.view[symbol] = now[symbol] / before[symbol] - 1 }
      matrix.update(returns.view)
    }
    let periodsPerYear = 390.0 * 252 / 4
    let market = try #require(watch.market)
    #expect(market == MarketRisk(matrix, periodsPerYear: periodsPerYear) && market.periods == 30)
    let volatility = try #require(market.volatility)
    #expect(volatility > 0)
    for (agent, holding) in zip([290, 4], watch.holdings) {
      let symbol = Int(end.accounts.symbol[agent - 1])
      let price = Double(rules.tickSize.price(end.symbols.last[symbol]).raw)
      let value = Double(end.accounts.quantity[agent - 1]) * price / 10_000
      let values = (0..<3).map { $0 == symbol ? value : 0 }
      #expect(holding == HoldingRisk(values: values, matrix, periodsPerYear: periodsPerYear))
    }
    #expect(watch.holdings.count == 2 && watch.holdings.contains { $0.beta != nil })
  }

  @Test func itChangesNothing() throws {
    var config = SmallMarket.config(agents: 200, ticks: 40)
    let alone = try Simulation(try SmallMarket.rules(config)).run().stateHash
    config.risk.watch = [1]
    #expect(try Simulation(try SmallMarket.rules(config), hooks: [MarketRiskWatch()]).run().stateHash == alone)
  }

  @Test func aMarketOfTooManySymbols() throws {
    var config = SmallMarket.config(agents: 40, symbols: MarketRiskWatch.symbolsMax + 1, ticks: 5)
    config.risk.watch = [1]
    let watch = MarketRiskWatch()
    _ = try Simulation(try SmallMarket.rules(config), hooks: [watch]).run()
    #expect(watch.market == nil && watch.holdings.isEmpty)
  }

  /// Closes of the agents' own candles in price ticks, the initial prices first.
  private final class CloseHook: SimulationHook {
    let name = "closes"
    private(set) var closes: [[Double]] = []

    func runStarts(_ run: RunContext) { closes = [run.rules.symbols.map { Double($0.initialTicks) }] }

    func tickEnds(_ frame: borrowing TickFrame) {
      if frame.tick % 4 == 3 { closes.append(frame.symbols.last.array().map(Double.init)) }
    }
  }
}
