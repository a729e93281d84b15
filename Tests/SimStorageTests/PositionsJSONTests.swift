import Foundation
import Testing

@testable import SimStorage

struct PositionsJSONTests {
  private func text(_ held: [(symbol: Int, quantity: Int32, cost: Int64)]) -> String {
    var positions = PositionsJSON(symbols: ["AAPL", "A\"\\\n\u{1}é"])
    positions.begin()
    positions.append(symbol: 1, quantity: .max, cost: .max)  // the buffer has been used before
    positions.begin()
    for position in held { positions.append(symbol: position.symbol, quantity: position.quantity, cost: position.cost) }
    positions.end()
    return String(decoding: positions.utf8, as: UTF8.self)
  }

  private func text(symbol: Int = 0, _ quantity: Int32, _ cost: Int64) -> String { text([(symbol, quantity, cost)]) }

  @Test func theDocumentedExample() { #expect(text(100, 1_500_000) == #"{"AAPL":{"qty":100,"avg_cost":15000}}"#) }

  @Test func nothing() { #expect(text(0, 0) == "{}" && text([]) == "{}") }

  @Test func severalPositionsAreOneObject() throws {
    let found = text([(0, 2, 20), (1, 0, 0), (1, -1, -7)])
    #expect(try JSONDecoder().decode([String: [String: Int]].self, from: Data(found.utf8)).count == 2)
    #expect(found.hasPrefix(#"{"AAPL":{"qty":2,"avg_cost":10},"A"#) && found.hasSuffix(#":{"qty":-1,"avg_cost":7}}"#))
  }

  @Test func theEndsOfTheRange() {
    #expect(text(1, .max) == #"{"AAPL":{"qty":1,"avg_cost":9223372036854775807}}"#)
    #expect(text(1, .min) == #"{"AAPL":{"qty":1,"avg_cost":-9223372036854775808}}"#)
    #expect(text(.min, 0) == #"{"AAPL":{"qty":-2147483648,"avg_cost":0}}"#)
  }

  // cost / quantity, to the nearest, halves away from zero; every sign.
  @Test(
    arguments: [
      (7, 2, 4), (-7, 2, -4), (7, -2, -4), (-7, -2, 4), (100, 3, 33), (200, 3, 67), (-200, 3, -67), (6, 3, 2),
      (1, 3, 0),
      (0, 5, 0), (4, -5, -1),
    ] as [(Int64, Int64, Int64)])
  func theAverageIsRounded(cost: Int64, quantity: Int64, expected: Int64) {
    #expect(PositionsJSON.average(cost: cost, quantity: quantity) == expected)
  }

  @Test func anyNameMakesValidJSON() throws {
    let found = try JSONDecoder().decode([String: [String: Int]].self, from: Data(text(symbol: 1, 3, 6).utf8))
    #expect(found == ["A\"\\\n\u{1}é": ["qty": 3, "avg_cost": 2]])
  }
}
