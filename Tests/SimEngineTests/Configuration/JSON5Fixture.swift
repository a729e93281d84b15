import Foundation
import SimEngine

/// Tests/Fixtures/json5: texts, and what two readers in Python make of them. The generator stands beside them.
struct JSON5Fixture: Decodable {
  let text: String
  /// As `described` writes it; nil where the readers refuse the text.
  let value: String?

  static let loaded = Result {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/json5/texts.json")
    return try JSONDecoder().decode([JSON5Fixture].self, from: Data(contentsOf: file))
  }

  /// A value without places, in the notation of the generator: numbers as the bits of a double, members by key, the last
  /// of equal keys.
  static func described(_ value: JSON5Value) -> String {
    switch value {
    case .null: return "null"
    case .bool(let flag): return "\(flag)"
    case .number(let number):
      let bits = String(number.double.bitPattern, radix: 16)
      return String(repeating: "0", count: 16 - bits.count) + bits
    case .string(let text): return described(text)
    case .array(let nodes): return "[" + nodes.map { described($0.value) }.joined(separator: ",") + "]"
    case .object(let members):
      let last = Dictionary(members.map { ($0.key, $0.node.value) }, uniquingKeysWith: { _, last in last })
      return "{" + last.map { described($0.key) + ":" + described($0.value) }.sorted().joined(separator: ",") + "}"
    }
  }

  private static func described(_ text: String) -> String {
    "'" + text.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ") + "'"
  }
}
