import SimColumns
import SimKernels
import Testing

struct DeviationBandsTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let moments = memory.moments(5)
      let kernel = DeviationBands(moments: moments, width: 2, upper: memory.column(), lower: memory.column())
      let history = moments.history
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

  @Test func twoDeviationsAroundTheMean() {
    let memory = KernelMemory(stride: 1)
    let moments = memory.moments(4)
    let kernel = DeviationBands(moments: moments, width: 2, upper: memory.column(), lower: memory.column())
    for (candle, value) in [2.0, 2, 6, 6].enumerated() {
      #expect(kernel.upper[0].isNaN && kernel.lower[0].isNaN)
      memory.keep(memory.input(value), candle, in: moments.history)
      kernel.scalar(0..<1, candle: candle)
    }
    #expect(kernel.upper[0] == 8 && kernel.lower[0] == 0)  // mean 4, deviation 2
    for candle in 4..<8 {
      memory.keep(memory.input(5), candle, in: moments.history)
      kernel.scalar(0..<1, candle: candle)
    }
    #expect(kernel.upper[0] == 5 && kernel.lower[0] == 5, "a flat price has bands without width")
  }
}
