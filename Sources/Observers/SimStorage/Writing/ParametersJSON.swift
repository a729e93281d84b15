import SimAgents

/// The texts of `parameters_json`: of a population its recipe, of an agent what it drew.
///
///     population   {"half_spread":{"uniform":[0.0005,0.002]},"inventory_target":2000}
///     agent        {"half_spread":0.00137}                what everybody has alike is not repeated
///
/// Drawn values are drawn again, which is exact: a draw is a function of seed, population, parameter and agent. Real
/// ones are written in single precision, as strategies keep them.
struct ParametersJSON {
  private let draws: SpawnDraws
  private let varying: [(place: Int, key: String, isInteger: Bool)]

  init(_ population: PopulationPlan, seed: UInt64) {
    draws = SpawnDraws(seed: seed, population: population)
    varying = zip(population.schema.parameters, population.parameters).enumerated().compactMap { place, parameter in
      if case .constant = parameter.1 { return nil }
      return (place, "\"\(parameter.0.name)\":", parameter.0.isInteger)
    }
  }

  /// - Parameter row: the agent's account row.
  func drawn(row: Int) -> String {
    var text = "{"
    for (place, key, isInteger) in varying {
      if text.utf8.count > 1 { text += "," }
      text += key
      text += isInteger ? "\(draws.integer(place, row: row))" : "\(Float(draws.real(place, row: row)))"
    }
    return text + "}"
  }

  static func recipe(of population: PopulationPlan) -> String {
    let members = zip(population.schema.parameters, population.parameters).map { parameter, distribution in
      "\"\(parameter.name)\":\(text(distribution))"
    }
    return "{\(members.joined(separator: ","))}"
  }

  private static func text(_ distribution: Distribution) -> String {
    switch distribution {
    case .constant(let value): "\(value)"
    case .uniform(let range): "{\"uniform\":[\(range.lowerBound),\(range.upperBound)]}"
    case .normal(let mean, let deviation, let within):
      "{\"normal\":{\"mean\":\(mean),\"deviation\":\(deviation),\"min\":\(within.lowerBound),\"max\":\(within.upperBound)}}"
    }
  }
}
