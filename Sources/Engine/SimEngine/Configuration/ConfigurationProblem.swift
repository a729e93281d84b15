/// One thing that is wrong with a configuration: where, what was found, what is allowed.
///
///     config/my.json5:14:27: populations[1].parameters.order_probabilty: unknown key; did you mean `order_probability`?
///
/// Everything that can be wrong is a case of ``Kind``, so that a test or a user interface can tell problems apart
/// without reading their text.
public struct ConfigurationProblem: Error, Hashable, Sendable {
  /// As in `populations[1].parameters.order_probability`; empty for the file as a whole.
  public let path: String
  public let kind: Kind
  /// Where the value came from, as far as that is known.
  public var origin: Origin?

  public init(_ path: String, _ kind: Kind, origin: Origin? = nil) {
    (self.path, self.kind, self.origin) = (path, kind, origin)
  }

  public enum Kind: Hashable, Sendable {
    /// The text is not JSON5.
    case syntax(String)
    /// No such key here. `nearest` is the known one it resembles, if any does.
    case unknownKey(nearest: String?, known: [String])
    /// The same key twice in one object.
    case repeatedKey
    /// A key that has no default is not there.
    case missing(expected: String)
    /// A string where a number belongs, and the like.
    case wrongType(found: String, expected: String)
    /// The right type, but not a value that makes sense here.
    case notAllowed(found: String, allowed: String)
    /// A name that nothing of this kind (`what`: "strategy", "symbol") has.
    case unknownName(found: String, what: String, nearest: String?, known: [String])
    /// A name that has to be unique is not.
    case repeatedName(found: String, what: String)
    /// Some draw of the distribution would be a value that the parameter does not allow.
    case drawsOutside(population: String, support: ClosedRange<Double>, allowed: ClosedRange<Double>)
    /// All agents together own more than the engine's exact arithmetic carries.
    case totalTooLarge(what: String, found: Double, limit: Double)
  }

  /// Where a value was written.
  public enum Origin: Hashable, Sendable {
    case text(file: String, TextPlace)
    /// `--ticks` or `SIM_TICKS`: it replaced what the file says.
    case override(String)
  }
}

/// A place in a text, counted from 1. A column is a character, not a byte.
public struct TextPlace: Hashable, Comparable, Sendable {
  public var line: Int
  public var column: Int
  public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }

  public static func < (a: TextPlace, b: TextPlace) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// Everything that is wrong with a configuration, in file order, so that one look is enough to mend it.
public struct InvalidConfiguration: Error, Hashable, Sendable {
  public let problems: [ConfigurationProblem]

  public init(problems: [ConfigurationProblem]) {
    precondition(!problems.isEmpty, "a configuration without problems is valid")
    self.problems = problems
  }
}

extension InvalidConfiguration: CustomStringConvertible {
  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension ConfigurationProblem: CustomStringConvertible {
  public var description: String {
    let origin =
      switch origin {
      case .text(let file, let place): "\(file):\(place.line):\(place.column): "
      case .override(let name): "\(name): "
      case nil: ""
      }
    return origin + (path.isEmpty ? "" : "\(path): ") + kind.description
  }
}

extension ConfigurationProblem.Kind: CustomStringConvertible {
  public var description: String {
    switch self {
    case .syntax(let what): "not valid JSON5: \(what)"
    case .unknownKey(let nearest, let known): "unknown key\(Self.hint(nearest, known))"
    case .repeatedKey: "this key is here twice"
    case .missing(let expected): "missing; it has to be \(expected)"
    case .wrongType(let found, let expected): "found \(found), expected \(expected)"
    case .notAllowed(let found, let allowed): "found \(found), allowed: \(allowed)"
    case .unknownName(let found, let what, let nearest, let known):
      "unknown \(what) `\(found)`\(Self.hint(nearest, known))"
    case .repeatedName(let found, let what): "there is a \(what) called `\(found)` already"
    case .drawsOutside(let population, let support, let allowed):
      "agents of `\(population)` can draw \(support.prose), allowed: \(allowed.prose)"
    case .totalTooLarge(let what, let found, let limit):
      "\(what) can reach \(found.plain), allowed: below \(limit.plain)"
    }
  }

  /// The nearest name when there is one, otherwise what there is to choose from.
  private static func hint(_ nearest: String?, _ known: [String]) -> String {
    if let nearest { return "; did you mean `\(nearest)`?" }
    guard !known.isEmpty else { return "; there are none" }
    let shown = known.prefix(12).joined(separator: ", ")
    return known.count > 12 ? "; known: \(shown) and \(known.count - 12) more" : "; known: \(shown)"
  }
}

extension Double {
  /// As a person would write it: `100000` rather than `100000.0`.
  var plain: String {
    guard self == rounded(), magnitude < 1e15 else { return "\(self)" }
    return String(Int(self))
  }
}

extension ClosedRange<Double> {
  /// `0 ... 1`, or the value alone when there is only one.
  var prose: String { lowerBound == upperBound ? lowerBound.plain : "\(lowerBound.plain) ... \(upperBound.plain)" }
}
