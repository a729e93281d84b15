import SimColumns
import SimKernels
import Testing

struct WilderRangeTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let kernel = WilderRange(period: 5, seed: memory.column(), average: memory.column())
      return (
        {
          kernel.scalar(
            $0, candle: $1, high: $2.high.view, low: $2.low.view, previous: $2.previous.view)
        },
        {
          kernel.vector(
            $0, candle: $1, high: $2.high.view, low: $2.low.view, previous: $2.previous.view)
        }
      )
    }
  }

  /// Rows: a gap up, a gap down, a wide bar; (high, low) after a close of 10.
  @Test func theWidestOfTheThree() {
    let memory = KernelMemory(stride: 3)
    let kernel = WilderRange(period: 1, seed: memory.column(), average: memory.column())
    let high = Column([15.0, 7, 12])
    let low = Column([13.0, 6, 9])
    let previous = Column([10.0, 10, 10])
    kernel.scalar(0..<3, candle: 0, high: high.view, low: low.view, previous: previous.view)
    #expect(kernel.average.array().allSatisfy { $0.isNaN }, "the first candle has no close before it")
    kernel.scalar(0..<3, candle: 1, high: high.view, low: low.view, previous: previous.view)
    #expect(kernel.average.array() == [5, 4, 3])
  }

  @Test func aRangeFadesToNothingAndNotToADenormalNumber() {
    let memory = KernelMemory(stride: 1)
    let kernel = WilderRange(period: 2, seed: memory.column(), average: memory.column())
    let flat = Column([10.0])
    for candle in 0..<200 {
      let high = Column([candle == 1 ? 12.0 : 10])
      kernel.scalar(0..<1, candle: candle, high: high.view, low: flat.view, previous: flat.view)
      if candle == 3 { #expect(kernel.average[0] == 0.5) }
    }
    #expect(kernel.average[0] == 0)
  }
}
