/// A value as text: strict JSON, which is JSON5 too, always the same for the same value.
///
/// What fits on a line stays on one, except the sections at the top: short lists and distributions read as a table.
extension JSON5Value {
  /// Members in their own order, two spaces a level, a line end at the end.
  public var text: String { block(indent: 0) + "\n" }

  private static let lineLengthMax = 100

  private func block(indent: Int) -> String {
    let line = line
    if indent > 1 || !hasParts, indent * 2 + line.count <= Self.lineLengthMax { return line }
    let inner = String(repeating: "  ", count: indent + 1)
    let outer = String(repeating: "  ", count: indent)
    switch self {
    case .object(let members) where !members.isEmpty:
      let lines = members.map { "\(inner)\($0.key.quoted): \($0.node.value.block(indent: indent + 1))" }
      return "{\n\(lines.joined(separator: ",\n"))\n\(outer)}"
    case .array(let nodes) where !nodes.isEmpty:
      let lines = nodes.map { inner + $0.value.block(indent: indent + 1) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(outer)]"
    default: return line
    }
  }

  private var hasParts: Bool {
    switch self {
    case .object, .array: true
    default: false
    }
  }

  /// On one line, however long.
  var line: String {
    switch self {
    case .object(let members) where members.isEmpty: return "{}"
    case .object(let members):
      return "{ \(members.map { "\($0.key.quoted): \($0.node.value.line)" }.joined(separator: ", ")) }"
    case .array(let nodes): return "[\(nodes.map(\.value.line).joined(separator: ", "))]"
    case .number(let number): return number.double.isFinite ? number.text : number.double.json5Name
    case .string(let text): return text.quoted
    case .bool(let flag): return "\(flag)"
    case .null: return "null"
    }
  }
}

extension Double {
  /// The two kinds of number that JSON5 has and JSON has not.
  fileprivate var json5Name: String { isNaN ? "NaN" : self < 0 ? "-Infinity" : "Infinity" }
}

extension String {
  /// In double quotes, with the escapes that JSON demands.
  var quoted: String {
    var text = "\""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..."\u{1f}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}
