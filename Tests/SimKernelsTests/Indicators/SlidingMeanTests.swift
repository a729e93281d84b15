import SimColumns
import SimKernels
import Testing

struct SlidingMeanTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let kernel = SlidingMean(period: 5, history: memory.ring(6), mean: memory.column())
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

  @Test func theMeanOfTheLastThree() {
    let memory = KernelMemory(stride: 1)
    let kernel = SlidingMean(period: 3, history: memory.ring(4), mean: memory.column())
    var found: [Double] = []
    for (candle, value) in [3.0, 6, 9, 12, 0, 0, 0].enumerated() {
      memory.keep(memory.input(value), candle, in: kernel.history)
      kernel.scalar(0..<1, candle: candle)
      found.append(kernel.mean[0])
    }
    #expect(found[..<2].allSatisfy { $0.isNaN }, "not before there are three")
    #expect(Array(found[2...]) == [6, 9, 7, 4, 0])
  }

  /// What a large value leaves behind by rounding is gone when the value is.
  @Test func aMisprintLeavesNothingBehind() {
    let memory = KernelMemory(stride: 8)
    let kernel = SlidingMean(period: 4, history: memory.ring(5), mean: memory.column())
    let values = Column<Double>(count: 8, filledWith: 0.1)
    for candle in 0..<20 {
      values.view.fill(0..<8, with: candle == 9 ? 1e17 : 0.1)
      memory.keep(values.view, candle, in: kernel.history)
      kernel.vector(0..<8, candle: candle)
      if (9..<13).contains(candle) { #expect(kernel.mean[0] > 1e16) }
      if candle >= 13 { #expect(kernel.mean.array().prefix(8).allSatisfy { abs($0 - 0.1) < 1e-16 }) }
    }
  }
}
