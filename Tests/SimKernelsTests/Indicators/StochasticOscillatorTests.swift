import SimColumns
import SimKernels
import Testing

struct StochasticOscillatorTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let kernel = oscillator(memory, period: 5, slowing: 3, smoothing: 2)
      return (
        { kernel.scalar($0, candle: $1, high: $2.high.view, low: $2.low.view, close: $2.close.view) },
        { kernel.vector($0, candle: $1, high: $2.high.view, low: $2.low.view, close: $2.close.view) }
      )
    }
  }

  @Test func thePlaceBetweenTheExtremes() {
    let memory = KernelMemory(stride: 1)
    let kernel = oscillator(memory, period: 2, slowing: 1, smoothing: 2)
    func take(_ candle: Int, _ high: Double, _ low: Double, _ close: Double) {
      kernel.scalar(0..<1, candle: candle, high: memory.input(high), low: memory.input(low), close: memory.input(close))
    }
    take(0, 12, 8, 10)
    take(1, 11, 9, 11)  // 75
    #expect(kernel.k[0].isNaN && kernel.smoothing.result[0].isNaN, "both together")
    take(2, 14, 10, 10)  // between 9 and 14: 20
    #expect(kernel.k[0] == 20 && kernel.smoothing.result[0] == 47.5)
    take(3, 14, 14, 14)
    take(4, 14, 14, 14)
    #expect(kernel.k[0] == 50, "a price that does not move stands in the middle")
  }

  private func oscillator(
    _ memory: KernelMemory, period: Int, slowing: Int, smoothing: Int
  ) -> StochasticOscillator {
    StochasticOscillator(
      extremes: WindowExtremes(
        period: period, highs: memory.ring(period), lows: memory.ring(period), beginningHigh: memory.column(),
        beginningLow: memory.column(), highest: memory.column(), lowest: memory.column()),
      slowing: WindowSum(
        period: slowing, scale: 1 / Double(slowing), ring: memory.ring(slowing), beginning: memory.column(),
        result: memory.column()),
      smoothing: WindowSum(
        period: smoothing, scale: 1 / Double(smoothing), ring: memory.ring(smoothing), beginning: memory.column(),
        result: memory.column()),
      raw: memory.column(), k: memory.column())
  }
}
