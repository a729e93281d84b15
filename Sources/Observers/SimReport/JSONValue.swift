/// A JSON document that keeps the order of its keys, so that two summaries can be compared line by line.
indirect enum JSONValue {
  case object([(key: String, value: JSONValue)])
  case array([JSONValue])
  case string(String)
  case integer(Int64)
  case unsigned(UInt64)
  case real(Double)  // finite: JSON has no word for anything else
  case boolean(Bool)
  case null

  /// The document, an entry of an object or an array a line, two spaces deeper inside.
  func text(indent: String = "") -> String {
    switch self {
    case .object(let entries) where entries.isEmpty: return "{}"
    case .object(let entries):
      let inner = indent + "  "
      let lines = entries.map { "\(inner)\(Self.quoted($0.key)): \($0.value.text(indent: inner))" }
      return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
    case .array(let entries) where entries.isEmpty: return "[]"
    case .array(let entries):
      let inner = indent + "  "
      let lines = entries.map { inner + $0.text(indent: inner) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
    case .string(let string): return Self.quoted(string)
    case .integer(let integer): return "\(integer)"
    case .unsigned(let integer): return "\(integer)"
    case .real(let real):
      precondition(real.isFinite, "JSON has only finite numbers")
      return "\(real)"
    case .boolean(let boolean): return boolean ? "true" : "false"
    case .null: return "null"
    }
  }

  private static func quoted(_ string: String) -> String {
    var quoted = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
