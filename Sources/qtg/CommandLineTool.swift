import Foundation
import SimEngine

/// Finds the command that the arguments name, runs it, and says on standard error what went wrong.
struct CommandLineTool {
  static let commands: [any Command.Type] = [
    RunCommand.self, ProfileCommand.self, BenchScaleCommand.self, ConfigShowCommand.self, ConfigValidateCommand.self,
    ConfigSchemaCommand.self,
    ConfigPresetsCommand.self, AnalyzeIndicatorsCommand.self, AnalyzeRiskCommand.self,
    AnalyzeCointegrationCommand.self, AnalyzeStylisedFactsCommand.self, MatchCommand.self, ExportCommand.self,
    UnpackCommand.self, ReportCommand.self, RunsListCommand.self, RunsShowCommand.self, RunsCompareCommand.self,
    RunsDeleteCommand.self,
    VersionCommand.self,
  ]

  let arguments: [String]
  var environment = ProcessInfo.processInfo.environment

  func run() -> ExitCode {
    Output.replaceClosedStreams()
    Signals.ignoreFailedWrites()
    do throws(Failure) { return try dispatch() } catch { return tell(error) }
  }

  /// - Parameter command: the one that failed; empty when there was none.
  private func tell(_ failure: Failure, of command: String = "") -> ExitCode {
    for problem in failure.problems { Output.error("qtg: \(problem)\n") }
    if let advice = failure.advice { Output.error("\(advice.text(of: command))\n") }
    return failure.code
  }

  private func dispatch() throws(Failure) -> ExitCode {
    guard let first = arguments.first else { throw .usage(["no command given"], of: "") }
    switch first {
    case "help": return try help(Array(arguments.dropFirst()))
    case "--help", "-h": return try help([])
    case "--version": return try dispatch(VersionCommand.self, [])
    default: break
    }
    // The longest command that the first words spell.
    let words = arguments.prefix { !$0.hasPrefix("-") }
    for length in stride(from: words.count, through: 1, by: -1) {
      let name = words.prefix(length).joined(separator: " ")
      guard let command = Self.commands.first(where: { $0.name == name }) else { continue }
      return try dispatch(command, Array(arguments.dropFirst(length)))
    }
    if arguments.contains("--help"), !matching(first).isEmpty { return try help([first]) }
    throw unknown(words.joined(separator: " "))
  }

  private func dispatch(_ command: any Command.Type, _ rest: [String]) throws(Failure) -> ExitCode {
    if rest.contains(Flag.help.name) || rest.contains("-h") {
      try Output.print(Help.text(command))
      return .done
    }
    do throws(Failure) {
      let parsed = try Arguments(rest, flags: command.flags, environment: environment, command: command.name)
      return try command.run(parsed, environment: environment)
    } catch {
      return tell(error, of: command.name)
    }
  }

  private func help(_ words: [String]) throws(Failure) -> ExitCode {
    let topic = words.joined(separator: " ")
    if topic.isEmpty {
      try Output.print(Help.overview(Self.commands))
      return .done
    }
    let found = matching(topic)
    if found.isEmpty { throw unknown(topic) }
    try Output.print(found.map { Help.text($0) }.joined(separator: "\n"))
    return .done
  }

  /// The command of that name, or the commands of that group: `config` has four.
  private func matching(_ topic: String) -> [any Command.Type] {
    Self.commands.filter { $0.name == topic || $0.name.hasPrefix(topic + " ") }
  }

  private func unknown(_ typed: String) -> Failure {
    let group = matching(typed).map { $0.name }
    if !group.isEmpty {
      return .usage(["`\(typed)` goes on: \(group.joined(separator: ", "))"], of: typed)
    }
    let nearest = NearestName.of(typed, among: Self.commands.map { $0.name } + ["help"])
    return .usage(["`\(typed)`: no such command" + (nearest.map { "; did you mean `\($0)`?" } ?? "")], of: "")
  }
}
