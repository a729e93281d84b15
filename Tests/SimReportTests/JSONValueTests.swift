import Foundation
import Testing

@testable import SimReport

struct JSONValueTests {
  @Test func keysKeepTheirOrderAndNestingIsIndented() {
    let value = JSONValue.object([
      ("z", .integer(-1)), ("a", .object([("x", .boolean(true)), ("e", .object([]))])), ("n", .null),
      ("l", .array([.integer(1), .array([]), .object([("k", .null)])])),
      ("r", .real(0.25)),
      ("u", .unsigned(.max)),
    ])
    #expect(
      value.text() == """
        {
          "z": -1,
          "a": {
            "x": true,
            "e": {}
          },
          "n": null,
          "l": [
            1,
            [],
            {
              "k": null
            }
          ],
          "r": 0.25,
          "u": 18446744073709551615
        }
        """)
  }

  @Test(arguments: ["", "plain", "a\"b\\c", "line\nend\ttab\u{0}\u{1f}", "Ünïcode 📈 \u{7f}", "e\u{301}"])
  func everyStringComesBackFromAParser(string: String) throws {
    let text = JSONValue.object([("key", .string(string))]).text()
    let back = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    #expect(back["key"].map { Array($0.unicodeScalars) } == Array(string.unicodeScalars))
  }

  @Test(arguments: [0, -0.5, 1e-7, 1e21, 123_456.789_012, .greatestFiniteMagnitude] as [Double])
  func everyNumberComesBackFromAParser(number: Double) throws {
    let text = JSONValue.object([("key", .real(number))]).text()
    #expect(try JSONDecoder().decode([String: Double].self, from: Data(text.utf8))["key"] == number)
  }

  @Test func whatIsNoNumberTraps() async {
    await #expect(processExitsWith: .failure) { _ = JSONValue.real(.nan).text() }
    await #expect(processExitsWith: .failure) { _ = JSONValue.real(.infinity).text() }
  }
}
