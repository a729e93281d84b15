import SimColumns
import SimKernels
import SimRandom
import SimTypes

/// Finding the rows that are due among 100,000: four bytes read a row.
///
/// The rows are those of a running simulation: whoever was due draws, off the clock, when it is due next. So the column
/// stays as warm as a tick leaves it, and no two rounds have the same rows due, which a predictor could learn.
extension BenchmarkSuite {
  static let dueScan = BenchmarkSuite("DueScan", "which of many rows are due now, at three densities") { bench in
    let rows = bench.choose(full: 100_000, toy: 1_000)
    for (density, probability) in [("nothing due", 0), ("1 % due", 0.01), ("4.5 % due", 0.045)] {
      let workload = Workload(
        size: rows, unit: "rows", setting: density, items: rows,
        traffic: Traffic(kind: .read, bytesPerItem: 4, workingSetBytes: 4 * rows))
      try bench.measure(
        workload,
        [
          variant("scalar", DueRows(count: rows, probability: probability, seed: bench.options.seed)) {
            DueScan.scalar(0..<$0.count, due: $0, tick: $1, into: $2)
          },
          variant("vector", DueRows(count: rows, probability: probability, seed: bench.options.seed)) {
            DueScan.vector(0..<$0.count, due: $0, tick: $1, into: $2)
          },
        ])
    }
  }

  private static func variant(
    _ name: String, _ rows: DueRows,
    _ scan: @escaping (_ due: ColumnView<UInt32>, _ tick: UInt32, _ list: ColumnView<Int32>) -> Int
  ) -> Variant {
    Variant(
      name, prepare: { rows.reschedule(before: UInt32($0)) },
      run: { rows.found = scan(rows.due.view, UInt32($0), rows.list.view) },
      answer: { _ in
        var hash = StateHasher()
        for place in 0..<rows.found { hash.combine(Int64(rows.list.view[place])) }
        return hash.value
      })
  }
}

/// Rows that are due now and then, each with the same probability in every tick.
private final class DueRows {
  let due: ColumnOwner<UInt32>
  let list: ColumnOwner<Int32>  // what the last scan found …
  var found = 0  // … and how much
  private let key: StreamKey
  private let inverseLogQ: Double

  init(count: Int, probability: Double, seed: UInt64) {
    due = ColumnOwner(count: count)
    list = ColumnOwner(count: count)
    key = StreamKey(seed: seed, purpose: .noiseTrader)
    inverseLogQ = GeometricGap.inverseLogQ(probability: probability)
    for row in 0..<count { due.view[row] = gap(row, tick: .max) - 1 }
  }

  /// Says of everybody found in the tick before `tick` when they are due next.
  func reschedule(before tick: UInt32) {
    for place in 0..<found {
      let row = Int(list.view[place])
      due.view[row] = tick &- 1 &+ gap(row, tick: tick &- 1)
    }
  }

  private func gap(_ row: Int, tick: UInt32) -> UInt32 {
    GeometricGap.from(key.words(row: UInt32(row), tick: tick)[1], inverseLogQ: inverseLogQ)
  }
}
