import SimAgents

/// A distribution as files write it:
///
///     5                                                              everybody the same
///     { uniform: [2, 8] }                                            any value between
///     { normal: { mean: 5, deviation: 1, min: 2, max: 8 } }          a bell, cut off at both ends
extension ConfigurationCodec<Distribution> {
  static var distribution: Self {
    Self(
      expected: "a number, { uniform: [low, high] } or { normal: { mean, deviation, min, max } }",
      read: readDistribution, write: writeDistribution)
  }

  private static func readDistribution(
    _ node: JSON5Node, _ path: ConfigurationPath, _ reading: inout ConfigurationReading
  ) -> Distribution? {
    switch node.value {
    case .number:
      return ConfigurationCodec<Double>.real.read(node, path, &reading).map { .constant($0) }
    case .object(let members) where members.count == 1:
      let member = members[0]
      let path = path.key(member.key)
      reading.remember(path, at: member.node.place)
      switch member.key {
      case "uniform":
        return ConfigurationCodec<ClosedRange<Double>>.range.read(member.node, path, &reading).map { .uniform($0) }
      case "normal": return readNormal(member.node, path, &reading)
      default:
        let known = ["uniform", "normal"]
        let nearest = NearestName.of(member.key, among: known)
        reading.add(path, .unknownKey(nearest: nearest, known: known), at: member.keyPlace)
        return nil
      }
    case .object(let members):
      let found = members.isEmpty ? "an object without a key" : "an object with \(members.count) keys"
      reading.add(path, .wrongType(found: found, expected: "`uniform` or `normal`"), at: node.place)
      return nil
    default:
      reading.wrongType(node, path, distribution.expected)
      return nil
    }
  }

  private static func readNormal(
    _ node: JSON5Node, _ path: ConfigurationPath, _ reading: inout ConfigurationReading
  ) -> Distribution? {
    let before = reading.problems.count
    guard let bell = ConfigurationCodec<Bell>.bell.read(node, path, &reading), reading.problems.count == before
    else { return nil }
    guard bell.min <= bell.max else {
      let prose = "\(bell.min.plain) ... \(bell.max.plain)"
      reading.add(path, .notAllowed(found: prose, allowed: "min not above max"), at: node.place)
      return nil
    }
    return .normal(mean: bell.mean, deviation: bell.deviation, within: bell.min...bell.max)
  }

  private static func writeDistribution(_ distribution: Distribution) -> JSON5Value {
    switch distribution {
    case .constant(let value): return .number(JSON5Number(value))
    case .uniform(let range):
      return .object([JSON5Member("uniform", ConfigurationCodec<ClosedRange<Double>>.range.write(range))])
    case .normal(let mean, let deviation, let within):
      let bell = Bell(mean: mean, deviation: deviation, min: within.lowerBound, max: within.upperBound)
      return .object([JSON5Member("normal", ConfigurationCodec<Bell>.bell.write(bell))])
    }
  }
}

/// The four numbers of `normal`.
private struct Bell {
  var mean = 0.0
  var deviation = 0.0
  var min = 0.0
  var max = 0.0
}

extension ConfigurationCodec<Bell> {
  fileprivate static var bell: Self {
    .object(
      "{ mean, deviation, min, max }",
      [
        ConfigurationKey("mean", \.mean, .real, isRequired: true, "the middle of the bell"),
        ConfigurationKey("deviation", \.deviation, .real, isRequired: true, "its standard deviation"),
        ConfigurationKey("min", \.min, .real, isRequired: true, "no draw is below"),
        ConfigurationKey("max", \.max, .real, isRequired: true, "no draw is above"),
      ], blank: { Bell() })
  }
}
