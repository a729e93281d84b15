import SimAgents
import SimEngine
import SimHooks
import SimQuant
import SimTestSupport
import Testing

/// Nothing is created or lost, on long runs with every kind of agent; the watch looks after every tick.
struct ConservationTests {
  @Test(arguments: [1, 7, 1_234_567] as [UInt64])
  func theInvariantsHoldAfterEveryTick(seed: UInt64) throws {
    let config = SmallMarket.config(agents: 500, symbols: 4, ticks: 400, workers: 2, seed: seed)
    let end = try Simulation(try SmallMarket.rules(config), hooks: [InvariantWatch()], grain: 0).run()
    #expect(end.outcome == .completed && end.ticks == 400)
    // The run would prove nothing if nobody traded, or nobody was refused for lack of money.
    #expect(end.totals.trades > 1_000)
    #expect(end.totals.filledOrders > 2_000)
  }

  /// Realised profit is what cash and cost say: cash + cost of all positions = money at the start + profit realised.
  @Test func profitCostAndCashAddUp() throws {
    let simulation = Simulation(try SmallMarket.rules(SmallMarket.config(ticks: 300)))
    let accounts = simulation.frame.accounts
    let start = (0..<accounts.count).map { accounts.cash[$0] + accounts.cost[$0] }
    try simulation.run(300)
    for row in 0..<accounts.count {
      #expect(accounts.cash[row] + accounts.cost[row] == start[row] + accounts.realised[row], "agent \(row)")
    }
    #expect((0..<accounts.count).contains { accounts.realised[$0] != 0 })
  }

  /// Equity in the risk columns is the accounts marked to market, to the last unit; between marks it is the last one's.
  @Test func markedEquityIsCashAndSharesAtTheLastPrice() throws {
    let simulation = Simulation(try SmallMarket.rules())
    try simulation.run(100)
    let (accounts, risk) = (simulation.frame.accounts, simulation.frame.risk)
    let marked = (0..<accounts.count).map { risk.markedEquity[$0] }
    for row in 0..<accounts.count {
      let price = simulation.frame.symbols.lastPrice(Int(accounts.symbol[row])).raw
      let equity = accounts.cash[row] + Int64(accounts.quantity[row]) * price
      #expect(marked[row] == Double(equity))
      #expect(accounts.equity(row, simulation.frame.symbols) == equity)
      #expect(risk.peak[row] >= marked[row])
    }
    try simulation.run(3)
    #expect(marked == (0..<accounts.count).map { risk.markedEquity[$0] })
    #expect(marked != (0..<accounts.count).map { Double(accounts.equity($0, simulation.frame.symbols)) })
  }

  /// What the columns say of an agent is what its list of equities says, one a mark, over more than a block of marks.
  @Test(arguments: [1, 3]) func streamingRiskAgreesWithAListOfEquities(interval: Int) throws {
    var config = SmallMarket.config(agents: 100, ticks: 300)
    config.risk.interval = interval
    config.risk.riskFreeRate = 10  // so large that the target shows: 10 / 98,280 a tick
    let rules = try SmallMarket.rules(config)
    let simulation = Simulation(rules)
    let accounts = simulation.frame.accounts
    var curves = (0..<accounts.count).map { [Double(accounts.equity($0, simulation.frame.symbols))] }
    #expect((0..<accounts.count).allSatisfy { curves[$0] == [Double(rules.startEquity(ofAgent: $0))] })
    for tick in 1...299 {
      try simulation.step()
      guard tick % interval == 0 else { continue }
      for row in curves.indices { curves[row].append(Double(accounts.equity(row, simulation.frame.symbols))) }
    }
    var compared = 0
    for row in curves.indices {
      let found = rules.riskMetrics(ofAgent: row, simulation.frame.risk, ticks: 299)
      let exact = RiskMetrics(equity: curves[row], rules.riskSettings)
      #expect(found.periods == 299 / interval && found.totalReturn == exact.totalReturn)
      #expect(found.maxDrawdownPeriods == exact.maxDrawdownPeriods)
      func near(_ key: KeyPath<RiskMetrics, Double?>, _ error: Double) {
        guard let found = found[keyPath: key], let exact = exact[keyPath: key] else {
          #expect(found[keyPath: key] == exact[keyPath: key], "\(key) of row \(row)")
          return
        }
        #expect(abs(found - exact) <= error * max(1, exact.magnitude), "\(key) of row \(row)")
        compared += 1
      }
      near(\.annualisedReturn, 1e-9)
      near(\.volatility, 1e-5)
      near(\.sortino, 1e-4)
      near(\.skewness, 1e-4)
      near(\.excessKurtosis, 1e-4)
      near(\.cornishFisherValueAtRisk, 1e-5)
      near(\.maxDrawdown, 1e-6)
    }
    #expect(compared >= 600)
  }
}
