import SimColumns
import SimKernels
import Testing

struct ExponentialAverageTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let kernel = ExponentialAverage(period: 5, seed: memory.column(), average: memory.column())
      return (
        { kernel.scalar($0, candle: $1, $2.close.view) }, { kernel.vector($0, candle: $1, $2.close.view) }
      )
    }
  }

  @Test func theSeedAndAStep() {
    let memory = KernelMemory(stride: 1)
    let kernel = ExponentialAverage(period: 3, seed: memory.column(), average: memory.column())
    for (candle, value) in [3.0, 6, 9].enumerated() {
      #expect(kernel.average[0].isNaN)
      kernel.scalar(0..<1, candle: candle, memory.input(value))
    }
    #expect(kernel.average[0] == 6)
    kernel.scalar(0..<1, candle: 3, memory.input(10.0))
    #expect(kernel.average[0] == 8)  // 6 + (10 - 6) · 2 / 4
  }
}
