import SimStorage

/// Rows of values as bytes of a table: CSV or JSON Lines.
///
///     csv     a,b,c\n 1,"x, ""y""",\n           RFC 4180: quotes where they are needed, empty for nothing
///     jsonl   {"a":1,"b":"x, \"y\"","c":null}\n     columns called `…_json` are objects, not texts
///
/// Numbers stay integers where they are, so money is exact; real numbers have the fewest digits that say the same.
struct RowText {
  enum Format: String, CaseIterable {
    case csv, jsonl
  }

  private let format: Format
  private let keys: [[UInt8]]  // `{"a":`, `,"b":`, …
  private let isJSON: [Bool]
  private let names: [String]
  private(set) var bytes: [UInt8] = []

  init(_ format: Format, columns: [String]) {
    (self.format, names) = (format, columns)
    keys = columns.enumerated().map { Array("\($0 == 0 ? "{" : ",")\"\($1)\":".utf8) }
    isJSON = columns.map { $0.hasSuffix("_json") }
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// The names of the columns, where the format has a line for them.
  mutating func header() {
    guard format == .csv else { return }
    bytes.append(contentsOf: names.joined(separator: ",").utf8)
    bytes.append(Self.lineEnd)
  }

  mutating func append(_ row: [StoredValue]) {
    for (column, value) in row.enumerated() { append(value, column: column) }
    endRow()
  }

  /// A trade, without the detour over an array of values: trades come by the million.
  mutating func append(_ trade: StoredTrade, run: Int64) {
    append(run, column: 0)
    append(Int64(trade.tick), column: 1)
    append(trade.symbol, column: 2)
    append(trade.price, column: 3)
    append(trade.quantity, column: 4)
    append(trade.buyer, column: 5)
    append(trade.seller, column: 6)
    endRow()
  }

  private mutating func endRow() {
    if format == .jsonl { bytes.append(UInt8(ascii: "}")) }
    bytes.append(Self.lineEnd)
  }

  private mutating func append(_ value: StoredValue, column: Int) {
    switch value {
    case .integer(let integer): append(integer, column: column)
    case .text(let text): append(text, column: column)
    case .real(let real):
      start(column)
      bytes.append(contentsOf: "\(real)".utf8)
    case .null:
      start(column)
      if format == .jsonl { bytes.append(contentsOf: "null".utf8) }
    }
  }

  private mutating func append(_ integer: Int64, column: Int) {
    start(column)
    if integer < 0 { bytes.append(UInt8(ascii: "-")) }
    let first = bytes.count
    var rest = integer.magnitude
    repeat {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[first...].reverse()
  }

  private mutating func append(_ text: String, column: Int) {
    start(column)
    switch format {
    case .csv: appendCell(text)
    case .jsonl where isJSON[column]: appendOnOneLine(text)
    case .jsonl: appendJSON(text)
    }
  }

  /// JSON that may be laid out over lines. A line end stands between its tokens, never in a text.
  private mutating func appendOnOneLine(_ json: String) {
    var isIndent = false
    for byte in json.utf8 {
      if byte == Self.lineEnd { isIndent = true }
      if isIndent, byte == Self.lineEnd || byte == UInt8(ascii: " ") { continue }
      isIndent = false
      bytes.append(byte)
    }
  }

  private mutating func start(_ column: Int) {
    switch format {
    case .csv: if column > 0 { bytes.append(UInt8(ascii: ",")) }
    case .jsonl: bytes.append(contentsOf: keys[column])
    }
  }

  private mutating func appendCell(_ text: String) {
    let needsQuotes = text.utf8.contains { byte in
      byte == Self.quote || byte == UInt8(ascii: ",") || byte == Self.lineEnd || byte == UInt8(ascii: "\r")
    }
    guard needsQuotes else { return bytes.append(contentsOf: text.utf8) }
    bytes.append(Self.quote)
    for byte in text.utf8 {
      if byte == Self.quote { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(Self.quote)
  }

  private mutating func appendJSON(_ text: String) {
    bytes.append(Self.quote)
    for byte in text.utf8 {
      switch byte {
      case Self.quote, UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes.append(contentsOf: "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(Self.quote)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let lineEnd = UInt8(ascii: "\n")
}
