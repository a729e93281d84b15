/// The text of `positions_json`: `{"AAPL":{"qty":100,"avg_cost":15000}}`, or `{}` without a position.
///
/// Millions are made in a long run, so the bytes go into one buffer and the digits are written by hand.
struct PositionsJSON {
  private let prefixes: [[UInt8]]  // by symbol row: `{"AAPL":{"qty":`
  private(set) var utf8: [UInt8] = []

  init(symbols: [String]) {
    prefixes = symbols.map { Array("{\"\(Self.escaped($0))\":{\"qty\":".utf8) }
  }

  /// Makes `utf8` the text of one position.
  /// - Parameter cost: of the whole position, 1/10,000 dollar.
  mutating func format(symbol: Int, quantity: Int32, cost: Int64) {
    utf8.removeAll(keepingCapacity: true)
    guard quantity != 0 else {
      utf8.append(contentsOf: Self.nothing)
      return
    }
    utf8.append(contentsOf: prefixes[symbol])
    append(Int64(quantity))
    utf8.append(contentsOf: Self.averageKey)
    append(Self.average(cost: cost, quantity: Int64(quantity)))
    utf8.append(contentsOf: Self.end)
  }

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

  private static let nothing = Array("{}".utf8)
  private static let averageKey = Array(",\"avg_cost\":".utf8)
  private static let end = Array("}}".utf8)
}
