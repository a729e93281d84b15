import SimAgents

/// A configuration file as it was written: read, combined with what flags and the environment say, checked, in one
/// step, so that all problems of all three come out at once and in file order.
public struct ConfigurationText: Sendable {
  public let text: String
  /// As messages name it.
  public let file: String

  public init(_ text: String, file: String) { (self.text, self.file) = (text, file) }

  /// The checked form of what the file and `overrides` say.
  ///
  /// - Parameter overrides: later ones win; a problem with what one of them set names it instead of a line of the file.
  /// - Throws: every problem, or the first place where the text stops being JSON5.
  public func rules(
    registry: StrategyRegistry, overrides: [ConfigurationOverride] = []
  ) throws(InvalidConfiguration) -> SimulationRules {
    var (config, reading) = try read()
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
  /// - Throws: what is not JSON5, not a key, or not of the right type.
  public func config() throws(InvalidConfiguration) -> SimulationConfig {
    let (config, reading) = try read()
    guard reading.problems.isEmpty else {
      throw InvalidConfiguration(problems: Self.inFileOrder(reading.problems))
    }
    return config
  }

  private func read() throws(InvalidConfiguration) -> (SimulationConfig, ConfigurationReading) {
    let root: JSON5Node
    do {
      root = try JSON5Parser.parse(text)
    } catch {
      let origin = ConfigurationProblem.Origin.text(file: file, error.place)
      throw InvalidConfiguration(problems: [ConfigurationProblem("", .syntax(error.message), origin: origin)])
    }
    var reading = ConfigurationReading(file: file)
    reading.remember(.root, at: root.place)
    let config = SimulationConfig.codec.read(root, .root, &reading)
    return (config ?? SimulationConfig(), reading)
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
