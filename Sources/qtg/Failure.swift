import SimEngine
import SimReport
import SimStorage

/// Why a command did not do what it was asked to: what to print, where to look for help, how to exit.
struct Failure: Error {
  let code: ExitCode
  /// One problem a line.
  let problems: [String]
  /// The last line: how to get on. Nil when the problems say so themselves.
  let advice: String?

  init(_ code: ExitCode, _ problems: [String], advice: String? = nil) {
    (self.code, self.problems, self.advice) = (code, problems, advice)
  }

  static func usage(_ problems: [String], of command: String) -> Failure {
    let topic = command.isEmpty ? "" : " \(command)"
    return Failure(.usage, problems, advice: "`qtg help\(topic)` shows what there is.")
  }

  static func configuration(_ error: InvalidConfiguration) -> Failure {
    let count = error.problems.count == 1 ? "1 problem" : "\(error.problems.count) problems"
    return Failure(
      .usage, error.problems.map(\.description),
      advice: "\(count); `qtg config schema` explains every key, `qtg help run` every flag.")
  }

  /// What went wrong outside the configuration: a file that could not be written, or the run itself.
  init(running error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as StorageError: self.init(.storage, ["storage: \(error)"], advice: Self.files)
    case let error as ReportError: self.init(.storage, ["\(error)"], advice: Self.files)
    default: self.init(.runFailed, ["the run failed: \(error)"], advice: "The results of this run are not complete.")
    }
  }

  /// A file of results that cannot be read or changed.
  static func storage(_ error: StorageError) -> Failure {
    switch error.problem {
    case .noSuchRun, .stillRunning: Failure(.usage, ["storage: \(error)"])
    default: Failure(.storage, ["storage: \(error)"])
    }
  }

  static let files = "`qtg help run` shows the flags that name files."
}
