import SimColumns
import SimKernels
import SimRandom
import SimTypes

/// Marking every account to market: 40 bytes read and 28 written a row, in each of the layouts. Row counts: in the
/// second cache, around it, beyond it, far beyond. The array of structs counts the same bytes, though it writes all 40
/// back.
///
/// The price takes a random step before every pass. Small tables are walked several times in an iteration.
extension BenchmarkSuite {
  static let riskUpdate = BenchmarkSuite("RiskUpdate", "equity, return moments, peak and drawdown of every account") {
    bench in
    for rows in bench.choose(full: [1_000, 32_000, 100_000, 1_000_000], toy: [100, 1_000]) {
      let passes = max(1, 64_000 / rows)
      let start = AccountRecord.draw(count: rows, seed: bench.options.seed)
      let prices = PriceWalk(seed: bench.options.seed)
      try bench.measure(
        Workload(
          size: rows, unit: "rows", items: passes * rows,
          traffic: Traffic(kind: .readWrite, bytesPerItem: 68, workingSetBytes: 40 * rows)),
        [
          records(start, passes, prices),
          columns("columns, scalar", start, passes, prices) { $0.scalar(0..<rows, price: $1) },
          columns("columns, vector", start, passes, prices) { $0.vector(0..<rows, price: $1) },
        ])
    }
  }

  private static func records(_ start: [AccountRecord], _ passes: Int, _ prices: PriceWalk) -> Variant {
    final class Table {
      var records: [AccountRecord]
      init(_ records: [AccountRecord]) { self.records = records }
    }
    let table = Table(start)
    return Variant(
      "array of structs",
      run: { round in
        for pass in 0..<passes { AccountRecord.update(&table.records, price: prices[round * passes + pass]) }
      },
      answer: { _ in
        var hash = StateHasher()
        for record in table.records { record.combine(into: &hash) }
        return hash.value
      })
  }

  private static func columns(
    _ name: String, _ start: [AccountRecord], _ passes: Int, _ prices: PriceWalk,
    _ update: @escaping (RiskUpdate, _ price: Double) -> Void
  ) -> Variant {
    let table = RiskColumns(start)
    return Variant(
      name,
      run: { round in
        for pass in 0..<passes { update(table.kernel, prices[round * passes + pass]) }
      },
      answer: { _ in
        var hash = StateHasher()
        for row in start.indices { table.record(row).combine(into: &hash) }
        return hash.value
      })
  }
}

/// Prices of a share, one a pass, near $100: a function of the pass, so that all variants see the same.
private struct PriceWalk: Sendable {
  private let key: StreamKey
  init(seed: UInt64) { key = StreamKey(seed: seed, purpose: .marketMaker) }

  subscript(pass: Int) -> Double {
    let word = key.words(row: 0, tick: UInt32(pass))[0]
    return 1_000_000 + Double(word % 2_001) * 100 - 100_000
  }
}

/// What a column-less program would write: an account with everything about it.
private struct AccountRecord {
  var cash: Int64
  var equity: Double
  var peak: Double
  var quantity: Int32
  var sum: Float = 0
  var sumOfSquares: Float = 0
  var maxDrawdown: Float = 0

  static func draw(count: Int, seed: UInt64) -> [AccountRecord] {
    let key = StreamKey(seed: seed, purpose: .spawn)
    return (0..<count).map { row in
      let words = key.words(row: UInt32(row), tick: 0)
      let cash = Int64(words[0])
      let quantity = Int32(words[1] % 600)
      let equity = Double(cash) + Double(quantity) * 1_000_000
      return AccountRecord(cash: cash, equity: equity, peak: equity, quantity: quantity)
    }
  }

  /// The same formulas as the kernel's definition.
  static func update(_ records: inout [AccountRecord], price: Double) {
    for index in records.indices {
      let before = records[index].equity
      let now = Double(records[index].cash) + Double(records[index].quantity) * price
      let r = before > 0 ? Float(now - before) / Float(before) : 0
      records[index].sum += r
      records[index].sumOfSquares += r * r
      let highest = max(now, records[index].peak)
      let fall = highest > 0 ? Float(highest - now) / Float(highest) : 0
      records[index].maxDrawdown = max(records[index].maxDrawdown, fall)
      records[index].peak = highest
      records[index].equity = now
    }
  }

  func combine(into hash: inout StateHasher) {
    hash.combine(equity.bitPattern)
    hash.combine(peak.bitPattern)
    hash.combine(UInt64(sum.bitPattern) << 32 | UInt64(sumOfSquares.bitPattern))
    hash.combine(UInt64(maxDrawdown.bitPattern))
  }
}

private final class RiskColumns {
  private let cash: ColumnOwner<Int64>
  private let quantity: ColumnOwner<Int32>
  private let equity, peak: ColumnOwner<Double>
  private let sum, sumOfSquares, maxDrawdown: ColumnOwner<Float>
  let kernel: RiskUpdate

  init(_ start: [AccountRecord]) {
    cash = ColumnOwner(count: start.count)
    quantity = ColumnOwner(count: start.count)
    equity = ColumnOwner(count: start.count)
    peak = ColumnOwner(count: start.count)
    sum = ColumnOwner(count: start.count)
    sumOfSquares = ColumnOwner(count: start.count)
    maxDrawdown = ColumnOwner(count: start.count)
    for (row, record) in start.enumerated() {
      (cash.view[row], quantity.view[row]) = (record.cash, record.quantity)
      (equity.view[row], peak.view[row]) = (record.equity, record.peak)
    }
    kernel = RiskUpdate(
      cash: cash.view, quantity: quantity.view, equity: equity.view, peak: peak.view, sum: sum.view,
      sumOfSquares: sumOfSquares.view, maxDrawdown: maxDrawdown.view)
  }

  func record(_ row: Int) -> AccountRecord {
    AccountRecord(
      cash: cash.view[row], equity: equity.view[row], peak: peak.view[row], quantity: quantity.view[row],
      sum: sum.view[row], sumOfSquares: sumOfSquares.view[row], maxDrawdown: maxDrawdown.view[row])
  }
}
