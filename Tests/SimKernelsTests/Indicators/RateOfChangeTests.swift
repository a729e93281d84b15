import SimColumns
import SimKernels
import Testing

struct RateOfChangeTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let kernel = RateOfChange(period: 5, history: memory.ring(6), change: memory.column())
      let history = kernel.history
      return (
        {
          memory.keep($2.close.view, $1, in: history)
          kernel.scalar($0, candle: $1)
        },
        {
          memory.keep($2.close.view, $1, in: history)
          kernel.vector($0, candle: $1)
        }
      )
    }
  }

  @Test func percentOverTwoCandles() {
    let memory = KernelMemory(stride: 1)
    let kernel = RateOfChange(period: 2, history: memory.ring(3), change: memory.column())
    var found: [Double] = []
    for (candle, value) in [50.0, 80, 75, 40].enumerated() {
      memory.keep(memory.input(value), candle, in: kernel.history)
      kernel.scalar(0..<1, candle: candle)
      found.append(kernel.change[0])
    }
    #expect(found[0].isNaN && found[1].isNaN)
    #expect(Array(found[2...]) == [50, -50])
  }
}
