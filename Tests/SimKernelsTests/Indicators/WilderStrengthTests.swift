import SimColumns
import SimKernels
import Testing

struct WilderStrengthTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let kernel = WilderStrength(
        period: 5, gain: memory.column(), loss: memory.column(), strength: memory.column())
      return (
        { kernel.scalar($0, candle: $1, close: $2.close.view, previous: $2.previous.view) },
        { kernel.vector($0, candle: $1, close: $2.close.view, previous: $2.previous.view) }
      )
    }
  }

  private func strengths(_ closes: [Double], period: Int) -> [Double] {
    let memory = KernelMemory(stride: 8)
    let kernel = WilderStrength(
      period: period, gain: memory.column(), loss: memory.column(), strength: memory.column())
    return closes.indices.map { candle in
      let now = Column(count: 8, filledWith: closes[candle])
      let before = Column(count: 8, filledWith: closes[max(0, candle - 1)])
      kernel.vector(0..<8, candle: candle, close: now.view, previous: before.view)
      return kernel.strength[3]
    }
  }

  @Test func gainsAgainstLosses() {
    let found = strengths([10, 12, 11, 15], period: 2)
    #expect(found[..<2].allSatisfy { $0.isNaN })
    #expect(abs(found[2] - 100 * 2 / 3) < 1e-12)  // gains 2, 0; losses 0, 1
    #expect(abs(found[3] - 100 * 2.5 / 2.75) < 1e-12)  // gain 1 + (4 - 1) / 2, loss 0.5 - 0.5 / 2
  }

  @Test func flatRisingAndFalling() {
    #expect(strengths([5, 5, 5, 5], period: 2).last == 50)
    #expect(strengths([5, 6, 7, 8], period: 2).last == 100)
    #expect(strengths([8, 7, 6, 5], period: 2).last == 0)
  }

  /// After a move the averages fade. When they are below any change that the price could make, nothing is left of them.
  @Test func aMoveIsForgottenInTheEnd() {
    let found = strengths([100, 101, 100.5] + Array(repeating: 100.5, count: 400), period: 2)
    #expect(abs(found[20] - found[2]) < 1e-9, "both fade alike")
    #expect(found.last == 50)
  }
}
