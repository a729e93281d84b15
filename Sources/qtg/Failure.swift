import Foundation
import SimEngine
import SimReport
import SimStorage

/// Why a command did not do what it was asked to: what to print, where to look for help, how to exit.
struct Failure: Error {
  let code: ExitCode
  /// One problem a line.
  let problems: [String]
  /// The last line: how to get on. Nil when the problems say so themselves.
  let advice: Advice?

  init(_ code: ExitCode, _ problems: [String], advice: Advice? = nil) {
    (self.code, self.problems, self.advice) = (code, problems, advice)
  }

  /// A string literal, or where it is about the command that failed, which only the caller of commands knows, a case.
  enum Advice: ExpressibleByStringInterpolation {
    case words(String)
    case flagsThatNameFiles
    case configuration(problems: Int)

    init(stringLiteral words: String) { self = .words(words) }

    /// - Parameter command: as in `config show`.
    func text(of command: String) -> String {
      switch self {
      case .words(let words): words
      case .flagsThatNameFiles: "`qtg help \(command)` shows the flags that name files."
      case .configuration(let problems):
        "\(counted(problems, "problem")); `qtg config schema` explains every key, `qtg help \(command)` every flag."
      }
    }
  }

  static func usage(_ problems: [String], of command: String) -> Failure {
    let topic = command.isEmpty ? "" : " \(command)"
    return Failure(.usage, problems, advice: "`qtg help\(topic)` shows what there is.")
  }

  static func configuration(_ error: InvalidConfiguration) -> Failure {
    Failure(
      .usage, error.problems.map(\.description), advice: .configuration(problems: error.problems.count))
  }

  /// What went wrong outside the configuration: a file that could not be written, or the run itself.
  init(running error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as StorageError: self.init(.storage, ["storage: \(error)"], advice: .flagsThatNameFiles)
    case let error as ReportError: self.init(.storage, ["\(error)"], advice: .flagsThatNameFiles)
    default: self.init(.runFailed, ["the run failed: \(error)"], advice: "The results of this run are not complete.")
    }
  }

  /// What the operating system said, below what Foundation made of it.
  static func cause(of error: any Error) -> NSError {
    var error = error as NSError
    while let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = cause }
    return error
  }

  /// The same in words: "Permission denied".
  static func reason(of error: any Error) -> String {
    let cause = cause(of: error)
    return cause.localizedFailureReason ?? cause.localizedDescription
  }

  /// A file of results that cannot be read or changed.
  static func storage(_ error: StorageError) -> Failure {
    switch error.problem {
    case .noSuchRun, .stillRunning: Failure(.usage, ["storage: \(error)"])
    default: Failure(.storage, ["storage: \(error)"])
    }
  }
}
