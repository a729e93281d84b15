import SimReport

/// A question about speed, and the code that measures the answer.
///
/// A suite lists *variants*: ways of doing the same work, the first of which is the loop one would otherwise write. The
/// harness measures them in turns and holds their answers against each other, see ``Bench/measure(_:share:_:)``.
struct BenchmarkSuite: Sendable {
  let name: String
  /// One line for `--list`.
  let summary: String
  let run: @Sendable (Bench) throws -> Void

  init(_ name: String, _ summary: String, run: @escaping @Sendable (Bench) throws -> Void) {
    (self.name, self.summary, self.run) = (name, summary, run)
  }

  /// All there are, in the order they run. The first measures what the others are compared with.
  static let all: [BenchmarkSuite] = [
    .bandwidth, .generator, .dueScan, .wakeScan, .reactiveStep, .riskMoments, .indicators, .fairValues, .auction,
    .orderBook, .orderBookLatency, .impact, .agentTable, .decide, .tick, .storage,
  ]
}

/// What one iteration works through; the same for all variants.
struct Workload {
  let size: Int
  let unit: String  // what `size` counts: "rows", "orders"
  let setting: String  // what else distinguishes this workload; may be empty
  let items: Int  // things one iteration works through, what "per item" means
  let traffic: Traffic?  // nil where memory bandwidth is not what limits it

  init(size: Int, unit: String, setting: String = "", items: Int, traffic: Traffic? = nil) {
    precondition(items > 0, "an iteration does something")
    (self.size, self.unit, self.setting, self.items, self.traffic) = (size, unit, setting, items, traffic)
  }
}

/// Memory an iteration has to move.
struct Traffic {
  typealias Kind = MemoryStream.Kind  // of what is written every byte counts twice

  let kind: Kind
  let bytesPerItem: Int  // read and written
  let workingSetBytes: Int  // it lies in so much memory: decides which cache it comes from
}

/// One way of doing the work. Rounds are numbered from 0 through warm-up and measurement, and every variant sees every
/// round, so state that grows from round to round stays equal.
struct Variant {
  let name: String
  /// Sets the round's fresh input up. Off the clock.
  let prepare: (_ round: Int) -> Void
  /// The work. On the clock.
  let run: (_ round: Int) -> Void
  /// A fingerprint of what the work came to. Off the clock; must be the same for all variants.
  let answer: (_ round: Int) -> UInt64

  init(
    _ name: String, prepare: @escaping (_ round: Int) -> Void = { _ in }, run: @escaping (_ round: Int) -> Void,
    answer: @escaping (_ round: Int) -> UInt64
  ) {
    (self.name, self.prepare, self.run, self.answer) = (name, prepare, run, answer)
  }
}
