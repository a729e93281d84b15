import SimColumns
import SimKernels
import Testing

struct RealisedVolatilityTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let moments = memory.moments(5)
      let kernel = RealisedVolatility(moments: moments, volatility: memory.column())
      return (
        { kernel.scalar($0, candle: $1, close: $2.close.view, previous: $2.previous.view) },
        { kernel.vector($0, candle: $1, close: $2.close.view, previous: $2.previous.view) }
      )
    }
  }

  @Test func theDeviationOfTwoReturns() {
    let memory = KernelMemory(stride: 1)
    let moments = memory.moments(2)
    let kernel = RealisedVolatility(moments: moments, volatility: memory.column())
    let closes = [100.0, 200, 100]
    for candle in closes.indices {
      #expect(kernel.volatility[0].isNaN)
      kernel.scalar(
        0..<1, candle: candle, close: memory.input(closes[candle]),
        previous: memory.input(closes[max(0, candle - 1)]))
    }
    #expect(abs(kernel.volatility[0] - 0.9802581434685472) < 1e-14)  // ln 2 · √2
  }
}
