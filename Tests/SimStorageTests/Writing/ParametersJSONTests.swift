import Foundation
import SimAgents
import Testing

@testable import SimStorage

struct ParametersJSONTests {
  private static func population(_ distributions: [Distribution], isInteger: [Bool]) -> PopulationPlan {
    let schema = StrategySchema(
      name: "s", tier: 1, summary: "",
      parameters: isInteger.enumerated().map { place, isInteger in
        ParameterSpec(
          "p\(place)", unit: "", "", standard: .constant(1), allowed: -1e9...1e9, isInteger: isInteger)
      }, ordersPerTickMax: 1)
    return PopulationPlan(
      name: "p", schema: schema, index: 0, firstRow: 10, count: 5, symbols: [0], cash: .constant(1),
      shares: .constant(0), parameters: distributions)
  }

  @Test func anAgentsTextHoldsWhatItDrew() throws {
    let population = Self.population(
      [.constant(7), .uniform(0...1), .uniform(1...6), .normal(mean: 0, deviation: 1, within: -2...2)],
      isInteger: [false, false, true, false])
    let draws = SpawnDraws(seed: 3, population: population)
    for row in 10..<15 {
      let text = ParametersJSON(population, seed: 3).drawn(row: row)
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: NSNumber], "\(text)")
      #expect(object.keys.sorted() == ["p1", "p2", "p3"])
      #expect(object["p1"]?.floatValue == Float(draws.real(1, row: row)))
      #expect(object["p2"]?.intValue == draws.integer(2, row: row))
      #expect(object["p3"]?.floatValue == Float(draws.real(3, row: row)))
    }
  }

  @Test func aRecipeNamesEveryDistribution() {
    let population = Self.population(
      [.constant(0.5), .uniform(1...6), .normal(mean: 0, deviation: 1, within: -2...2)],
      isInteger: [false, true, false])
    #expect(
      ParametersJSON.recipe(of: population)
        == #"{"p0":0.5,"p1":{"uniform":[1.0,6.0]},"p2":{"normal":{"mean":0.0,"deviation":1.0,"min":-2.0,"max":2.0}}}"#)
    #expect(ParametersJSON(Self.population([.constant(1)], isInteger: [false]), seed: 1).drawn(row: 10) == "{}")
  }
}
