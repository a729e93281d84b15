import SimEngine

/// Writes `timings.csv`: how long every tick and each of its phases took, and how much happened in it.
///
///     tick,total_us,<phase>_us…,orders,trades,woken
///
/// Rows gather in memory and go to the disk 64 KB at a time, so memory does not grow with the run and a slow disk is
/// met rarely. The file is opened when the hook is made: a path that cannot be written to fails before the first tick.
///
/// - Complexity: below 1 µs a tick; no allocation except when the buffer goes to the disk.
public final class TimingsHook: SimulationHook {
  public let name = "timings"
  static let flushBytes = 64 * 1_024

  private let file: OutputFile
  private var buffer = CSVBuffer(capacity: flushBytes + 1_024)
  private var hasHeader = false

  /// Creates the file, or empties it.
  public init(path: String) throws(ReportError) {
    file = try OutputFile(path: path)
  }

  public func tickEnds(_ frame: borrowing TickFrame) throws(ReportError) {
    if !hasHeader { writeHeader(frame.trace.names) }
    buffer.append(UInt64(frame.tick))
    buffer.comma()
    buffer.append(microsecondsOf: frame.trace.lastTick)
    for nanoseconds in frame.trace.last {
      buffer.comma()
      buffer.append(microsecondsOf: nanoseconds)
    }
    append(frame.counts.orders)
    append(frame.counts.trades)
    append(frame.counts.woken)
    buffer.lineEnd()
    if buffer.bytes.count >= Self.flushBytes { try flush() }
  }

  /// Brings the rest to the disk, however the run ended.
  public func runEnds(_ end: RunEnd) throws(ReportError) {
    if !hasHeader { writeHeader(end.trace.names) }
    try flush()
    try file.close()
  }

  private func writeHeader(_ phases: [String]) {
    let columns = ["tick", "total_us"] + phases.map { "\($0)_us" } + ["orders", "trades", "woken"]
    buffer.append(columns.joined(separator: ","))
    buffer.lineEnd()
    hasHeader = true
  }

  private func append(_ count: Int) {
    buffer.comma()
    buffer.append(UInt64(count))
  }

  private func flush() throws(ReportError) {
    defer { buffer.removeAll() }  // also after a failure: no row is ever written twice
    try file.write(buffer.bytes)
  }
}
