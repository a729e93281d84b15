import SimColumns
import SimMarket
import SimQuant
import Testing

@testable import SimAgents

struct SignalLanesTests {
  /// Lanes are found by what they are, in a bank that has others too, in another order.
  @Test func everyLaneReadsItsOwnIndicator() {
    let bank = IndicatorBank([.sma(period: 3), .rsi(period: 2), .sma(period: 2), .sma(period: 1)], symbolCount: 2)
    for close in [100.0, 104, 112] {
      let closes = Column<Double>(count: 2, filledWith: close)
      closes.view[1] = 2 * close
      bank.view.update(
        0..<2, Bars(high: closes.view, low: closes.view, close: closes.view, volume: closes.view))
    }
    let agents = 2 * ChunkGrid.defaultChunkRows
    let lanes = SignalLanes([.sma(period: 1), .sma(period: 2), .sma(period: 3)], agents: agents)
    // The second chunk's part is its own.
    for first in [0, ChunkGrid.defaultChunkRows] {
      let chunk = DecisionChunk(rows: first..<agents, segments: [], firstRow: 0)
      let part = lanes.part(of: chunk, bank.view)
      part.read { $1.value(lane: $0, symbol: 1) }
      #expect(part.values.array() == [224, 216, 632.0 / 3])
      part.read { 2 * $1.value(lane: $0, symbol: 0) }
      #expect(part.values.array() == [224, 216, 632.0 / 3])
    }
    #expect(lanes.byteCount == 2 * 3 * 12)
  }

  @Test func integersOfADistribution() {
    #expect(Distribution.uniform(6...20).integers == 6...20)
    #expect(Distribution.constant(8).integers == 8...8)
    #expect(Distribution.normal(mean: 10, deviation: 2, within: 5...15).integers == 5...15)
  }
}
