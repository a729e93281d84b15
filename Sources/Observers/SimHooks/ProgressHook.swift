import SimEngine
import SimTrace

/// Tells how far a run has come, how fast it goes and how long it will take.
///
/// On a terminal one line is rewritten a few times a second; anywhere else (a file, a pipe, a log) a plain line appears
/// each time another tenth of the ticks is done.
///
/// - Complexity: a tick on which nothing is printed costs a clock read on a terminal (about 30 ns), one comparison
///   elsewhere.
public final class ProgressHook: SimulationHook {
  public enum Style: Sendable, Equatable {
    /// One line, rewritten, at most `columns` characters wide so that it never wraps.
    case rewrittenLine(columns: Int)
    /// A line for every tenth of the run.
    case plainLines
  }

  public let name = "progress"
  /// Between two rewritings: five a second are as many as anybody reads.
  static let pauseNanoseconds: UInt64 = 200_000_000
  static let milestones = 10

  private let style: Style
  private let clock: () -> UInt64
  private let write: (String) -> Void
  private var progress = Progress(ticks: 0, agents: 0)
  private var start: UInt64 = 0
  private var nextMoment: UInt64 = 0  // when the line may be rewritten
  private var nextMilestone = Int.max  // done ticks at which the next plain line is due

  /// - Parameters:
  ///   - clock: nanoseconds since some fixed moment.
  ///   - write: gets the text as it should reach the terminal, line ends included.
  public init(
    _ style: Style, clock: @escaping () -> UInt64 = { MonotonicClock.nanoseconds() }, write: @escaping (String) -> Void
  ) {
    (self.style, self.clock, self.write) = (style, clock, write)
  }

  public func runStarts(_ run: RunContext) {
    progress = Progress(ticks: run.rules.ticks, agents: run.rules.individualAgents)
    start = clock()
    nextMoment = start + Self.pauseNanoseconds
    nextMilestone = tick(ofMilestone: 1)
  }

  public func tickEnds(_ frame: borrowing TickFrame) {
    let done = Int(frame.tick) + 1
    switch style {
    case .rewrittenLine(let columns):
      let now = clock()
      guard now >= nextMoment else { return }
      nextMoment = now + Self.pauseNanoseconds
      update(done, frame.totals, now)
      write(Self.rewrite + progress.line(columns: columns))
    case .plainLines:
      guard done >= nextMilestone else { return }
      let reached = done * Self.milestones / progress.ticks
      nextMilestone = reached < Self.milestones ? tick(ofMilestone: reached + 1) : Int.max
      update(done, frame.totals, clock())
      write(progress.line() + "\n")
    }
  }

  /// Says how it ended; a plain run that has announced all of its ticks has said so already.
  public func runEnds(_ end: RunEnd) {
    update(end.ticks, end.totals, clock())
    progress.isOver = true
    let isComplete = end.outcome == .completed
    switch style {
    case .rewrittenLine(let columns):
      let outcome = isComplete ? "" : "\(end.outcome.rawValue) "
      write(Self.rewrite + outcome + progress.line(columns: columns - outcome.count) + "\n")
    case .plainLines:
      if isComplete && nextMilestone == Int.max { return }
      write("\(end.outcome.rawValue) \(progress.line())\n")
    }
  }

  private func update(_ done: Int, _ totals: TickCounts, _ now: UInt64) {
    progress.done = done
    progress.orders = totals.orders
    progress.trades = totals.trades
    progress.nanoseconds = now - start
  }

  /// The first count of ticks that is `milestone` tenths of the run.
  private func tick(ofMilestone milestone: Int) -> Int {
    (milestone * progress.ticks + Self.milestones - 1) / Self.milestones
  }

  /// Back to the first column, and clear what stands there.
  private static let rewrite = "\r\u{1b}[K"
}
