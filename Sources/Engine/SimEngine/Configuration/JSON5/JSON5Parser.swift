/// Reads JSON5 and says line and column of whatever is not.
///
///     JSON + comments, trailing commas, keys without quotes, 'single quotes', .5  5.  +1  0x1F  Infinity  NaN
///
/// Foundation reads JSON5 too, but on Linux it gives no position for an error, forgets the order of keys, keeps one of
/// two equal keys in silence, and now and then reads past the end of a text. A test holds that this parser and two of
/// other makers accept the same texts and read the same values.
///
/// - Source: the JSON5 Data Interchange Format 1.0.0, https://spec.json5.org.
public struct JSON5Parser {
  /// What makes a text no JSON5.
  public struct SyntaxError: Error, Hashable, Sendable {
    public let message: String
    public let place: TextPlace
  }

  /// Objects and lists inside one another, so that a hostile file cannot exhaust the stack.
  public static let depthMax = 100

  private let scalars: [Unicode.Scalar]
  private let lineStarts: [Int]  // index of every line's first scalar
  private var next = 0  // index of the scalar not yet read

  private init(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    self.scalars = scalars
    // CR LF is one end of line, of which the LF is the last scalar.
    let lineEnds = scalars.indices.filter { index in
      scalars[index].endsLine && !(scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n")
    }
    lineStarts = [0] + lineEnds.map { $0 + 1 }
  }

  /// - Complexity: two passes over the text, and log(lines) for the place of every value.
  public static func parse(_ text: String) throws(SyntaxError) -> JSON5Node {
    var parser = JSON5Parser(text)
    try parser.skipBlank()
    guard parser.peek != nil else { throw parser.error("the text is empty") }
    let node = try parser.value(depth: 0)
    try parser.skipBlank()
    if parser.peek != nil { throw parser.error("expected the end of the text, found \(parser.here)") }
    return node
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(SyntaxError) -> JSON5Node {
    guard depth <= Self.depthMax else { throw error("more than \(Self.depthMax) levels of nesting") }
    let place = place
    switch peek {
    case "{": return JSON5Node(.object(try object(depth: depth)), place: place)
    case "[": return JSON5Node(.array(try array(depth: depth)), place: place)
    case "\"", "'": return JSON5Node(.string(try string()), place: place)
    case let first? where first.isDigit || first == "." || first == "+" || first == "-":
      return JSON5Node(.number(try number()), place: place)
    case let first? where first.startsIdentifier: return JSON5Node(try word(), place: place)
    default: throw error("expected a value, found \(here)")
    }
  }

  private mutating func object(depth: Int) throws(SyntaxError) -> [JSON5Member] {
    let opening = place
    next += 1
    var members: [JSON5Member] = []
    while true {
      try skipBlank()
      if take("}") { return members }
      let keyPlace = place
      let key = try key(opening)
      try skipBlank()
      guard take(":") else { throw error("expected `:` after the key `\(key)`, found \(here)") }
      try skipBlank()
      members.append(JSON5Member(key, at: keyPlace, try value(depth: depth + 1)))
      try skipBlank()
      guard take(",") || peek == "}" else { throw unclosed("}", opening) }
    }
  }

  private mutating func array(depth: Int) throws(SyntaxError) -> [JSON5Node] {
    let opening = place
    next += 1
    var nodes: [JSON5Node] = []
    while true {
      try skipBlank()
      if take("]") { return nodes }
      if peek == nil { throw unclosed("]", opening) }
      nodes.append(try value(depth: depth + 1))
      try skipBlank()
      guard take(",") || peek == "]" else { throw unclosed("]", opening) }
    }
  }

  private mutating func key(_ opening: TextPlace) throws(SyntaxError) -> String {
    switch peek {
    case "\"", "'": return try string()
    case let first? where first.startsIdentifier || first == "\\": return try identifier()
    case nil: throw unclosed("}", opening)
    default: throw error("expected a key or `}`, found \(here)")
    }
  }

  private mutating func word() throws(SyntaxError) -> JSON5Value {
    let start = next
    switch try identifier() {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    case "Infinity": return .number(JSON5Number(.infinity))
    case "NaN": return .number(JSON5Number(.nan))
    case let other: throw error("expected a value, found `\(other)` (text stands in quotes)", at: start)
    }
  }

  // MARK: Numbers

  private mutating func number() throws(SyntaxError) -> JSON5Number {
    let start = next
    let isNegative = peek == "-"
    if peek == "+" || peek == "-" { next += 1 }
    if peek == "I" || peek == "N" { return try namedNumber(isNegative, start) }
    if peek == "0", second == "x" || second == "X" { return try hexadecimal(isNegative, start) }

    let digitsStart = next
    let whole = skipDigits()
    if whole > 1, scalars[digitsStart] == "0" { throw error("a number does not begin with 0", at: start) }
    var isWhole = true
    var fraction = 0
    if take(".") {
      isWhole = false
      fraction = skipDigits()
    }
    guard whole + fraction > 0 else { throw error("expected a digit, found \(here)") }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      guard skipDigits() > 0 else { throw error("expected the digits of an exponent, found \(here)") }
    }
    try endOfNumber()
    let text = String(String.UnicodeScalarView(scalars[digitsStart..<next]))
    if isWhole, let magnitude = Int128(text) { return JSON5Number(whole: isNegative ? -magnitude : magnitude) }
    guard let magnitude = Double(text) else { throw error("not a number: `\(text)`", at: start) }
    return JSON5Number(isNegative ? -magnitude : magnitude)
  }

  private mutating func namedNumber(_ isNegative: Bool, _ start: Int) throws(SyntaxError) -> JSON5Number {
    guard case .number(let number) = try word() else { throw error("expected a number", at: start) }
    return JSON5Number(isNegative ? -number.double : number.double)
  }

  private mutating func hexadecimal(_ isNegative: Bool, _ start: Int) throws(SyntaxError) -> JSON5Number {
    next += 2
    var magnitude: Int128 = 0
    let digitsStart = next
    while let digit = peek?.hexadecimalValue {
      guard next - digitsStart < 16 else { throw error("more than 16 hexadecimal digits", at: start) }
      magnitude = magnitude * 16 + Int128(digit)
      next += 1
    }
    guard next > digitsStart else { throw error("expected a hexadecimal digit, found \(here)") }
    try endOfNumber()
    return JSON5Number(whole: isNegative ? -magnitude : magnitude)
  }

  /// `12abc` is one mistake, not the number 12 and something else.
  private func endOfNumber() throws(SyntaxError) {
    guard let follower = peek else { return }
    if follower.continuesIdentifier || follower == "." { throw error("a number does not go on with \(here)") }
  }

  private mutating func skipDigits() -> Int {
    let start = next
    while peek?.isDigit == true { next += 1 }
    return next - start
  }

  // MARK: Strings and identifiers

  private mutating func string() throws(SyntaxError) -> String {
    let start = next
    let quote = scalars[next]
    next += 1
    var text = String.UnicodeScalarView()
    while let scalar = peek {
      next += 1
      switch scalar {
      case quote: return String(text)
      case "\\": if let escaped = try escape() { text.append(escaped) }
      case "\n", "\r": throw error("a string ends on its own line", at: start)
      default: text.append(scalar)
      }
    }
    throw error("a string that begins here has no end", at: start)
  }

  /// What follows a backslash inside a string; nil for a line that goes on.
  private mutating func escape() throws(SyntaxError) -> Unicode.Scalar? {
    guard let scalar = peek else { return nil }
    let start = next - 1
    next += 1
    switch scalar {
    case "b": return "\u{8}"
    case "f": return "\u{c}"
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "v": return "\u{b}"
    case "0" where peek?.isDigit != true: return "\0"
    case "x": return Unicode.Scalar(try hexadecimalDigits(2, start))
    case "u": return try unicodeEscape(start)
    case "\r":
      _ = take("\n")
      return nil
    case "\n", "\u{2028}", "\u{2029}": return nil
    case let digit where digit.isDigit: throw error("`\\\(digit)` is not an escape", at: start)
    default: return scalar
    }
  }

  /// The four digits after `\u`, and a second escape when the first is half a character.
  private mutating func unicodeEscape(_ start: Int) throws(SyntaxError) -> Unicode.Scalar {
    let first = try hexadecimalDigits(4, start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xdc00, take("\\"), take("u") else { throw error("half of a surrogate pair", at: start) }
    let second = try hexadecimalDigits(4, start)
    guard (0xdc00...0xdfff).contains(second),
      let scalar = Unicode.Scalar(0x1_0000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw error("half of a surrogate pair", at: start) }
    return scalar
  }

  private mutating func hexadecimalDigits(_ count: Int, _ start: Int) throws(SyntaxError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = peek?.hexadecimalValue else { throw error("expected \(count) hexadecimal digits", at: start) }
      value = value * 16 + digit
      next += 1
    }
    return value
  }

  private mutating func identifier() throws(SyntaxError) -> String {
    var text = String.UnicodeScalarView()
    while let scalar = peek {
      let start = next
      if scalar == "\\" {
        next += 1
        guard take("u") else { throw error("only `\\u` escapes in a key without quotes", at: start) }
        let escaped = try unicodeEscape(start)
        guard text.isEmpty ? escaped.startsIdentifier : escaped.continuesIdentifier else {
          throw error("this character needs a key in quotes", at: start)
        }
        text.append(escaped)
      } else if scalar.continuesIdentifier {
        next += 1
        text.append(scalar)
      } else {
        break
      }
    }
    return String(text)
  }

  // MARK: Between values

  private mutating func skipBlank() throws(SyntaxError) {
    while let scalar = peek {
      if scalar.isBlank {
        next += 1
      } else if scalar == "/", second == "/" {
        while let scalar = peek, !scalar.endsLine { next += 1 }
      } else if scalar == "/", second == "*" {
        let start = next
        next += 2
        while !(peek == "*" && second == "/") {
          guard peek != nil else { throw error("a comment that begins here has no end", at: start) }
          next += 1
        }
        next += 2
      } else {
        return
      }
    }
  }

  private var peek: Unicode.Scalar? { next < scalars.count ? scalars[next] : nil }
  private var second: Unicode.Scalar? { next + 1 < scalars.count ? scalars[next + 1] : nil }

  private mutating func take(_ expected: Unicode.Scalar) -> Bool {
    guard peek == expected else { return false }
    next += 1
    return true
  }

  // MARK: Places and messages

  private var place: TextPlace { place(of: next) }

  /// The last line that starts at or before `index`.
  private func place(of index: Int) -> TextPlace {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= index { low = middle } else { high = middle }
    }
    return TextPlace(line: low + 1, column: index - lineStarts[low] + 1)
  }

