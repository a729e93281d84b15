import SimColumns
import SimKernels
import SimRandom
import SimTypes

/// Four moments, downside, peak, drawdown and its length of every account: 60 bytes read and 48 written a row, beside
/// the same columns merely read and written once. Row counts: in the second cache, around it, beyond it, far beyond.
///
/// The price takes a random step before every pass, and after 64 passes the block is folded, as in a run.
extension BenchmarkSuite {
  static let riskMoments = BenchmarkSuite("RiskMoments", "four moments, downside and drawdown of accounts") { bench in
    for rows in bench.choose(full: [1_000, 32_000, 100_000, 1_000_000], toy: [100, 1_000]) {
      let passes = max(1, 64_000 / rows)
      let workload = Workload(
        size: rows, unit: "rows", items: passes * rows,
        traffic: Traffic(kind: .readWrite, bytesPerItem: MomentTable.bytesPerRow, workingSetBytes: 60 * rows))
      let update = try bench.measure(
        workload,
        [
          variant("columns, scalar", rows, passes, bench) { $0.scalar(0..<rows, price: $1, mark: $2) },
          variant("columns, vector", rows, passes, bench) { $0.vector(0..<rows, price: $1, mark: $2) },
        ])
      let table = MomentTable(count: rows, seed: bench.options.seed)
      let walk = try bench.measure(
        Workload(
          size: rows, unit: "rows", setting: "nothing but the walk", items: workload.items, traffic: workload.traffic),
        [Variant("read and write", run: { _ in for _ in 0..<passes { table.walk() } }, answer: { _ in 0 })])
      for variant in update {
        let ratio = variant.median / walk[0].median
        bench.note("\(variant.variant) / read and write once: \((ratio * 100).rounded() / 100)")
      }
    }
  }

  private static func variant(
    _ name: String, _ rows: Int, _ passes: Int, _ bench: Bench,
    _ update: @escaping (RiskMomentUpdate, _ price: Double, _ mark: Int32) -> Void
  ) -> Variant {
    let table = MomentTable(count: rows, seed: bench.options.seed)
    return Variant(
      name,
      run: { round in
        for pass in round * passes..<(round + 1) * passes {
          update(table.kernel, table.price(pass), Int32(pass + 1))
          if (pass + 1).isMultiple(of: MomentBlock.periodsMax) { table.totals.fold(0..<rows, table.kernel.block) }
        }
      },
      answer: { _ in table.fingerprint })
  }
}

private final class MomentTable {
  static let bytesPerRow = 108  // read and written

  private let cash: ColumnOwner<Int64>
  private let quantity, peakMark, longest: ColumnOwner<Int32>
  private let equity, peak: ColumnOwner<Double>
  private let shorts: [ColumnOwner<Float>]
  private let longs: [ColumnOwner<Double>]
  private let prices: StreamKey
  let kernel: RiskMomentUpdate
  let totals: MomentTotals

  init(count: Int, seed: UInt64) {
    (cash, quantity) = (ColumnOwner(count: count), ColumnOwner(count: count))
    (peakMark, longest) = (ColumnOwner(count: count), ColumnOwner(count: count))
    (equity, peak) = (ColumnOwner(count: count), ColumnOwner(count: count))
    shorts = (0..<6).map { _ in ColumnOwner(count: count) }
    longs = (0..<5).map { _ in ColumnOwner(count: count) }
    let (s, l) = (shorts.map(\.view), longs.map(\.view))
    kernel = RiskMomentUpdate(
      cash: cash.view, quantity: quantity.view, equity: equity.view, peak: peak.view,
      block: MomentBlock(first: s[0], second: s[1], third: s[2], fourth: s[3], downside: s[4]), maxDrawdown: s[5],
      peakMark: peakMark.view, longestUnderwater: longest.view)
    totals = MomentTotals(first: l[0], second: l[1], third: l[2], fourth: l[3], downside: l[4])
    prices = StreamKey(seed: seed, purpose: .marketMaker)
    let key = StreamKey(seed: seed, purpose: .spawn)
    for row in 0..<count {
      let words = key.words(row: UInt32(row), tick: 0)
      (cash.view[row], quantity.view[row]) = (Int64(words[0]), Int32(words[1] % 600))
      equity.view[row] = Double(words[0]) + Double(words[1] % 600) * 1_000_000
      peak.view[row] = equity.view[row]
    }
  }

  /// Near $100, and a function of the pass, so that all variants see the same.
  func price(_ pass: Int) -> Double {
    1_000_000 + Double(prices.words(row: 0, tick: UInt32(pass))[0] % 2_001) * 100 - 100_000
  }

  /// Reads what the kernel reads and writes what it writes, a column at a time, which is the fastest way to do so.
  func walk() {
    Self.sum(cash.view, into: equity.view)
    Self.step(peak.view)
    Self.sum(quantity.view, into: peakMark.view)
    Self.step(longest.view)
    for column in shorts { Self.step(column.view) }
  }

  private static func sum(_ from: ColumnView<Int64>, into: ColumnView<Double>) {
    for row in 0..<from.count { into[row] += ExactDouble.from(from[row] & 1) }
  }
  private static func sum(_ from: ColumnView<Int32>, into: ColumnView<Int32>) {
    for row in 0..<from.count { into[row] &+= from[row] & 1 }
  }
  private static func step(_ column: ColumnView<Int32>) { for row in 0..<column.count { column[row] &+= 1 } }
  private static func step(_ column: ColumnView<Float>) { for row in 0..<column.count { column[row] += 1 } }
  private static func step(_ column: ColumnView<Double>) { for row in 0..<column.count { column[row] += 1 } }

  var fingerprint: UInt64 {
    var hash = StateHasher()
    for row in 0..<equity.view.count {
      hash.combine(equity.view[row].bitPattern)
      hash.combine(peak.view[row].bitPattern)
      for column in shorts { hash.combine(UInt64(column.view[row].bitPattern)) }
      for column in longs { hash.combine(column.view[row].bitPattern) }
      hash.combine(Int64(longest.view[row]))
    }
    return hash.value
  }
}
