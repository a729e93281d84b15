import SimAgents

/// Agents that somebody outside decides for: see ``ExternalTrader``.
extension Simulation {
  /// Gives an agent orders for the next tick. They enter with everybody's, are checked as everybody's, and live for that
  /// tick; more may be added until it begins.
  /// - Parameter agent: its number, from 0.
  public func submit(_ orders: [ExternalOrder], agent: Int) throws(ExternalOrderProblem) {
    guard let table = external(agent) else { throw .notExternal(agent: agent) }
    try table.submit(orders, agent: agent, tick: tick)
  }

  /// What became of an external agent's orders of the last tick, symbol by symbol; what it owns is in
  /// ``TickFrame/portfolio``.
  public func outcomes(ofAgent agent: Int) -> [OrderOutcomes.Outcome] {
    external(agent)?.outcomes(ofAgent: agent) ?? []
  }

  private func external(_ agent: Int) -> ExternalTrader? {
    strategies.lazy.compactMap { $0 as? ExternalTrader }.first { $0.owns(agent: agent) }
  }
}
