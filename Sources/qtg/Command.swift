/// A command of the program: how it is called, what it does, what it takes.
protocol Command: Sendable {
  /// As typed: `run`, `config show`.
  static var name: String { get }
  static var summary: String { get }
  /// Everything it accepts, `--help` excepted.
  static var flags: [Flag] { get }
  /// Command lines that work, each with what it does.
  static var examples: [Example] { get }

  static func run(_ arguments: Arguments, environment: [String: String]) throws(Failure) -> ExitCode
}

struct Example {
  let line: String
  let meaning: String

  init(_ line: String, _ meaning: String) { (self.line, self.meaning) = (line, meaning) }
}

extension Command {
  static var flags: [Flag] { [] }
}
