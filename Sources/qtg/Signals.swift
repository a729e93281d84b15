import Dispatch
import Foundation
import SimEngine

/// Ctrl-C and `kill` end a run in order: the tick under way is finished, hooks flush, the program exits with 130. A
/// second one does not wait.
final class Signals {
  private let sources: [any DispatchSourceSignal]

  /// Asks `stop` for as long as this object lives.
  ///
  /// - Parameters:
  ///   - isQuiet: does it without a word.
  ///   - what: is finished first.
  init(stop: StopSignal, isQuiet: Bool, what: String = "this tick") {
    let queue = DispatchQueue(label: "qtg.signals")
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)  // the source sees it instead
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if stop.isRequested { exit(ExitCode.interrupted.rawValue) }
        stop.request()
        if !isQuiet { Output.error("\nstopping after \(what); once more to exit at once\n") }
      }
      source.resume()
      return source
    }
  }

  deinit { for source in sources { source.cancel() } }

  /// A reader that goes away, or a file that may not grow any further (`ulimit -f`), is an error of that write, not the
  /// end of the program.
  static func ignoreFailedWrites() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }
}
