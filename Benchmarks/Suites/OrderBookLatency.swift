import SimMarket
import SimTrace

/// How long single requests take, the slowest of them above all.
///
/// Each request is timed on its own between two reads of the clock, and the clock's own cost, the median of two reads
/// with nothing between them, is taken off. What the operating system and other programs take is in the figures: that
/// is what the last two columns show on a machine that is not left alone. The first row is the clock alone, less the
/// same cost: no figure can be told from noise that is not well above it. Requests wait for nothing, so there is no
/// queue whose delay would have to be added. Percentiles over all rounds; requests are new in every round.
extension BenchmarkSuite {
  static let orderBookLatency = BenchmarkSuite(
    "OrderBookLatency", "percentiles of the time that one request to an order book takes"
  ) { bench in
    for flow in [OrderBookFlow.replacing, .deep] {
      let requests = OrderBookRequests(flow, count: bench.choose(full: 1 << 14, toy: 512), seed: bench.options.seed)
      let books = OrderBooks(requests)
      var samples = RequestSamples()
      let rounds = bench.choose(full: max(8, Int(96 * bench.options.secondsPerVariant)), toy: 2)
      for round in 0..<rounds {
        requests.draw(round)
        books.open(requests)
        samples.measureClock(reads: requests.requests.count / 4)
        books.time(requests, clock: { MonotonicClock.nanoseconds() }, record: { samples.add($0, $1) })
      }
      bench.note(flow.name)
      for line in samples.table.split(separator: "\n") { bench.note(String(line)) }
    }
  }
}

/// Nanoseconds of single requests by kind.
private struct RequestSamples {
  private typealias Kind = OrderBookFlow.Request.Kind

  private static let fractions = [0.5, 0.9, 0.99, 0.999, 0.9999]
  private static let kinds: [(kind: Kind, name: String)] = [
    (.add, "add"), (.aggressive, "aggressive"), (.cancel, "cancel"), (.replace, "replace"),
  ]

  private var byKind = [[UInt64]](repeating: [], count: kinds.count)
  private var clock: [UInt64] = []

  mutating func add(_ kind: OrderBookFlow.Request.Kind, _ nanoseconds: UInt64) {
    byKind[Int(kind.rawValue)].append(nanoseconds)
  }

  mutating func measureClock(reads: Int) {
    for _ in 0..<reads {
      let start = MonotonicClock.nanoseconds()
      clock.append(MonotonicClock.nanoseconds() - start)
    }
  }

  var table: String {
    let clockSorted = clock.sorted()
    let cost = Measurement.percentile(0.5, of: clockSorted)
    var table = TextTable(header: ["ns", "samples", "p50", "p90", "p99", "p99.9", "p99.99", "max"])
    table.add(["clock alone, \(NumberText.short(cost)) ns"] + cells(clockSorted, less: cost))
    for (kind, name) in Self.kinds where !byKind[Int(kind.rawValue)].isEmpty {
      table.add([name] + cells(byKind[Int(kind.rawValue)].sorted(), less: cost))
    }
    return table.text
  }

  private func cells(_ sorted: [UInt64], less cost: Double) -> [String] {
    [NumberText.grouped(sorted.count)]
      + (Self.fractions + [1]).map { NumberText.fixed(max(0, Measurement.percentile($0, of: sorted) - cost), 0) }
  }
}
