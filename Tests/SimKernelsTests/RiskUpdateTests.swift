import SimColumns
import SimKernels
import SimRandom
import Testing

struct RiskUpdateTests {
  final class Rows {
    let cash: Column<Int64>
    let quantity: Column<Int32>
    let equity, peak: Column<Double>
    let sum, squares, drawdown: Column<Float>
    init(_ count: Int) {
      cash = Column(count: count, filledWith: 0)
      quantity = Column(count: count, filledWith: 0)
      equity = Column(count: count, filledWith: 0)
      peak = Column(count: count, filledWith: 0)
      sum = Column(count: count, filledWith: 0)
      squares = Column(count: count, filledWith: 0)
      drawdown = Column(count: count, filledWith: 0)
    }
    var update: RiskUpdate {
      RiskUpdate(
        cash: cash.view, quantity: quantity.view, equity: equity.view, peak: peak.view, sum: sum.view,
        sumOfSquares: squares.view, maxDrawdown: drawdown.view)
    }
    var bits: [UInt64] {
      equity.view.array().map(\.bitPattern) + peak.view.array().map(\.bitPattern)
        + (sum.view.array() + squares.view.array() + drawdown.view.array()).map { UInt64($0.bitPattern) }
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 65, 500], [0, 1, 5, 8])
  func vectorEqualsScalarBitForBit(rows: Int, start: Int) {
    let (a, b) = (Rows(start + rows), Rows(start + rows))
    var stream = RowStream(StreamKey(seed: 9, purpose: .spawn), row: UInt32(rows), tick: UInt32(start))
    for side in [a, b] {
      var draws = stream
      for row in 0..<start + rows {
        // Rich, poor, broke and indebted agents, long and short.
        side.cash.view[row] = Int64(draws.bounded(4_000_000_000)) - 1_000_000_000
        side.quantity.view[row] = Int32(draws.bounded(2_000)) - 500
        side.equity.view[row] = Double(draws.bounded(4)) == 0 ? 0 : Double(draws.bounded(2_000_000_000))
        side.peak.view[row] = side.equity.view[row]
      }
    }
    for _ in 0..<20 {
      let price = Double(stream.bounded(2_000_000)) + 1
      a.update.scalar(start..<start + rows, price: price)
      b.update.vector(start..<start + rows, price: price)
    }
    #expect(a.bits == b.bits)
  }

  @Test func theDefinitionByHand() {
    let one = Rows(1)
    one.cash.view[0] = 1_000
    one.quantity.view[0] = 10
    one.equity.view[0] = 2_000
    one.peak.view[0] = 2_000
    one.update.scalar(0..<1, price: 150)  // 1,000 + 10 · 150 = 2,500
    #expect(one.equity.view[0] == 2_500 && one.peak.view[0] == 2_500)
    #expect(one.sum.view[0] == 0.25 && one.squares.view[0] == 0.0625 && one.drawdown.view[0] == 0)
    one.update.scalar(0..<1, price: 25)  // 1,250: down by half
    #expect(one.sum.view[0] == -0.25 && one.drawdown.view[0] == 0.5 && one.peak.view[0] == 2_500)
  }

  @Test func moneyUpToTheBorderIsExact() {
    for value in [0, 1, -1, ExactDouble.magnitudeMax - 1, 1 - ExactDouble.magnitudeMax, 123_456_789_012] as [Int64] {
      #expect(ExactDouble.from(value) == Double(value))
      #expect(ExactDouble.from(SIMD4(repeating: value)) == SIMD4(repeating: Double(value)))
    }
  }
}
