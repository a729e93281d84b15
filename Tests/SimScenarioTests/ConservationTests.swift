import SimEngine
import SimHooks
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

  /// Equity in the risk columns is the accounts marked to market, to the last unit.
  @Test func equityIsCashAndSharesAtTheLastPrice() throws {
    let simulation = Simulation(try SmallMarket.rules())
    try simulation.run(100)
    let frame = simulation.frame
    for row in 0..<frame.accounts.count {
      let price = frame.symbols.lastPrice(Int(frame.accounts.symbol[row])).raw
      let equity = frame.accounts.cash[row] + Int64(frame.accounts.quantity[row]) * price
      #expect(frame.risk.equity[row] == Double(equity))
      #expect(frame.risk.peak[row] >= frame.risk.equity[row])
    }
  }

  /// The streaming moments agree with a plain list of returns.
  @Test func returnMomentsAgreeWithAListOfReturns() throws {
    let simulation = Simulation(try SmallMarket.rules(SmallMarket.config(agents: 100)))
    let risk = simulation.frame.risk
    var returns = [[Double]](repeating: [], count: risk.count)
    var peaks = (0..<risk.count).map { risk.equity[$0] }
    var falls = [Double](repeating: 0, count: risk.count)
    var before = peaks
    for _ in 0..<150 {
      try simulation.step()
      for row in 0..<risk.count {
        let now = risk.equity[row]
        returns[row].append(before[row] > 0 ? (now - before[row]) / before[row] : 0)
        peaks[row] = max(peaks[row], now)
        if peaks[row] > 0 { falls[row] = max(falls[row], (peaks[row] - now) / peaks[row]) }
        before[row] = now
      }
    }
    for row in 0..<risk.count {
      let mean = returns[row].reduce(0, +) / 150
      let variance = returns[row].reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 149
      #expect(abs(risk.meanReturn(row, ticks: 150) - mean) <= 1e-8)
      #expect(abs(risk.returnVariance(row, ticks: 150)! - variance) <= 1e-6 * variance + 1e-15)
      #expect(abs(Double(risk.maxDrawdown[row]) - falls[row]) <= 1e-6 * falls[row])
    }
  }
}
