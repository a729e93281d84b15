import SimColumns
import SimKernels
import Testing

struct AverageConvergenceTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let kernel = AverageConvergence(
        fast: ExponentialAverage(period: 2, seed: memory.column(), average: memory.column()),
        slow: ExponentialAverage(period: 5, seed: memory.column(), average: memory.column()), signalPeriod: 3,
        seed: memory.column(), line: memory.column(), signal: memory.column(), histogram: memory.column())
      return (
        { kernel.scalar($0, candle: $1, close: $2.close.view) },
        { kernel.vector($0, candle: $1, close: $2.close.view) }
      )
    }
  }

  @Test func threeAveragesByHand() {
    let memory = KernelMemory(stride: 1)
    let kernel = AverageConvergence(
      fast: ExponentialAverage(period: 1, seed: memory.column(), average: memory.column()),
      slow: ExponentialAverage(period: 3, seed: memory.column(), average: memory.column()), signalPeriod: 2,
      seed: memory.column(), line: memory.column(), signal: memory.column(), histogram: memory.column())
    #expect(kernel.firstCandle == 3)
    for (candle, value) in [1.0, 2, 6, 7].enumerated() {
      #expect(kernel.line[0].isNaN && kernel.signal[0].isNaN && kernel.histogram[0].isNaN, "all three together")
      kernel.scalar(0..<1, candle: candle, close: memory.input(value))
    }
    // Fast: 6, 7. Slow: 3, 3 + (7 - 3) / 2 = 5. Lines 3, 2.
    #expect(kernel.line[0] == 2 && kernel.signal[0] == 2.5 && kernel.histogram[0] == -0.5)
  }
}
