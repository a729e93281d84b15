import SimHooks
import SimTrace

/// How far a series of measurements has come, on standard error: one line rewritten on a terminal, elsewhere a plain
/// line for every trial of a short series and every fortieth part of a long one.
struct SeriesProgress {
  private let total: Int
  private let isTerminal = Output.isErrorTerminal
  private let columns: Int
  private let isQuiet: Bool
  private let start = MonotonicClock.nanoseconds()
  private var done: Int
  private let doneBefore: Int

  private static let linesMax = 40

  /// - Parameter done: measurements of an earlier call, which say nothing about the time this one takes.
  init(total: Int, done: Int, isQuiet: Bool, environment: [String: String]) {
    (self.total, self.done, doneBefore, self.isQuiet) = (total, done, done, isQuiet)
    columns = Output.columns(environment) - 1
  }

  /// Tells of one more.
  mutating func advance(_ what: String) {
    done += 1
    guard !isQuiet else { return }
    let seconds = Double(MonotonicClock.nanoseconds() - start) / 1e9
    let left = seconds / Double(done - doneBefore) * Double(total - done)
    let line = "\(done)/\(total)  \(what)  " + (done < total ? "\(duration(left)) left" : "\(duration(seconds)) in all")
    if isTerminal {
      Output.error("\r\u{1b}[K" + line.prefix(columns) + (done == total ? "\n" : ""))
    } else if done == total || done * Self.linesMax / total != (done - 1) * Self.linesMax / total {
      Output.error(line + "\n")
    }
  }
}
