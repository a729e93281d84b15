import SimColumns
import SimQuant

/// The indicators that the agents of one population look at, and what they say of one symbol.
///
///     periods 5 ... 11     lane 0 is the RSI over 5, lane 1 over 6, …       an agent keeps its lane's number
///     values [chunk][lane] read once a segment, for all of its agents
///
/// Agents of one segment share a symbol, and an integer parameter has few values, so what thousands of agents know of
/// their indicators fits into one cache line or two. Each chunk has rows of its own, because chunks decide at the same
/// time.
struct SignalLanes: ~Copyable, Sendable {
  private let indicators: [Indicator]
  private let laneRows: Column<Int32>  // row = chunk · lanes + lane: its number in the market's bank; -1: not looked up
  private let valueRows: Column<Double>

  /// - Parameters:
  ///   - indicators: in the order of their lanes, as ``StrategyTable/indicators(for:)`` declares them.
  ///   - agents: of the population.
  init(_ indicators: [Indicator], agents: Int) {
    precondition(indicators.count <= 256, "a lane's number has 8 bits")
    self.indicators = indicators
    let chunks = (agents + ChunkGrid.defaultChunkRows - 1) / ChunkGrid.defaultChunkRows
    laneRows = Column(count: chunks * indicators.count, filledWith: -1)
    valueRows = Column(count: chunks * indicators.count, filledWith: .nan)
  }

  var byteCount: Int { laneRows.count * (MemoryLayout<Int32>.stride + MemoryLayout<Double>.stride) }

  /// One chunk's part, with the lanes found in the bank.
  func part(of chunk: DecisionChunk, _ view: IndicatorView) -> Part {
    let index = (chunk.rows.lowerBound - chunk.firstRow) / ChunkGrid.defaultChunkRows
    let rows = index * indicators.count..<(index + 1) * indicators.count
    let part = Part(lanes: laneRows.view[rows], values: valueRows.view[rows], view: view)
    if part.lanes[0] < 0 { find(part) }
    assert(indicators.indices.allSatisfy { view.isLane(Int(part.lanes[$0]), of: indicators[$0]) }, "one bank a run")
    return part
  }

  /// Once for a chunk: lanes keep their numbers.
  private func find(_ part: Part) {
    for (place, indicator) in indicators.enumerated() {
      guard let lane = part.view.lane(of: indicator) else { preconditionFailure("\(indicator) was declared") }
      part.lanes[place] = Int32(lane)
    }
  }

  struct Part {
    fileprivate let lanes: ColumnView<Int32>
    let values: ColumnView<Double>  // row = lane; NaN until warmed up
    fileprivate let view: IndicatorView

    /// The first value of one lane of a symbol, for who looks at few of them.
    @inline(__always) func value(_ place: Int, symbol: Int) -> Double {
      view.value(lane: Int(lanes[place]), symbol: symbol)
    }

    /// Reads every lane of a symbol.
    /// - Parameter value: what agents want to know of a lane, from its number in the bank.
    @inline(__always) func read(_ value: (_ lane: Int, IndicatorView) -> Double) {
      for place in 0..<lanes.count { values[place] = value(Int(lanes[place]), view) }
    }
  }
}

extension Distribution {
  /// The integers that an integer parameter can draw.
  var integers: ClosedRange<Int> { Int(support.lowerBound)...Int(support.upperBound) }
}
