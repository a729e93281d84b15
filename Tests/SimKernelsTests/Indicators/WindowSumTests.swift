import SimColumns
import SimKernels
import Testing

struct WindowSumTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let kernel = WindowSum(
        period: 5, scale: 0.2, ring: memory.ring(5), beginning: memory.column(), result: memory.column())
      return (
        { kernel.scalar($0, candle: $1, $2.close.view) }, { kernel.vector($0, candle: $1, $2.close.view) }
      )
    }
  }

  @Test(arguments: 1...7) func everyWindowIsAddedUp(period: Int) {
    let memory = KernelMemory(stride: 1)
    let kernel = WindowSum(
      period: period, scale: 2, ring: memory.ring(period), beginning: memory.column(), result: memory.column())
    let values = (0..<50).map { Double(($0 * 37) % 23) }
    for (candle, value) in values.enumerated() {
      kernel.scalar(0..<1, candle: candle, memory.input(value))
      if candle < period - 1 {
        #expect(kernel.result[0].isNaN)
      } else {
        #expect(kernel.result[0] == 2 * values[...candle].suffix(period).reduce(0, +))
      }
    }
  }

  @Test func nothingIsTakenOffSoNothingIsLeftBehind() {
    let memory = KernelMemory(stride: 1)
    let kernel = WindowSum(
      period: 3, scale: 1, ring: memory.ring(3), beginning: memory.column(), result: memory.column())
    for (candle, value) in [1e17, 1, 0, 0, 0, 0.1].enumerated() {
      kernel.scalar(0..<1, candle: candle, memory.input(value))
      if candle == 3 { #expect(kernel.result[0] == 1) }
      if candle == 4 { #expect(kernel.result[0] == 0) }
    }
    #expect(kernel.result[0] == 0.1)
  }
}
