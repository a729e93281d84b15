import SimColumns
import SimKernels

/// A ``WakeIndex``, borrowed: scanned once a tick, chunk by chunk, and told by the agents what they wait for.
public struct WakeIndexView: Sendable {
  let columns: WakeColumns
  public let chunkRows: Int
  private let firstAgent: Int  // account row of row 0

  init(_ columns: WakeColumns, chunkRows: Int, firstAgent: Int) {
    (self.columns, self.chunkRows, self.firstAgent) = (columns, chunkRows, firstAgent)
  }

  public var chunkCount: Int { columns.wokenCount.count }

  /// The chunk of a row of the population.
  public func chunk(ofRow row: Int) -> Int { row / chunkRows }

  /// Those of a chunk whom its last scan woke.
  public func woken(_ chunk: Int) -> WokenAgents {
    let first = chunk * chunkRows
    let rows = first..<first + Int(columns.wokenCount[chunk])
    return WokenAgents(
      rows: columns.woken[rows], reasons: columns.reasons[rows], columns: columns, chunk: chunk, firstAgent: firstAgent)
  }

  /// How many agents the last scans of all chunks woke.
  public var wokenCount: Int {
    var count = 0
    for chunk in 0..<chunkCount { count &+= Int(columns.wokenCount[chunk]) }
    return count
  }

  /// Everybody of a chunk, as if woken for no reason: those who state what they wait for at the start.
  public func everybody(_ chunk: Int) -> WokenAgents {
    let first = chunk * chunkRows
    let count = min(chunkRows, columns.below.count - first)
    for row in first..<first + count {
      columns.woken[row] = Int32(truncatingIfNeeded: row)
      columns.reasons[row] = []
    }
    let rows = first..<first + count
    return WokenAgents(
      rows: columns.woken[rows], reasons: columns.reasons[rows], columns: columns, chunk: chunk, firstAgent: firstAgent)
  }

  /// What one agent waits for now. A condition that has fired and does not stand is gone; of an interval `tick` is the
  /// next time.
  public func conditions(_ row: Int) -> WakeConditions {
    var conditions = WakeConditions()
    (conditions.below, conditions.above) = (columns.below[row], columns.above[row])
    (conditions.due, conditions.marks) = (columns.due[row], WakeMarks(rawValue: columns.marks[row]))
    return conditions
  }

  /// How many conditions of each kind there are.
  /// - Complexity: reads all rows.
  public func census() -> WakeCensus {
    var census = WakeCensus()
    for row in 0..<columns.below.count {
      let conditions = conditions(row)
      census.below += conditions.belowPrice == nil ? 0 : 1
      census.above += conditions.abovePrice == nil ? 0 : 1
      census.timed += conditions.tick == nil ? 0 : 1
      census.news += conditions.news.isEmpty ? 0 : 1
      census.agents += conditions.isEmpty ? 0 : 1
    }
    return census
  }
}

/// Conditions in an index, by kind.
public struct WakeCensus: Equatable, Sendable {
  public var below = 0
  public var above = 0
  public var timed = 0
  public var news = 0  // agents that listen to any
  public var agents = 0  // with any condition

  public init(below: Int = 0, above: Int = 0, timed: Int = 0, news: Int = 0, agents: Int = 0) {
    (self.below, self.above, self.timed, self.news, self.agents) = (below, above, timed, news, agents)
  }
}
