import SimColumns
import SimKernels
import Testing

struct SlidingMomentsTests {
  @Test(arguments: boundaryRows) func vectorEqualsScalarBitForBit(rows: Int) {
    expectTwins(rows: rows) { memory in
      let kernel = memory.moments(5)
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

  @Test func theMomentsOfTheLastThree() {
    let memory = KernelMemory(stride: 1)
    let kernel = memory.moments(3)
    for (candle, value) in [50.0, 1, 2, 6].enumerated() {
      memory.keep(memory.input(value), candle, in: kernel.history)
      kernel.scalar(0..<1, candle: candle)
    }
    #expect(kernel.mean[0] == 3 && abs(kernel.squares[0] - 14) < 1e-12)  // 4 + 1 + 9
    for candle in 4..<7 {
      memory.keep(memory.input(7.7), candle, in: kernel.history)
      kernel.scalar(0..<1, candle: candle)
    }
    #expect(abs(kernel.mean[0] - 7.7) < 1e-14 && kernel.squares[0] == 0, "equal values do not deviate")
  }

  /// 1e5 with deviations of 1e-4, also right after a jump from 2e5: squares of prices would have nothing left of them.
  @Test func smallMovesOfALargePrice() {
    let period = 10
    let memory = KernelMemory(stride: 8)
    let kernel = memory.moments(period)
    var draws = TestDraws(seed: 4)
    var history: [Double] = []
    let values = Column<Double>(count: 8, filledWith: 0)
    for candle in 0..<3_000 {
      let value = candle % 500 == 250 ? 2e5 : 1e5 + 1e-4 * draws.unit()
      history.append(value)
      values.view.fill(0..<8, with: value)
      memory.keep(values.view, candle, in: kernel.history)
      kernel.vector(0..<8, candle: candle)
      let window = history.suffix(period)
      guard window.count == period, window.allSatisfy({ $0 < 1.5e5 }) else { continue }
      let offsets = window.map { $0 - 1e5 }  // exact
      let mean = offsets.reduce(0, +) / Double(period)
      let squares = offsets.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      #expect(abs(kernel.squares[5] / squares - 1) < 1e-12, "candle \(candle)")
      #expect(abs(kernel.mean[5] - 1e5 - mean) < 1.5e-11, "candle \(candle)")
    }
  }
}