  private var here: String {
    guard let scalar = peek else { return "the end of the text" }
    return scalar.endsLine ? "the end of the line" : "`\(scalar)`"
  }

  private func error(_ message: String, at index: Int? = nil) -> SyntaxError {
    SyntaxError(message: message, place: place(of: index ?? next))
  }

  private func unclosed(_ closing: Unicode.Scalar, _ opening: TextPlace) -> SyntaxError {
    guard peek == nil else { return error("expected `,` or `\(closing)`, found \(here)") }
    let what = closing == "}" ? "object" : "list"
    return error("the text ends, but the \(what) of line \(opening.line) has no `\(closing)`")
  }
}

extension Unicode.Scalar {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

  fileprivate var hexadecimalValue: UInt32? {
    switch self {
    case "0"..."9": value - 0x30
    case "a"..."f": value - 0x61 + 10
    case "A"..."F": value - 0x41 + 10
    default: nil
    }
  }

  fileprivate var endsLine: Bool { self == "\n" || self == "\r" || self == "\u{2028}" || self == "\u{2029}" }

  fileprivate var isBlank: Bool {
    switch self {
    case " ", "\t", "\u{b}", "\u{c}", "\u{a0}", "\u{feff}": true
    default: endsLine || properties.generalCategory == .spaceSeparator
    }
  }

  fileprivate var startsIdentifier: Bool {
    if self == "$" || self == "_" { return true }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber: true
    default: false
    }
  }

  fileprivate var continuesIdentifier: Bool {
    if startsIdentifier || self == "\u{200c}" || self == "\u{200d}" { return true }
    return switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber, .connectorPunctuation: true
    default: false
    }
  }
}
