import SimColumns
import SimTestSupport
import Testing

struct ChunkGridTests {
  /// Run lengths on both sides of every chunk edge, in all pairs and in longer random rows.
  private static let layouts: [[Int]] = {
    let lengths = [0, 1, 7, 8, 9, 15, 16, 17, 40]
    var generator = TestGenerator(seed: 5)
    let pairs = lengths.flatMap { first in lengths.map { [first, $0] } }
    let rows = (0..<40).map { _ in
      (0..<Int.random(in: 0...9, using: &generator)).map { _ in
        lengths[Int.random(in: lengths.indices, using: &generator)]
      }
    }
    return [[]] + lengths.map { [$0] } + pairs + rows
  }()

  @Test(arguments: [1, 3, 8, 4_096])
  func chunksCoverEveryRowOnceAndNeverStraddleRuns(chunkRows: Int) {
    for lengths in Self.layouts {
      let grid = ChunkGrid(runLengths: lengths, chunkRows: chunkRows)
      #expect(grid.chunks.flatMap { Array($0.rows) } == Array(0..<lengths.reduce(0, +)))
      var start = 0
      let runs = lengths.map { length in
        defer { start += length }
        return start..<start + length
      }
      for chunk in grid.chunks {
        #expect(!chunk.rows.isEmpty && chunk.rows.count <= chunkRows)
        #expect(chunk.rows.clamped(to: runs[chunk.run]) == chunk.rows)
        // Only the last chunk of a run may be short.
        #expect(chunk.rows.count == chunkRows || chunk.rows.upperBound == runs[chunk.run].upperBound)
      }
      #expect(grid.count == lengths.reduce(0) { $0 + ($1 + chunkRows - 1) / chunkRows })
    }
  }

  @Test func thePictureInTheCommentIsRight() {
    let grid = ChunkGrid(runLengths: [10, 5], chunkRows: 4)
    #expect(grid.chunks.map(\.rows) == [0..<4, 4..<8, 8..<10, 10..<14, 14..<15])
    #expect(grid.chunks.map(\.run) == [0, 0, 0, 1, 1])
  }
}
