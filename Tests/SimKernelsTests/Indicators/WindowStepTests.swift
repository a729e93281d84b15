import SimKernels
import Testing

struct WindowStepTests {
  @Test func blocksOfThree() {
    let steps = (0..<7).map { WindowStep(candle: $0, period: 3) }
    #expect(steps.map(\.slot) == [0, 1, 2, 0, 1, 2, 0])
    #expect(steps.map(\.closesBlock) == [false, false, false, true, false, false, true])
    #expect(steps.map(\.isFull) == [false, false, true, true, true, true, true])
    #expect(steps.map(\.olderCount) == [0, 0, 0, 2, 1, 0, 2])
  }

  @Test func aWindowOfOneIsItsOwnBlock() {
    for candle in 0..<3 {
      let step = WindowStep(candle: candle, period: 1)
      #expect(step.isFull && step.slot == 0 && step.olderCount == 0)
    }
  }
}
