/// How rows are cut into chunks: the unit of work of the parallel phases.
///
/// Chunks hold a constant number of rows, never one derived from the core count: a cut that followed the machine would
/// change how sums round and what a hash says. A chunk never straddles two of the runs (populations) it is given, so a
/// chunk has exactly one strategy; nor does it cut what a run keeps together, the rows of one agent.
///
///     runs     |------- A (10) -------|--- B (5) ---|        chunkRows = 4
///     chunks   |  0  |  1  |2 |   3     |4|
public struct ChunkGrid: Sendable, Equatable {
  /// Rows of a full chunk: small enough that a chunk's columns stay in a second-level cache, large enough that claiming
  /// one costs nothing. The tiny setting exists for tests, which then cross every chunk edge.
  #if TINY_CHUNKS
    public static let defaultChunkRows = 8
  #else
    public static let defaultChunkRows = 4_096
  #endif

  public struct Chunk: Sendable, Equatable {
    public let rows: Range<Int>
    public let run: Int  // which run (population) the rows belong to
  }

  public let chunks: [Chunk]

  /// - Parameters:
  ///   - runLengths: rows of each run, in row order; a run may be empty.
  ///   - together: rows of each run that are never cut, counted from its start; as many as `runLengths`, or none for
  ///     single rows. Chunks of a run are the largest multiple that fits, and one at least.
  public init(runLengths: [Int], together: [Int] = [], chunkRows: Int = defaultChunkRows) {
    precondition(chunkRows >= 1, "a chunk holds at least one row")
    var chunks: [Chunk] = []
    var start = 0
    for (run, length) in runLengths.enumerated() {
      precondition(length >= 0, "a run has no negative rows")
      let unit = together.isEmpty ? 1 : together[run]
      precondition(unit >= 1 && length % unit == 0, "rows that stay together make up the run")
      let chunkRows = max(1, chunkRows / unit) * unit
      let end = start + length
      for first in stride(from: start, to: end, by: chunkRows) {
        chunks.append(Chunk(rows: first..<min(first + chunkRows, end), run: run))
      }
      start = end
    }
    self.chunks = chunks
  }

  public var count: Int { chunks.count }
}
