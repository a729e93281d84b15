/// The help texts, made from the tables of commands and flags.
enum Help {
  static func overview(_ commands: [any Command.Type]) -> String {
    let width = commands.map { $0.name.count }.max() ?? 0
    let lines = commands.map { "  qtg \(padded($0.name, width))  \($0.summary)" }
    return """
      qtg simulates a market of individually acting agents.

      \(lines.joined(separator: "\n"))

      `qtg help COMMAND` explains a command and its flags.
      Flags win over environment variables, those over the configuration file, that over defaults.

      """
  }

  static func text(_ command: any Command.Type) -> String {
    var text = "qtg \(command.name): \(command.summary)\n"
    if !command.flags.isEmpty {
      let width = command.flags.map(\.usage.count).max() ?? 0
      text += "\n"
      for flag in command.flags {
        let variable = flag.environment.map { "  [\($0)]" } ?? ""
        text += "  \(padded(flag.usage, width))  \(flag.summary)\(variable)\n"
      }
    }
    text += "\nExamples\n"
    for example in command.examples {
      text += "  \(example.line)\n      \(example.meaning)\n"
    }
    return text
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
