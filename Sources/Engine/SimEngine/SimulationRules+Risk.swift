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
  ///   - row: the agent's account row.
  ///   - ticks: completed since the start.
  ///   - window: its recent returns, if it was watched; they give historical figures.
  public func riskMetrics(
    ofAgent row: Int, _ risk: RiskView, ticks: Int, window: [Double]? = nil
  ) -> RiskMetrics {
    let periods = riskPeriods(ticks: ticks)
    return RiskMetrics(
      risk.moments(row, periods: periods), risk.path(row, first: startEquity(ofAgent: row), periods: periods),
      window: window, riskSettings)
  }

  /// What the agent was given at the start, 1/10,000 dollar: drawn again, so that no column has to keep it.
  public func startEquity(ofAgent row: Int) -> Int64 {
    guard let population = populations.first(where: { $0.rows.contains(row) }),
      let segment = population.segments.first(where: { $0.rows.contains(row) })
    else { preconditionFailure("row \(row) of \(agentCount) agents") }
    let draws = SpawnDraws(seed: seed, population: population)
    let price = tickSize.price(symbols[segment.symbol].initialTicks).raw
    return draws.cash(row: row).raw + Int64(draws.shares(row: row)) * price
  }
}
