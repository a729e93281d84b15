import SimColumns
import SimKernels
import Testing

struct WindowExtremesTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let kernel = WindowExtremes(
        period: 5, highs: memory.ring(5), lows: memory.ring(5), beginningHigh: memory.column(),
        beginningLow: memory.column(), highest: memory.column(), lowest: memory.column())
      return (
        { kernel.scalar($0, candle: $1, high: $2.high.view, low: $2.low.view) },
        { kernel.vector($0, candle: $1, high: $2.high.view, low: $2.low.view) }
      )
    }
  }

  @Test(arguments: 1...7) func theExtremesOfEveryWindow(period: Int) {
    let memory = KernelMemory(stride: 1)
    let kernel = WindowExtremes(
      period: period, highs: memory.ring(period), lows: memory.ring(period), beginningHigh: memory.column(),
      beginningLow: memory.column(), highest: memory.column(), lowest: memory.column())
    let highs = (0..<60).map { Double(($0 * 37) % 23) + 50 }
    let lows = (0..<60).map { Double(($0 * 29) % 19) }
    for candle in highs.indices {
      kernel.scalar(0..<1, candle: candle, high: memory.input(highs[candle]), low: memory.input(lows[candle]))
      guard candle >= period - 1 else { continue }
      #expect(kernel.highest[0] == highs[...candle].suffix(period).max())
      #expect(kernel.lowest[0] == lows[...candle].suffix(period).min())
    }
  }
}
