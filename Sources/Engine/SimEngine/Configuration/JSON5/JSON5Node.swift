/// A JSON5 value with the place where it stands, members in the order of the text.
///
/// Order and place are what a message about the file needs, and what a dictionary of values has forgotten.
public struct JSON5Node: Hashable, Sendable {
  public var value: JSON5Value
  public var place: TextPlace

  /// - Parameter place: of its first character; does not matter for a tree that is made to be written.
  public init(_ value: JSON5Value, place: TextPlace = TextPlace(line: 1, column: 1)) {
    (self.value, self.place) = (value, place)
  }
}

public enum JSON5Value: Hashable, Sendable {
  case object([JSON5Member])
  case array([JSON5Node])
  case number(JSON5Number)
  case string(String)
  case bool(Bool)
  case null
}

/// `key: value`. The same key may be there twice; the reader of the tree decides what that means.
public struct JSON5Member: Hashable, Sendable {
  public var key: String
  public var keyPlace: TextPlace
  public var node: JSON5Node

  public init(_ key: String, at keyPlace: TextPlace = TextPlace(line: 1, column: 1), _ node: JSON5Node) {
    (self.key, self.keyPlace, self.node) = (key, keyPlace, node)
  }

  /// A member of a tree that is made to be written.
  public init(_ key: String, _ value: JSON5Value) { self.init(key, JSON5Node(value)) }
}

/// A number as real and, when it has no fraction, exactly: a 64-bit seed does not fit a double.
public struct JSON5Number: Hashable, Sendable {
  public var double: Double
  public var whole: Int128?

  public init(_ double: Double) { (self.double, whole) = (double, Int128(exactly: double)) }
  public init(whole: Int128) { (double, self.whole) = (Double(whole), whole) }
}

extension JSON5Value {
  /// As a message names it: the value itself when it is short, otherwise its kind.
  var found: String {
    switch self {
    case .object: "an object"
    case .array: "a list"
    case .number(let number): number.text
    case .string(let text): text.count <= 60 ? "\"\(text)\"" : "a string"
    case .bool(let flag): "\(flag)"
    case .null: "null"
    }
  }
}

extension JSON5Number {
  /// The shortest text that reads back as the same number.
  var text: String { whole.map { "\($0)" } ?? double.plain }
}
