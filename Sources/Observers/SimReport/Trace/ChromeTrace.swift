import SimParallel

/// The last ticks of a run as a file that `chrome://tracing`, ui.perfetto.dev and speedscope.app show: one lane for each
/// worker, a block for each item of each phase.
///
///     worker 0 (leads)   [tick 412                                             ]
///                        [agent_collection + order_validation      ][locates + …]
///                        [collect 0][validate 0][collect 1] …        [auctions 0] …
///     worker 1             [collect 13][validate 13] …                [auctions 7] …
///
/// Ticks and regions stand in the lane of the worker who leads, around its items, and carry what every worker was busy
/// with them, in microseconds, and the imbalance, max / mean - 1. Gaps in a lane are waiting.
///
/// Format: *Trace Event Format*, the JSON object form: complete events (`"ph":"X"`), times in microseconds since the first
/// tick shown, names of lanes as metadata events.
public struct ChromeTrace {
  /// Facts about the run that the file carries, in this order.
  public let facts: [(key: String, value: String)]
  private let phases: [String]
  private let regions: [[String]]
  private let lanes: [[SpanLog.Span]]  // row = worker
  private let busy: [Piece: [UInt64]]  // nanoseconds by worker

  private struct Piece: Hashable {
    let tick: UInt32
    let region: Int?  // nil: the whole tick
  }

  /// Copies what it needs.
  ///
  /// - Parameters:
  ///   - phases: names, by number.
  ///   - regions: the phases of each region.
  public init(_ spans: SpanLog, phases: [String], regions: [[Int]], facts: [(key: String, value: String)]) {
    self.facts = facts
    self.phases = phases
    self.regions = regions.map { $0.map { phases[$0] } }
    lanes = (0..<spans.workers).map { spans.spans(ofWorker: $0) }
    var regionOfPhase = [Int?](repeating: nil, count: phases.count)
    for (region, numbers) in regions.enumerated() { for phase in numbers { regionOfPhase[phase] = region } }
    var busy: [Piece: [UInt64]] = [:]
    for (worker, lane) in lanes.enumerated() {
      for span in lane {
        guard case .phase(let phase) = span.kind, let region = regionOfPhase[phase] else { continue }
        for piece in [Piece(tick: span.tick, region: region), Piece(tick: span.tick, region: nil)] {
          busy[piece, default: [UInt64](repeating: 0, count: lanes.count)][worker] += UInt64(span.time.count)
        }
      }
    }
    self.busy = busy
  }

  /// Writes the file, all of it or nothing.
  public func write(to path: String) throws(ReportError) { try OutputFile.replace(path, with: text) }

  /// An event a line.
  var text: String {
    var text = "{\"displayTimeUnit\": \"ns\",\n\"otherData\": {"
    text += facts.map { "\(JSONValue.string($0.key).text()): \(JSONValue.string($0.value).text())" }
      .joined(separator: ", ")
    text += "},\n\"traceEvents\": [\n" + Self.metadata("process_name", lane: 0, "qtg run")
    for worker in lanes.indices {
      let leads = lanes[worker].contains { $0.kind == .tick }
      text += ",\n" + Self.metadata("thread_name", lane: worker, "worker \(worker)" + (leads ? " (leads)" : ""))
    }
    let start = lanes.flatMap { $0 }.map(\.time.lowerBound).min() ?? 0
    for (worker, lane) in lanes.enumerated() {
      for span in lane { text += ",\n" + event(span, worker, start) }
    }
    return text + "\n]}\n"
  }

  private static func metadata(_ name: String, lane: Int, _ value: String) -> String {
    "{\"ph\": \"M\", \"name\": \"\(name)\", \"pid\": 1, \"tid\": \(lane), \"args\": {\"name\": "
      + "\(JSONValue.string(value).text())}}"
  }

  private func event(_ span: SpanLog.Span, _ worker: Int, _ start: UInt64) -> String {
    let name, category, more: String
    switch span.kind {
    case .phase(let phase):
      (name, category, more) = (phases[phase], "phase", ", \"item\": \(span.item)")
    case .region(let region):
      (name, category) = (regions[region].joined(separator: " + "), "region")
      more = work(Piece(tick: span.tick, region: region))
    case .tick:
      (name, category, more) = ("tick \(span.tick)", "tick", work(Piece(tick: span.tick, region: nil)))
    }
    return "{\"ph\": \"X\", \"name\": \(JSONValue.string(name).text()), \"cat\": \"\(category)\", \"pid\": 1, "
      + "\"tid\": \(worker), \"ts\": \(Self.microseconds(span.time.lowerBound - start)), "
      + "\"dur\": \(Self.microseconds(UInt64(span.time.count))), \"args\": {\"tick\": \(span.tick)\(more)}}"
  }

  private func work(_ piece: Piece) -> String {
    guard let busy = busy[piece] else { return "" }
    let sum = busy.reduce(0, +)
    let imbalance = sum == 0 ? 0 : Double(busy.max() ?? 0) * Double(busy.count) / Double(sum) - 1
    return ", \"busy_us\": [\(busy.map { Self.microseconds($0) }.joined(separator: ", "))], "
      + "\"imbalance\": \(CSVText.number(imbalance, 4))"
  }

  /// Exact, with three decimals.
  private static func microseconds(_ nanoseconds: UInt64) -> String {
    let rest = "\(nanoseconds % 1_000)"
    return "\(nanoseconds / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
