import SimAgents

/// An entry of `factors: [ … ]`: what is multiplied, and in which populations.
///
///     { count: 0.1 }                                                          a tenth of everybody
///     { strategy: "noise_trader", parameters: { price_deviation: 2 } }       twice as far from their estimate
///     { tier: 3, parameters: { orders_per_tick: 0.1 } }                       a quieter crowd
///     { strategy: "noise_trader", set: { order_probability: 0.5 } }           not a factor: the value itself
///     { volatility: 2 }                                                       fair values move twice as much
///
/// Entries apply one after the other, each to all populations that it fits; an entry without `name`, `strategy` and
/// `tier` fits all. Counts are rounded, and are at least 1 where they were and the factor is above 0. A parameter that
/// a population leaves to its strategy's standard is multiplied all the same.
struct PopulationFactors {
  // Which populations.
  var name: String?
  var strategy: String?
  var tier: Int?
  // What becomes of them.
  var count = 1.0
  var cash = 1.0
  var shares = 1.0
  var parameters: [SimulationConfig.Parameter] = []
  var set: [SimulationConfig.Parameter] = []
  /// Of all fair values, whoever says it: the economy, a sector, a symbol.
  var volatility = 1.0

  static var codec: ConfigurationCodec<[PopulationFactors]> {
    .list(
      .object(
        "{ name, strategy, tier, count, cash, shares, parameters, set, volatility }",
        [
          ConfigurationKey("name", \.name, .optional(.text), "only the population of this name"),
          ConfigurationKey("strategy", \.strategy, .optional(.text), "only populations of this strategy"),
          ConfigurationKey("tier", \.tier, .optional(.whole), "only populations of this tier: 1, 2 or 3"),
          ConfigurationKey("count", \.count, .real, "times as many agents"),
          ConfigurationKey("cash", \.cash, .real, "times as much cash"),
          ConfigurationKey("shares", \.shares, .real, "times as many shares at the start"),
          ConfigurationKey("parameters", \.parameters, .parameters, "times as much of these"),
          ConfigurationKey("set", \.set, .parameters, "these become what is said here"),
          ConfigurationKey("volatility", \.volatility, .real, "times as much movement of fair values"),
        ], blank: { PopulationFactors() }))
  }

  private var isForSome: Bool { name != nil || strategy != nil || tier != nil }

  private func fits(_ population: SimulationConfig.Population, _ registry: StrategyRegistry) -> Bool {
    (name == nil || name == population.name) && (strategy == nil || strategy == population.strategy)
      && (tier == nil || tier == registry[population.strategy]?.schema.tier)
  }

  /// Changes the populations it fits, and notes what cannot be.
  func apply(
    to config: inout SimulationConfig, _ registry: StrategyRegistry, _ path: ConfigurationPath,
    _ reading: inout ConfigurationReading
  ) {
    func refuse(_ key: String, _ found: String, _ allowed: String) {
      let path = key.isEmpty ? path : path.key(key)
      reading.add(
        path, .notAllowed(found: found, allowed: allowed),
        at: reading.place(of: path.description) ?? TextPlace(line: 1, column: 1))
    }
    for (key, factor) in [("count", count), ("cash", cash), ("shares", shares), ("volatility", volatility)]
    where !(0...1e6).contains(factor) {
      refuse(key, factor.plain, "0 ... 1000000")
      return
    }
    let chosen = config.populations.indices.filter { fits(config.populations[$0], registry) }
    if chosen.isEmpty && isForSome {
      refuse("", "an entry that fits no population", "a name, strategy or tier of the populations")
    }
    for index in chosen {
      var population = config.populations[index]
      let scaled = (Double(population.count) * count).rounded()
      population.count = scaled < 9e15 ? Int(scaled) : population.count
      if count > 0 && config.populations[index].count > 0 { population.count = max(1, population.count) }
      population.cash = population.cash.scaled(by: cash)
      population.shares = population.shares.scaled(by: shares)
      for (key, changes) in [("parameters", parameters), ("set", self.set)] {
        for change in changes {
          guard let spec = registry[population.strategy]?.schema.parameters.first(where: { $0.name == change.name })
          else {
            refuse(
              "\(key).\(change.name)", "a parameter that `\(population.name)` has not",
              "parameters of \(registry[population.strategy]?.schema.name ?? population.strategy)")
            continue
          }
          var value = change.distribution
          if key == "parameters" {
            guard case .constant(let factor) = value else {
              refuse("\(key).\(change.name)", "a distribution", "a number: a factor")
              continue
            }
            value = population.distribution(of: spec).scaled(by: factor)
          }
          population.parameters.removeAll { $0.name == change.name }
          population.parameters.append(.init(name: change.name, distribution: value))
        }
      }
      config.populations[index] = population
    }
    guard volatility != 1 else { return }
    config.economy.fairValue.volatility *= volatility
    for index in config.economy.sectors.indices {
      config.economy.sectors[index].company.volatility = config.economy.sectors[index].company.volatility.map {
        $0 * volatility
      }
    }
    for index in config.symbols.indices {
      config.symbols[index].company.volatility = config.symbols[index].company.volatility.map { $0 * volatility }
    }
  }
}

extension Distribution {
  /// Every draw times `factor`, which is not negative.
  func scaled(by factor: Double) -> Distribution {
    switch self {
    case .constant(let value): .constant(value * factor)
    case .uniform(let range): .uniform(range.lowerBound * factor...range.upperBound * factor)
    case .normal(let mean, let deviation, let within):
      .normal(
        mean: mean * factor, deviation: deviation * factor,
        within: within.lowerBound * factor...within.upperBound * factor)
    }
  }
}
