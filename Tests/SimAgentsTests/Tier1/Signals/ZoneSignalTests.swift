import SimColumns
import SimTestSupport
import Testing

@testable import SimAgents

struct ZoneSignalTests {
  /// The steps that one agent's signal asks for, with zones below 30 and above 70 and the exit at 50.
  private func steps(_ values: [Double], edge: ZoneSignal.Edge = .outside) -> [UInt8] {
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
      signal.scalar(0..<1, table.view, edge: edge)
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
    #expect(steps([30, 50, 70], edge: .inside) == [1, 3, 2])
  }

  /// A population of its own, all of whose columns are drawn, at the edges of zones more often than not.
  private final class Crowd {
    let lane: Column<UInt8>
    let low, high, exit: Column<Float>
    let stance: Column<Int8>
    let step: Column<UInt8>
    let values = Column<Double>([20, 30, 40, 50, 60, 70, 80, .nan, .infinity, -.infinity, 30.000_001, 69.999_999])

    init(_ count: Int) {
      lane = Column(count: count, filledWith: 0)
      low = Column(count: count, filledWith: 30)
      high = Column(count: count, filledWith: 70)
      exit = Column(count: count, filledWith: 50)
      stance = Column(count: count, filledWith: 0)
      step = Column(count: count, filledWith: 99)
      var generator = TestGenerator(seed: UInt64(count))
      for row in 0..<count {
        lane.view[row] = UInt8.random(in: 0..<UInt8(values.count), using: &generator)
        stance.view[row] = Int8.random(in: -1...1, using: &generator)
        exit.view[row] = Float.random(in: 29...71, using: &generator).rounded()
        low.view[row] += row % 3 == 0 ? 0.000_002 : 0
      }
    }

    var signal: ZoneSignal {
      ZoneSignal(
        lane: lane.view, low: low.view, high: high.view, exit: exit.view, stance: stance.view, step: step.view)
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 63, 64, 500], [ZoneSignal.Edge.outside, .inside])
  func vectorEqualsScalar(rows: Int, edge: ZoneSignal.Edge) {
    let (a, b) = (Crowd(rows + 3), Crowd(rows + 3))
    for turn in 0..<12 {
      for crowd in [a, b] {
        for row in 0..<rows + 3 { crowd.lane.view[row] = UInt8((Int(crowd.lane.view[row]) + turn * 5) % 12) }
      }
      a.signal.scalar(3..<3 + rows, a.values.view, edge: edge)
      b.signal.vector(3..<3 + rows, b.values.view, edge: edge)
      #expect(a.step.view.array() == b.step.view.array())
      #expect(a.stance.view.array() == b.stance.view.array())
    }
  }
}
