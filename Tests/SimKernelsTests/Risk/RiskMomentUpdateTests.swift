import SimColumns
import SimKernels
import SimRandom
import Testing

struct RiskMomentUpdateTests {
  @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 500], [0, 1, 5, 8])
  func vectorEqualsScalarBitForBit(rows: Int, start: Int) {
    let (a, b) = (MomentRows(start + rows), MomentRows(start + rows))
    var stream = RowStream(StreamKey(seed: 9, purpose: .spawn), row: UInt32(rows), tick: UInt32(start))
    // Rich, poor, broke and indebted accounts, long and short.
    for side in [a, b] {
      var draws = stream
      for row in 0..<start + rows {
        side.cash.view[row] = Int64(draws.bounded(4_000_000_000)) - 1_000_000_000
        side.quantity.view[row] = Int32(draws.bounded(2_000)) - 500
        side.start(row, equity: [0, 1, 1e6, Double(draws.bounded(2_000_000_000))][Int(draws.bounded(4))])
      }
    }
    let (kernelA, kernelB) = (a.update(target: 0.01), b.update(target: 0.01))
    for mark in 1...20 {
      let price = Double(stream.bounded(2_000_000)) + 1
      kernelA.scalar(start..<start + rows, price: price, mark: Int32(mark))
      kernelB.vector(start..<start + rows, price: price, mark: Int32(mark))
    }
    #expect(a.bits == b.bits)
    if rows >= 500 {  // the sweep reaches every branch
      #expect(a.longest.view.array().contains { $0 > 5 } && a.drawdown.view.array().contains { $0 > 1 })
      #expect(a.block.fourth.array().contains { $0 >= 0x1p120 }, "a return that is cut")
    }
  }

  @Test func theDefinitionByHand() {
    let one = MomentRows(1)
    one.cash.view[0] = 1_000
    one.quantity.view[0] = 10
    one.start(0, equity: 2_000)
    let kernel = one.update(target: 0.125)
    for (price, mark) in zip([150.0, 25, 100, 150], Int32(1)...) { kernel.scalar(0..<1, price: price, mark: mark) }
    // Equity 2,000 → 2,500 → 1,250 → 2,000 → 2,500: returns ¼, -½, 0.6, ¼.
    let sums = one.totals.sums(0, one.block, count: 4)
    #expect(sums.count == 4)
    #expect(abs(sums.first - 0.6) < 1e-6)
    #expect(abs(sums.second - (0.0625 + 0.25 + 0.36 + 0.0625)) < 1e-6)
    #expect(abs(sums.third - (0.015625 - 0.125 + 0.216 + 0.015625)) < 1e-6)
    #expect(abs(sums.fourth - (0.00390625 + 0.0625 + 0.1296 + 0.00390625)) < 1e-6)
    #expect(abs(sums.downside - 0.390625) < 1e-6)  // (-½ - ⅛)²
    #expect(one.peak.view[0] == 2_500 && one.drawdown.view[0] == 0.5)
    #expect(one.longest.view[0] == 2 && one.peakMark.view[0] == 4, "back at the peak is not below it")
  }

  @Test func anEmptyAccountHasNoReturnAndNoDrawdown() {
    let one = MomentRows(1)
    let kernel = one.update()
    one.cash.view[0] = -500
    kernel.scalar(0..<1, price: 1, mark: 1)  // 0 → -500
    one.cash.view[0] = 500
    kernel.scalar(0..<1, price: 1, mark: 2)  // -500 → 500
    #expect(one.totals.sums(0, one.block, count: 2) == ReturnSums(count: 2))
    #expect(
      one.drawdown.view[0] == 0 && one.longest.view[0] == 0 && one.peakMark.view[0] == 2
        && one.peak.view[0] == 500)
  }

  @Test func theLargestReturnsStayFinite() {
    let rows = MomentRows(9)
    let kernel = rows.update()
    for period in 0..<MomentBlock.periodsMax {
      for row in 0..<9 {
        rows.equity.view[row] = 1
        rows.cash.view[row] = period.isMultiple(of: 2) ? ExactDouble.magnitudeMax - 1 : 1 - ExactDouble.magnitudeMax
      }
      kernel.vector(0..<9, price: 1, mark: Int32(period + 1))
    }
    let blocks = [rows.block.first, rows.block.second, rows.block.third, rows.block.fourth, rows.block.downside]
    #expect(blocks.allSatisfy { $0.array().allSatisfy(\.isFinite) })
    #expect(rows.block.fourth[0] == 0x1p126 && rows.block.fourth[8] == 0x1p126)
  }

  @Test func theSmallestReturnHasANormalFourthPower() {
    let one = MomentRows(1)
    one.start(0, equity: 2.5e12)  // $250 million
    one.cash.view[0] = 2_500_000_000_001
    one.update().scalar(0..<1, price: 1, mark: 1)
    #expect(one.block.fourth[0].isNormal)
  }
}
