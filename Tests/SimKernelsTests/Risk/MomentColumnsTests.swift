import SimKernels
import SimRandom
import Testing

/// The accuracy that docs/models/risk-metrics.md promises, against plain sums in double precision.
struct MomentColumnsTests {
  struct Market {
    let name: String
    let periods: Int
    let drift, volatility: Double
  }

  static let markets = [
    Market(name: "ticks", periods: 20_000, drift: 0, volatility: 1e-4),
    Market(name: "days", periods: 5_000, drift: 5e-4, volatility: 0.01),
    Market(name: "nearly still", periods: 20_000, drift: 0, volatility: 2e-6),
    Market(name: "one way", periods: 2_000, drift: 0.002, volatility: 0.001),
  ]

  @Test(arguments: markets.indices)
  func blocksAgreeWithDoublesThroughout(index: Int) {
    let market = Self.markets[index]
    let rows = MomentRows(16)
    var expected = [ReturnSums](repeating: ReturnSums(), count: 16)
    for row in 0..<16 {
      rows.cash.view[row] = 100_000_000 * Int64(row + 1)
      rows.quantity.view[row] = 1_000
      rows.start(row, equity: Double(rows.cash.view[row]) + 1_000 * 1_000_000)
    }
    let kernel = rows.update(target: 0.0001)
    var stream = RowStream(StreamKey(seed: 3, purpose: .spawn), row: UInt32(index), tick: 0)
    var price = 1_000_000.0
    for period in 1...market.periods {
      // A uniform step of that standard deviation, and a price that never leaves the exact range.
      let step = market.drift + market.volatility * 3.4641016 * (stream.uniform() - 0.5)
      price = min(max((price * (1 + step)).rounded(), 1_000), 100_000_000)
      let before = rows.equity.view.array()
      kernel.vector(0..<16, price: price, mark: Int32(period))
      for row in 0..<16 {
        expected[row].add((rows.equity.view[row] - before[row]) / before[row], target: 0.0001)
      }
      if period.isMultiple(of: MomentBlock.periodsMax) { rows.totals.fold(0..<16, rows.block) }
    }
    for row in 0..<16 {
      let found = rows.totals.sums(row, rows.block, count: market.periods)
      let truth = expected[row]
      // Odd sums may cancel, so they are judged by what was added: |Σ r| ≤ √(n Σ r²).
      let span = (Double(market.periods) * truth.second).squareRoot()
      let cubeSpan = (truth.second * truth.fourth).squareRoot()
      #expect(abs(found.first - truth.first) <= 3e-7 * span)
      #expect(abs(found.second - truth.second) <= 2e-6 * truth.second)
      #expect(abs(found.third - truth.third) <= 2e-6 * cubeSpan)
      #expect(abs(found.fourth - truth.fourth) <= 2e-6 * truth.fourth)
      #expect(abs(found.downside - truth.downside) <= 2e-6 * truth.downside)
    }
  }

  @Test func foldingMovesEverySumAndNothingElse() {
    let rows = MomentRows(9)
    for (place, box) in rows.shorts.enumerated() { box.view.fill(0..<9, with: Float(place + 1)) }
    let before = rows.totals.sums(4, rows.block, count: 7)
    rows.totals.fold(0..<8, rows.block)
    for (place, box) in rows.longs.enumerated() {
      #expect(box.view.array() == [Double](repeating: Double(place + 1), count: 8) + [0])
    }
    for (place, box) in rows.shorts.enumerated() {
      #expect(box.view.array() == [Float](repeating: 0, count: 8) + [Float(place + 1)])
    }
    #expect(rows.totals.sums(4, rows.block, count: 7) == before)
    #expect(before.first == 0x1p-10 && before.fourth == 4 * 0x1p-40 && before.downside == 5 * 0x1p-20)
  }
}
