import SimColumns

/// The chunks of one population, numbered from 0: for what a strategy keeps for each of them, scratch included. Chunks
/// decide at the same time, so each has rows of its own.
struct PopulationChunks: Sendable {
  let count: Int
  private let rowsEach: Int  // of all but the last

  init(_ population: PopulationPlan) {
    let grid = ChunkGrid(runLengths: [population.rows.count], together: [population.legs])
    count = grid.count
    rowsEach = grid.chunks.first?.rows.count ?? 1
  }

  func index(of chunk: DecisionChunk) -> Int {
    let offset = chunk.rows.lowerBound - chunk.firstRow
    assert(offset.isMultiple(of: rowsEach), "chunks are cut as the grid cuts them")
    return offset / rowsEach
  }
}
