import SimAgents

/// A configuration file as it was written: read, combined with what flags and the environment say, checked, in one
/// step, so that all problems of all three come out at once and in file order.
public struct ConfigurationText: Sendable {
  public let text: String
  /// As messages name it.
  public let file: String
  private let base: [ConfigurationText]  // the file it is based on, or none

  /// - Parameter base: the file that it says it is based on, which is based on no other.
  public init(_ text: String, file: String, base: ConfigurationText? = nil) {
    (self.text, self.file, self.base) = (text, file, base.map { [$0] } ?? [])
  }

  /// What `based_on` says: the file that this one changes, as a path from its own folder. Nil when it stands for itself,
  /// and when it cannot be read.
  public var basedOn: String? {
    guard let root = try? JSON5Parser.parse(text), case .string(let path)? = ConfigurationLayer(root).base?.value
    else { return nil }
    return path
  }

  /// The checked form of what the file and `overrides` say.
  ///
  /// - Parameter overrides: later ones win; a problem with what one of them set names it instead of a line of the file.
  /// - Throws: every problem, or the first place where the text stops being JSON5.
  public func rules(
    registry: StrategyRegistry, overrides: [ConfigurationOverride] = []
  ) throws(InvalidConfiguration) -> SimulationRules {
    var (config, reading) = try read(registry)
    for override in overrides { override.apply(&config) }
    let checked: [ConfigurationProblem]
    do {
      let rules = try SimulationRules(config, registry: registry)
      if reading.problems.isEmpty { return rules }
      checked = []
    } catch {
      checked = error.problems
    }
    let located = checked.filter { !reading.explains($0) }.map { problem in
      var problem = problem
      problem.origin = origin(of: problem.path, reading, overrides)
      return problem
    }
    throw InvalidConfiguration(problems: Self.inFileOrder(reading.problems + located))
  }

  /// What the file says, whether or not it makes sense.
  ///
  /// - Parameter registry: where factors find what populations leave to their strategies.
  /// - Throws: what is not JSON5, not a key, or not of the right type.
  public func config(registry: StrategyRegistry = .standard) throws(InvalidConfiguration) -> SimulationConfig {
    let (config, reading) = try read(registry)
    guard reading.problems.isEmpty else {
      throw InvalidConfiguration(problems: Self.inFileOrder(reading.problems))
    }
    return config
  }

  private func read(
    _ registry: StrategyRegistry
  ) throws(InvalidConfiguration) -> (SimulationConfig, ConfigurationReading) {
    let layer = ConfigurationLayer(try tree())
    var reading = ConfigurationReading(file: file)
    reading.remember(.root, at: layer.rest.place)
    let root = try base(of: layer, &reading).map { layer.over($0) } ?? layer.rest
    var config = SimulationConfig.codec.read(root, .root, &reading) ?? SimulationConfig()
    if let node = layer.factors {
      let path = ConfigurationPath.root.key(ConfigurationLayer.factorsKey)
      reading.remember(path, at: node.place)
      let factors = PopulationFactors.codec.read(node, path, &reading) ?? []
      for (index, entry) in factors.enumerated() { entry.apply(to: &config, registry, path.index(index), &reading) }
    }
    return (config, reading)
  }

  private func tree() throws(InvalidConfiguration) -> JSON5Node {
    do {
      return try JSON5Parser.parse(text)
    } catch {
      let origin = ConfigurationProblem.Origin.text(file: file, error.place)
      throw InvalidConfiguration(problems: [ConfigurationProblem("", .syntax(error.message), origin: origin)])
    }
  }

  /// The tree of the file that this one is based on.
  /// - Throws: everything that is wrong with that file by itself.
  private func base(
    of layer: ConfigurationLayer, _ reading: inout ConfigurationReading
  ) throws(InvalidConfiguration) -> JSON5Node? {
    guard let node = layer.base else { return nil }
    let path = ConfigurationPath.root.key(ConfigurationLayer.baseKey)
    guard case .string = node.value else {
      reading.wrongType(node, path, "the path of another configuration in quotes")
      return nil
    }
    guard let base = base.first else {
      reading.add(path, .notAllowed(found: node.value.found, allowed: "a file that can be read"), at: node.place)
      return nil
    }
    _ = try base.config()
    let other = ConfigurationLayer(try base.tree())
    if other.base != nil || other.factors != nil {
      reading.add(
        path, .notAllowed(found: node.value.found, allowed: "a file that says all of it, not another based_on"),
        at: node.place)
    }
    return other.rest
  }

  private func origin(
    of path: String, _ reading: ConfigurationReading, _ overrides: [ConfigurationOverride]
  ) -> ConfigurationProblem.Origin? {
    if let override = overrides.last(where: { $0.path == path }) { return .override(override.origin) }
    return reading.place(of: path).map { .text(file: file, $0) }
  }

  /// What flags and variables set comes first, then line by line.
  private static func inFileOrder(_ problems: [ConfigurationProblem]) -> [ConfigurationProblem] {
    let keyed = problems.enumerated().map { index, problem in
      guard case .text(_, let place) = problem.origin else { return (TextPlace(line: 0, column: 0), index, problem) }
      return (place, index, problem)
    }
    return keyed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }
}

extension ConfigurationReading {
  /// Whether `problem` only says again what reading has found already: a key that could not be read kept its default,
  /// and nothing that follows from the default is the writer's fault.
  fileprivate func explains(_ problem: ConfigurationProblem) -> Bool {
    problems.contains { known in
      if case .unknownName(_, "symbol", _, _) = problem.kind, Self.contains("symbols", known.path) { return true }
      return Self.contains(known.path, problem.path) || Self.contains(problem.path, known.path)
    }
  }

  /// Whether `inner` is `outer` or lies inside it.
  private static func contains(_ outer: String, _ inner: String) -> Bool {
    guard inner.hasPrefix(outer) else { return false }
    let rest = inner.dropFirst(outer.count)
    return outer.isEmpty || rest.isEmpty || rest.first == "." || rest.first == "["
  }
}

/// A value that replaces what the file says.
public struct ConfigurationOverride: Sendable {
  /// The key it replaces, as in `run.ticks`.
  public let path: String
  /// `--ticks` or `SIM_TICKS`.
  public let origin: String
  public let apply: @Sendable (inout SimulationConfig) -> Void

  public init(_ path: String, origin: String, apply: @escaping @Sendable (inout SimulationConfig) -> Void) {
    (self.path, self.origin, self.apply) = (path, origin, apply)
  }
}
