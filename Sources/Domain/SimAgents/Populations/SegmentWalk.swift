/// The symbols of a chunk's ascending rows, without a look-up for each.
struct SegmentWalk {
  private let segments: [PopulationPlan.Segment]
  private let firstRow: Int
  private var index = 0
  private var end: Int  // first row after the segment, within the population
  private(set) var symbol: Int  // of the last row asked for

  init(_ chunk: DecisionChunk) {
    (segments, firstRow) = (chunk.segments, chunk.firstRow)
    end = chunk.segments[0].rows.upperBound - chunk.firstRow
    symbol = chunk.segments[0].symbol
  }

  /// - Parameter row: within the population, not before the one asked for last.
  @inline(__always) mutating func symbol(ofRow row: Int) -> Int {
    if row >= end { moveOn(to: row) }
    return symbol
  }

  @inline(never) private mutating func moveOn(to row: Int) {
    while row >= end {
      index += 1
      end = segments[index].rows.upperBound - firstRow
    }
    symbol = segments[index].symbol
  }
}
