/// The text of `positions_json`: `{"AAPL":{"qty":100,"avg_cost":15000}}`, or `{}` without a position.
///
///     positions.begin()
///     positions.append(symbol: 0, quantity: 100, cost: 1_500_000)      for each account row of the agent
///     positions.end()
///     statement.bind(utf8: positions.utf8, at: 4)
///
/// Millions are made in a long run, so the bytes go into one buffer and the digits are written by hand.
struct PositionsJSON {
  private let keys: [[UInt8]]  // by symbol row: `"AAPL":{"qty":`
  private(set) var utf8: [UInt8] = []

  init(symbols: [String]) {
    keys = symbols.map { Array("\"\(Self.escaped($0))\":{\"qty\":".utf8) }
  }

  mutating func begin() {
    utf8.removeAll(keepingCapacity: true)
    utf8.append(UInt8(ascii: "{"))
  }

  /// Adds a position, if it is one.
  /// - Parameter cost: of the whole position, 1/10,000 dollar.
  mutating func append(symbol: Int, quantity: Int32, cost: Int64) {
    guard quantity != 0 else { return }
    if utf8.count > 1 { utf8.append(UInt8(ascii: ",")) }
    utf8.append(contentsOf: keys[symbol])
    append(Int64(quantity))
    utf8.append(contentsOf: Self.averageKey)
    append(Self.average(cost: cost, quantity: Int64(quantity)))
    utf8.append(UInt8(ascii: "}"))
  }

  mutating func end() { utf8.append(UInt8(ascii: "}")) }

  /// Cost per share, to the nearest 1/10,000 dollar, halves away from zero.
  static func average(cost: Int64, quantity: Int64) -> Int64 {
    let (average, remainder) = cost.quotientAndRemainder(dividingBy: quantity)
    let isNearerToNext = remainder.magnitude >= quantity.magnitude - remainder.magnitude
    guard remainder != 0, isNearerToNext else { return average }
    return average + ((cost < 0) == (quantity < 0) ? 1 : -1)
  }

  private mutating func append(_ value: Int64) {
    if value < 0 { utf8.append(UInt8(ascii: "-")) }
    let first = utf8.count
    var rest = value.magnitude
    repeat {
      utf8.append(UInt8(ascii: "0") + UInt8(rest % 10))
      rest /= 10
    } while rest > 0
    utf8[first...].reverse()
  }

  /// As a JSON string may hold it.
  static func escaped(_ name: String) -> String {
    name.unicodeScalars.reduce(into: "") { text, scalar in
      switch scalar {
      case "\"", "\\": text += "\\\(scalar)"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  private static let averageKey = Array(",\"avg_cost\":".utf8)
}
