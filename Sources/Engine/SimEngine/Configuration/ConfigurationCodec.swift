import SimAgents

/// How one kind of value is read from a tree and written to one.
///
/// Reading notes what is wrong and then returns nil. It checks what has no meaning at all (a text where a number
/// belongs, a range that is upside down); whether a value makes sense is decided later, by
/// ``SimulationConfig/problems(registry:)``.
struct ConfigurationCodec<Value> {
  var expected: String
  var nested: [ConfigurationKeyDescription] = []
  let read: (JSON5Node, ConfigurationPath, inout ConfigurationReading) -> Value?
  let write: (Value) -> JSON5Value
}

// MARK: - Numbers

extension ConfigurationCodec where Value: FixedWidthInteger {
  static var whole: Self {
    let expected = "a whole number"
    return Self(
      expected: expected,
      read: { node, path, reading in
        guard case .number(let number) = node.value else {
          reading.wrongType(node, path, expected)
          return nil
        }
        guard let value = number.whole.flatMap({ Value(exactly: $0) }) else {
          let allowed = number.whole == nil ? expected : "\(Value.min) ... \(Value.max)"
          reading.add(path, .notAllowed(found: node.value.found, allowed: allowed), at: node.place)
          return nil
        }
        return value
      },
      write: { .number(JSON5Number(whole: Int128($0))) })
  }
}

extension ConfigurationCodec<Double> {
  static var real: Self {
    let expected = "a number"
    return Self(
      expected: expected,
      read: { node, path, reading in
        guard case .number(let number) = node.value else {
          reading.wrongType(node, path, expected)
          return nil
        }
        guard number.double.isFinite else {
          reading.add(path, .notAllowed(found: node.value.found, allowed: "a finite number"), at: node.place)
          return nil
        }
        return number.double
      },
      write: { .number(JSON5Number($0)) })
  }
}

extension ConfigurationCodec<ClosedRange<Double>> {
  /// Two numbers, the low one first.
  static var range: Self {
    let ends = ConfigurationCodec<[Double]>.list(.real)
    return Self(
      expected: "[low, high]",
      read: { node, path, reading in
        guard let found = ends.read(node, path, &reading) else { return nil }
        guard found.count == 2 else {
          reading.add(path, .notAllowed(found: "\(found.count) numbers", allowed: "[low, high]"), at: node.place)
          return nil
        }
        guard found[0] <= found[1] else {
          let prose = "\(found[0].plain) ... \(found[1].plain)"
          reading.add(path, .notAllowed(found: prose, allowed: "the low end first: [low, high]"), at: node.place)
          return nil
        }
        return found[0]...found[1]
      },
      write: { ends.write([$0.lowerBound, $0.upperBound]) })
  }
}

// MARK: - Flags and texts

extension ConfigurationCodec<Bool> {
  static var flag: Self {
    Self(
      expected: "true or false",
      read: { node, path, reading in
        if case .bool(let flag) = node.value { return flag }
        reading.wrongType(node, path, "true or false")
        return nil
      },
      write: { .bool($0) })
  }
}

extension ConfigurationCodec<String> {
  static var text: Self { text("a text in quotes") }

  static func text(_ expected: String) -> Self {
    Self(
      expected: expected,
      read: { node, path, reading in
        if case .string(let text) = node.value { return text }
        reading.wrongType(node, path, expected)
        return nil
      },
      write: { .string($0) })
  }
}

extension ConfigurationCodec<String?> {
  /// A text, or `null` for nothing.
  static func optionalText(_ expected: String) -> Self {
    Self(
      expected: expected,
      read: { node, path, reading in
        switch node.value {
        case .string(let text): return .some(text)
        case .null: return .some(nil)
        default:
          reading.wrongType(node, path, expected)
          return nil
        }
      },
      write: { $0.map { .string($0) } ?? .null })
  }
}

extension ConfigurationCodec {
  /// What `codec` reads, or `null` for nothing.
  static func optional<Wrapped>(_ codec: ConfigurationCodec<Wrapped>) -> Self where Value == Wrapped? {
    let expected = "\(codec.expected) or null"
    return Self(
      expected: expected,
      read: { node, path, reading in
        if case .null = node.value { return .some(nil) }
        return codec.read(node, path, &reading).map { .some($0) }
      },
      write: { $0.map(codec.write) ?? .null })
  }
}

// MARK: - Objects and lists

extension ConfigurationCodec {
  static func list<Element>(_ element: ConfigurationCodec<Element>) -> Self where Value == [Element] {
    let expected = "a list: [\(element.expected), …]"
    return Self(
      expected: expected, nested: element.nested,
      read: { node, path, reading in
        guard case .array(let nodes) = node.value else {
          reading.wrongType(node, path, expected)
          return nil
        }
        let values = nodes.enumerated().map { index, node in
          reading.remember(path.index(index), at: node.place)
          return element.read(node, path.index(index), &reading)
        }
        // A list with a hole would number its elements differently: all or nothing.
        return values.contains { $0 == nil } ? nil : values.compactMap(\.self)
      },
      write: { .array($0.map { JSON5Node(element.write($0)) }) })
  }

  /// An object with these keys. Starts from `blank`, so that keys which are not there keep its values.
  static func object(_ expected: String, _ keys: [ConfigurationKey<Value>], blank: @escaping () -> Value) -> Self {
    Self(
      expected: expected, nested: keys.map { $0.description(blank()) },
      read: { node, path, reading in
        guard case .object(let members) = node.value else {
          reading.wrongType(node, path, expected)
          return nil
        }
        var value = blank()
        var seen: Set<String> = []
        for member in members {
          let path = path.key(member.key)
          guard let key = keys.first(where: { $0.name == member.key }) else {
            let known = keys.map(\.name)
            let nearest = NearestName.of(member.key, among: known)
            reading.add(path, .unknownKey(nearest: nearest, known: known), at: member.keyPlace)
            continue
          }
          guard seen.insert(member.key).inserted else {
            reading.add(path, .repeatedKey, at: member.keyPlace)
            continue
          }
          reading.remember(path, at: member.node.place)
          key.read(member.node, path, &reading, &value)
        }
        for key in keys where key.isRequired && !seen.contains(key.name) {
          reading.add(path.key(key.name), .missing(expected: key.expected), at: node.place)
        }
        return value
      },
      write: { value in
        .object(keys.map { JSON5Member($0.name, $0.write(value)) })
      })
  }
}
