import SimColumns
import SimTestSupport
import Testing

@testable import SimAgents

struct SectorWeightsTests {
  private func settle(_ wishes: [Double], _ low: Double, _ high: Double) -> [Double] {
    let column = Column<Double>(wishes)
    SectorWeights.settle(column.view, low: low, high: high)
    return column.view.array()
  }

  private func isNear(_ found: [Double], _ expected: [Double]) -> Bool {
    found.count == expected.count && zip(found, expected).allSatisfy { abs($0 - $1) < 1e-12 }
  }

  @Test func whatIsTooMuchIsLetOutEvenly() {
    // 0.4 + 1/3 + 1/3 is 1/15 too much.
    #expect(isNear(settle([0.5, 1 / 3.0, 1 / 3.0], 0.05, 0.4), [0.4 - 1 / 45.0, 14 / 45.0, 14 / 45.0]))
    #expect(isNear(settle([0.25, 0.25, 0.25, 0.25], 0.05, 0.4), [0.25, 0.25, 0.25, 0.25]))
  }

  /// Dividing 0.4, 0.4, 0.05, 0.05 by their sum would leave both bounds.
  @Test func whatIsFullTakesNoMore() {
    #expect(isNear(settle([0.7, 0.6, -0.2, -0.1], 0.05, 0.4), [0.4, 0.4, 0.1, 0.1]))
    #expect(isNear(settle([1, 0, 0, 0, 0], 0, 0.4), [0.4, 0.15, 0.15, 0.15, 0.15]))
  }

  @Test func boundsThatLeaveNothingGiveWay() {
    #expect(isNear(settle([0.8, 0.2], 0.05, 0.4), [0.5, 0.5]))
    #expect(isNear(settle([0.8, 0.1, 0.1], 0.4, 0.9), [1 / 3.0, 1 / 3.0, 1 / 3.0]))
  }

  /// They make 1, keep the bounds, and are the wishes moved by one level and cut: found again by bisection.
  @Test(arguments: UInt64(1)...4) func theyAreTheNearest(seed: UInt64) {
    var generator = TestGenerator(seed: seed)
    for _ in 0..<500 {
      let count = Int.random(in: 1...12, using: &generator)
      let low = Double.random(in: 0...1 / Double(count), using: &generator)
      let high = Double.random(in: 1 / Double(count)...1, using: &generator)
      let wishes = (0..<count).map { _ in Double.random(in: -0.5...1, using: &generator) }
      let found = settle(wishes, low, high)
      #expect(abs(found.reduce(0, +) - 1) < 1e-12)
      #expect(found.allSatisfy { low...high ~= $0 })
      let cut = wishes.map { min(max($0, low), high) }
      func at(_ level: Double) -> [Double] { cut.map { min(max($0 + level, low), high) } }
      var (below, above) = (-1.0, 1.0)
      for _ in 0..<80 {
        let middle = (below + above) / 2
        if at(middle).reduce(0, +) < 1 { below = middle } else { above = middle }
      }
      #expect(zip(found, at(above)).allSatisfy { abs($0 - $1) < 1e-9 })
    }
  }
}
