import Foundation
import SimAgents
import SimEngine

/// `qtg config …`: look at configurations without running them.
enum ConfigShowCommand: Command {
  static let name = "config show"
  static let summary = "print the configuration that a run would have, with every value spelled out"
  static let flags = ConfigurationSource.flags + Setting.all.map(\.flag)
  static let examples = [
    Example("qtg config show --preset quick", "the whole of a preset, defaults included"),
    Example("qtg config show --agents 5000 > mine.json5", "a starting point for a configuration of one's own"),
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let rules = try ConfigurationSource(environment: environment).rules(arguments, command: name).rules
    try Output.print(rules.config.spelledOut(rules.registry).canonicalText)
    return .done
  }
}

enum ConfigValidateCommand: Command {
  static let name = "config validate"
  static let summary = "check a configuration and list everything that is wrong with it"
  static let flags = ConfigurationSource.flags + Setting.all.map(\.flag)
  static let examples = [
    Example("qtg config validate --config mine.json5", "exit code 0 when it can be run, 2 when not")
  ]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    let (rules, file) = try ConfigurationSource(environment: environment).rules(arguments, command: name)
    let hash = rules.config.spelledOut(rules.registry).configHash
    let crowd = rules.poolSize == 0 ? "" : ", beside a crowd of \(rules.poolSize) people"
    try Output.print(
      """
      \(file): valid
      agents    \(rules.individualAgents) in \(counted(rules.populations.count, "population"))\(crowd)
      symbols   \(rules.symbols.count) in \(counted(rules.sectors.count, "sector"))
      ticks     \(rules.ticks)
      hash      \(hash)

      """)
    return .done
  }
}

enum ConfigSchemaCommand: Command {
  static let name = "config schema"
  static let summary = "explain every key of a configuration file and every strategy's parameters"
  static let examples = [Example("qtg config schema", "what may stand in a file, with defaults and limits")]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    try Output.print(ConfigurationSchema(registry: .standard).text)
    return .done
  }
}

enum ConfigPresetsCommand: Command {
  static let name = "config presets"
  static let summary = "list the configurations that --preset can name"
  static let examples = [Example("qtg config presets", "their names, files and first lines")]

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode {
    for preset in ConfigurationSource(environment: environment).presets {
      try Output.print("\(preset.name)  (\(preset.path))\n    \(firstComment(of: preset.path))\n")
    }
    return .done
  }

  /// What a file says about itself in its first line.
  private static func firstComment(of path: String) -> String {
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    let line = text.prefix { !$0.isNewline }
    return line.hasPrefix("//") ? line.dropFirst(2).trimmingCharacters(in: .whitespaces) : ""
  }
}
