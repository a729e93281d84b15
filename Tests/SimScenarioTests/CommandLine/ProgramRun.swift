import Foundation
import SimTestSupport

/// The built program as a child process: what it printed and how it ended.
///
/// Its output goes to files rather than through pipes, which would block it when nobody reads them. Its environment is
/// clean, so that a variable of whoever runs the tests decides nothing.
final class ProgramRun {
  enum Status: Equatable {
    case code(Int32)
    case signal(Int32)
  }

  struct Ending: CustomStringConvertible {
    let status: Status
    let output: String
    let errors: String

    var description: String { "\(status)\n--- output\n\(output)\n--- errors\n\(errors)" }
  }

  struct TooSlow: Error, CustomStringConvertible {
    let seconds: Double
    let ending: Ending
    var description: String { "still running after \(seconds) s, so it was killed: \(ending)" }
  }

  private let process = Process()
  private let hasEnded = DispatchSemaphore(value: 0)
  private let streams: TemporaryFolder

  /// Starts the program in `folder`.
  ///
  /// - Parameters:
  ///   - input: what it reads as standard input, instead of nothing.
  ///   - output: where standard output goes, instead of to a file.
  ///   - isOutputClosed: starts it as `qtg … >&-` does.
  init(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:], input: FileHandle? = nil,
    output: FileHandle? = nil, isOutputClosed: Bool = false
  ) throws {
    streams = try TemporaryFolder()
    let program = try BuiltProgram.url()
    process.executableURL = isOutputClosed ? URL(filePath: "/bin/sh") : program
    process.arguments =
      isOutputClosed ? ["-c", #"exec "$0" "$@" >&-"#, program.path] + arguments : arguments
    process.currentDirectoryURL = folder.url
    process.environment = BuiltProgram.environment.merging(environment) { $1 }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = try output ?? FileHandle.emptyFile(streams.url.appending(path: "output"))
    process.standardError = try FileHandle.emptyFile(streams.url.appending(path: "errors"))
    process.terminationHandler = { [hasEnded] _ in hasEnded.signal() }
    try process.run()
  }

  deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

  var isRunning: Bool { process.isRunning }

  /// What it has said on standard error up to now.
  var errors: String { (try? streams.text("errors")) ?? "" }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  /// Waits for its end. The limit is there so that a program that hangs fails a test instead of stopping them all.
  func wait(seconds: Double = 120) throws -> Ending {
    let isLate = hasEnded.wait(timeout: .now() + seconds) == .timedOut
    if isLate {
      send(SIGKILL)
      hasEnded.wait()
    }
    let status: Status =
      process.terminationReason == .exit ? .code(process.terminationStatus) : .signal(process.terminationStatus)
    let output = (try? streams.text("output")) ?? ""
    let ending = Ending(status: status, output: output, errors: errors)
    if isLate { throw TooSlow(seconds: seconds, ending: ending) }
    return ending
  }

  /// Waits until `condition` holds, for as long as the program runs. Whether it did hold in the end.
  func waitUntil(seconds: Double = 60, _ condition: () -> Bool) -> Bool {
    let deadline = Date(timeIntervalSinceNow: seconds)
    while !condition() {
      guard isRunning, Date() < deadline else { return condition() }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return true
  }
}

extension FileHandle {
  fileprivate static func emptyFile(_ url: URL) throws -> FileHandle {
    try Data().write(to: url)
    return try FileHandle(forWritingTo: url)
  }
}
