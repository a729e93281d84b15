import SimAgents

/// The format of a configuration file as a person reads it: every key, what belongs there, its default, every strategy.
///
/// Made from the tables that read files and check them, so it cannot lag behind.
public struct ConfigurationSchema: Sendable {
  /// Sections, and inside them their keys.
  public let keys: [ConfigurationKeyDescription]
  public let strategies: [StrategySchema]

  public init(registry: StrategyRegistry) {
    keys = SimulationConfig.keys.map { $0.description(SimulationConfig()) }
    strategies = registry.schemas
  }

  public var text: String {
    var lines: [String] = []
    for section in keys {
      lines.append("\(section.name): \(section.expected)    \(section.summary)")
      lines += Self.lines(of: section.nested, indent: "  ")
      lines.append("")
    }
    for strategy in strategies {
      lines.append("strategy \"\(strategy.name)\" (tier \(strategy.tier))    \(strategy.summary)")
      let width = strategy.parameters.map(\.name.count).max() ?? 0
      for parameter in strategy.parameters {
        let standard = ConfigurationCodec<Distribution>.distribution.write(parameter.standard).line
        let whole = parameter.isInteger ? ", whole" : ""
        lines.append("  \(Self.padded(parameter.name, width))  \(parameter.summary)")
        let limits = "\(parameter.unit)\(whole); allowed \(parameter.allowed.prose); default \(standard)"
        lines.append("  \(Self.padded("", width))    \(limits)")
      }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  /// Each key, and behind it those of the object that belongs there.
  private static func lines(of keys: [ConfigurationKeyDescription], indent: String) -> [String] {
    let width = keys.map(\.name.count).max() ?? 0
    return keys.flatMap { key in
      let standard = key.nested.isEmpty ? "; \(standard(key))" : ""
      return [
        "\(indent)\(padded(key.name, width))  \(key.summary)",
        "\(indent)\(padded("", width))    \(key.expected)\(standard)",
      ] + lines(of: key.nested, indent: indent + "  ")
    }
  }

  private static func standard(_ key: ConfigurationKeyDescription) -> String {
    key.standard.map { "default \($0.line)" } ?? "required"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
