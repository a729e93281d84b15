import SimAgents
import SimQuant

/// How an agent has fared, derived from the risk columns when somebody asks.
///
/// Accounts are marked at the end of ticks `interval - 1`, `2 · interval - 1`, …; what happened since the last mark is in
/// no figure yet.
extension SimulationRules {
  /// Whether all accounts are marked to market at the end of `tick`.
  public func marksAccounts(at tick: UInt32) -> Bool { (Int(tick) + 1) % config.risk.interval == 0 }

  /// Marks in the first `ticks` ticks, so also the number of every agent's returns.
  public func riskPeriods(ticks: Int) -> Int { ticks / config.risk.interval }

  /// - Parameters:
  ///   - agent: its number, from 0.
  ///   - ticks: completed since the start.
  ///   - window: its recent returns, if it was watched; they give historical figures.
  public func riskMetrics(
    ofAgent agent: Int, _ risk: RiskView, ticks: Int, window: [Double]? = nil
  ) -> RiskMetrics {
    let periods = riskPeriods(ticks: ticks)
    return RiskMetrics(
      risk.moments(agent, periods: periods), risk.path(agent, first: startEquity(ofAgent: agent), periods: periods),
      window: window, riskSettings)
  }

  /// What the agent was given at the start, 1/10,000 dollar: drawn again, so that no column has to keep it.
  public func startEquity(ofAgent agent: Int) -> Int64 {
    let population = population(ofAgent: agent)
    let accounts = layout.accounts(ofAgent: agent)
    let draws = SpawnDraws(seed: seed, population: population)
    var equity = draws.cash(row: accounts.lowerBound).raw
    population.forEachAccount(in: accounts) { row, symbol in
      equity += Int64(draws.shares(row: row)) * tickSize.price(symbols[symbol].initialTicks).raw
    }
    return equity
  }
}
