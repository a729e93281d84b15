import SimColumns
import Testing

@testable import SimAgents

struct ZoneSignalTests {
  /// The steps that one agent's signal asks for, with zones below 30 and above 70 and the exit at 50.
  private func steps(_ values: [Double], isBeyond: (Double, Double) -> Bool = { $0 < $1 }) -> [UInt8] {
    let lane = Column<UInt8>(count: 1, filledWith: 0)
    let low = Column<Float>(count: 1, filledWith: 30)
    let high = Column<Float>(count: 1, filledWith: 70)
    let exit = Column<Float>(count: 1, filledWith: 50)
    let stance = Column<Int8>(count: 1, filledWith: 0)
    let step = Column<UInt8>(count: 1, filledWith: 99)
    let signal = ZoneSignal(
      lane: lane.view, low: low.view, high: high.view, exit: exit.view, stance: stance.view, step: step.view)
    let table = Column<Double>(count: 1, filledWith: 0)
    return values.map {
      table.view[0] = $0
      signal.scan(0..<1, table.view, isBeyond: isBeyond)
      return step.view[0]
    }
  }

  @Test func enteringAsksOnceAndTheMiddleCloses() {
    // Out of the zone and into it again on the way: still the same signal.
    #expect(steps([40, 29, 20, 35, 25, 49, 50, 60]) == [0, 1, 0, 0, 0, 0, 3, 0])
    #expect(steps([60, 71, 80, 65, 75, 51, 50, 40]) == [0, 2, 0, 0, 0, 0, 4, 0])
  }

  @Test func aJumpClosesFirst() {
    #expect(steps([20, 80, 80, 80, 20, 20]) == [1, 3, 2, 0, 4, 1])
  }

  @Test func theUnknownAsksForNothing() {
    #expect(steps([.nan, .nan, 20, .nan, 60]) == [0, 0, 1, 0, 3])
  }

  @Test func theBorderBelongsToAZoneOnlyIfItIsSaidTo() {
    #expect(steps([30, 70]) == [0, 0])
    #expect(steps([30, 50, 70], isBeyond: <=) == [1, 3, 2])
  }
}
