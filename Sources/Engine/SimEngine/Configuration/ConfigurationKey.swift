/// A key of a configuration file: what it is called, what belongs there, which member it fills.
///
/// One table of these (`SimulationConfig.keys`) is the format: it reads files, finds unknown keys, writes the canonical
/// text and prints the schema, so none of the four can say something else than the others.
struct ConfigurationKey<Owner> {
  let name: String
  let summary: String
  let isRequired: Bool
  /// What belongs there, as `expected …` goes on.
  let expected: String
  /// The keys of the object that belongs there, if one does.
  let nested: [ConfigurationKeyDescription]
  let read: (JSON5Node, ConfigurationPath, inout ConfigurationReading, inout Owner) -> Void
  let write: (Owner) -> JSON5Value

  init<Value>(
    _ name: String, _ member: WritableKeyPath<Owner, Value>, _ codec: ConfigurationCodec<Value>,
    isRequired: Bool = false, _ summary: String
  ) {
    (self.name, self.summary, self.isRequired) = (name, summary, isRequired)
    (expected, nested) = (codec.expected, codec.nested)
    read = { node, path, reading, owner in
      // What cannot be read is a problem noted; the member keeps its default, so that reading goes on.
      if let value = codec.read(node, path, &reading) { owner[keyPath: member] = value }
    }
    write = { codec.write($0[keyPath: member]) }
  }

  func description(_ standard: Owner) -> ConfigurationKeyDescription {
    ConfigurationKeyDescription(
      name: name, summary: summary, expected: expected, standard: isRequired ? nil : write(standard), nested: nested)
  }
}

/// What a person needs to know about a key.
public struct ConfigurationKeyDescription: Sendable {
  public let name: String
  public let summary: String
  public let expected: String
  public let standard: JSON5Value?  // nil: it has to be given
  public let nested: [ConfigurationKeyDescription]
}

/// A place in the tree of a configuration, written `populations[1].parameters.order_probability`.
struct ConfigurationPath: Hashable, CustomStringConvertible {
  let description: String

  static let root = ConfigurationPath(description: "")

  func key(_ name: String) -> ConfigurationPath {
    ConfigurationPath(description: description.isEmpty ? name : "\(description).\(name)")
  }

  func index(_ index: Int) -> ConfigurationPath { ConfigurationPath(description: "\(description)[\(index)]") }

  /// The paths of everything around `path`, nearest first, ending with the root's.
  static func enclosing(_ path: String) -> [String] {
    var paths: [String] = []
    var rest = path[...]
    while let cut = rest.lastIndex(where: { $0 == "." || $0 == "[" }) {
      rest = rest[..<cut]
      paths.append(String(rest))
    }
    return paths + [""]
  }
}

/// What reading a file leaves behind besides the values: the problems, and where everything stands.
struct ConfigurationReading {
  let file: String
  private(set) var problems: [ConfigurationProblem] = []
  private(set) var places: [String: TextPlace] = [:]

  init(file: String) { self.file = file }

  mutating func add(_ path: ConfigurationPath, _ kind: ConfigurationProblem.Kind, at place: TextPlace) {
    problems.append(ConfigurationProblem(path.description, kind, origin: .text(file: file, place)))
  }

  mutating func wrongType(_ node: JSON5Node, _ path: ConfigurationPath, _ expected: String) {
    add(path, .wrongType(found: node.value.found, expected: expected), at: node.place)
  }

  mutating func remember(_ path: ConfigurationPath, at place: TextPlace) { places[path.description] = place }

  /// Where `path` was written, or the nearest thing around it.
  func place(of path: String) -> TextPlace? {
    if let place = places[path] { return place }
    return ConfigurationPath.enclosing(path).lazy.compactMap { places[$0] }.first
  }
}
