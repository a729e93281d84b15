import SimColumns
import SimRandom
import Testing

@testable import SimAgents

struct NoisePriceTests {
  final class Rows {
    let estimate: Column<Double>
    let deviation, aggression: Column<Float>
    let word: Column<UInt32>
    let sells, limit: Column<Int32>
    init(_ count: Int) {
      estimate = Column(count: count, filledWith: 0)
      deviation = Column(count: count, filledWith: 0)
      aggression = Column(count: count, filledWith: 0)
      word = Column(count: count, filledWith: 0)
      sells = Column(count: count, filledWith: 0)
      limit = Column(count: count, filledWith: 0)
    }
    var columns: NoisePrice.Columns {
      NoisePrice.Columns(
        estimate: estimate.view, deviation: deviation.view, aggression: aggression.view, word: word.view,
        sells: sells.view, limit: limit.view)
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 63, 64], [0, 1, 8])
  func vectorEqualsScalar(rows: Int, start: Int) {
    let (a, b) = (Rows(start + rows), Rows(start + rows))
    for side in [a, b] {
      var stream = RowStream(StreamKey(seed: 2, purpose: .spawn), row: UInt32(rows), tick: UInt32(start))
      for row in 0..<start + rows {
        // From worthless to beyond the largest price.
        side.estimate.view[row] = [0, 0.4, 1, 9_999.5, 2e9, 1e15][Int(stream.bounded(6))] * stream.uniform()
        side.deviation.view[row] = Float(stream.uniform() * 0.9)
        side.aggression.view[row] = Float(stream.uniform())
        side.word.view[row] = stream.next32()
        side.sells.view[row] = Int32(stream.bounded(2))
      }
    }
    NoisePrice.scalar(start..<start + rows, a.columns)
    NoisePrice.vector(start..<start + rows, b.columns)
    #expect(a.limit.view.array() == b.limit.view.array())
    #expect(a.limit.view.array()[start...].allSatisfy { (1...Int32(NoisePrice.ticksMax)).contains($0) })
  }

  @Test func theDefinitionByHand() {
    let one = Rows(2)
    for row in 0..<2 {
      one.estimate.view[row] = 10_000
      one.deviation.view[row] = 0.5
      one.aggression.view[row] = 1
      one.word.view[row] = 3 << 30  // u = 0.75, so d = 0.5 · (0.75 · 2 - 1) = 0.25
      one.sells.view[row] = Int32(row)
    }
    NoisePrice.scalar(0..<2, one.columns)
    #expect(one.limit.view.array() == [7_500, 12_500])
  }
}
