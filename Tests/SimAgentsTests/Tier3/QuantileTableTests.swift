import SimRandom
import Testing

@testable import SimAgents

struct QuantileTableTests {
  /// A draw lies within a piece of the distribution's own inverse, and never turns back.
  @Test func drawsFollowTheInverse() {
    let table = PoolDraws.distances(lambda: 10, most: 0.05)
    var before = -1.0
    for step in 0..<50_000 {
      let word = UInt32(step) * 85_899
      let (drawn, exact) = (table.view.draw(word), PoolDraws.distance(UniformReal.unit(word), lambda: 10, most: 0.05))
      #expect(drawn >= before && abs(drawn - exact) < 0.05 / Double(QuantileTable.pieces))
      before = drawn
    }
    #expect(table.view.draw(.max) <= 0.05 && table.view.draw(0) >= 0)
  }

  @Test func aLineIsKeptExactly() {
    let table = QuantileTable { $0 }
    for word in [UInt32(1) << 29, 1 << 31, 3 << 30, 0x1234_5678] {
      #expect(abs(table.view.draw(word) - UniformReal.unit(word)) < 1e-15)
    }
    #expect(table.view.draw(0) == 0x1p-13)
  }
}
