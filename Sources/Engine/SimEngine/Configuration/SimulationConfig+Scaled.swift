import SimAgents

/// The same market with another number of agents.
extension SimulationConfig {
  /// All populations in the same proportions, `agents` in all.
  ///
  /// Everybody gets the whole part of his share; those left over go to the largest remainders, to the earlier
  /// population on a tie (Hamilton's method). Counts that are not sound (negative, or nobody at all) stay as they are,
  /// for ``problems(registry:)`` to name. Shares outstanding grow with those who may hold them, rounded up. Agents on the
  /// watch list that existed and no longer do are left out of it.
  ///
  /// A crowd's accounts are not individually simulated agents: populations of tier 3 keep their counts.
  ///
  /// - Parameters:
  ///   - agents: at least 0.
  ///   - registry: says which strategies trade for a crowd.
  public func scaled(toAgents agents: Int, registry: StrategyRegistry = .standard) -> SimulationConfig {
    let isCrowd = populations.map { registry[$0.strategy]?.schema.tier == 3 }
    let counts = zip(populations, isCrowd).map { $1 ? 0 : $0.count }
    let total = counts.reduce(Int128(0)) { $0 + Int128($1) }
    guard total > 0, counts.allSatisfy({ $0 >= 0 }) else { return self }

    let parts = counts.map { (Int128($0) * Int128(agents)).quotientAndRemainder(dividingBy: total) }
    let left = agents - parts.reduce(0) { $0 + Int($1.quotient) }
    let byRemainder = parts.indices.sorted { a, b in
      parts[a].remainder != parts[b].remainder ? parts[a].remainder > parts[b].remainder : a < b
    }
    let raised = Set(byRemainder.prefix(left))
    var config = self
    for index in parts.indices where !isCrowd[index] {
      config.populations[index].count = Int(parts[index].quotient) + (raised.contains(index) ? 1 : 0)
    }
    for index in config.symbols.indices {
      guard let shares = config.symbols[index].sharesOutstanding, shares > 0 else { continue }
      let scaled = (Int128(shares) * Int128(agents) + total - 1) / total
      config.symbols[index].sharesOutstanding = Int(clamping: scaled)
    }
    config.risk.watch.removeAll { Int128($0) > Int128(agents) && Int128($0) <= total }
    return config
  }
}
