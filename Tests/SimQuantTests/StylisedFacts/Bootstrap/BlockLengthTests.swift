import SimRandom
import Testing

@testable import SimQuant

struct BlockLengthTests {
  /// arch's `optimal_block_length`, stationary, for returns, their sizes and their squares.
  @Test(arguments: ["sp500", "nasdaq", "book"]) func agreesWithArch(name: String) throws {
    let returns = try FactFixture.returns(name)
    let rows = try FactFixture.rows("blocks.csv").filter { $0["series"] == name }
    #expect(rows.count == 3)
    for row in rows {
      let series =
        switch row["of"] {
        case "sizes": returns.map(\.magnitude)
        case "squares": MeanFunctional.standardised(returns).map { $0 * $0 }
        default: returns
        }
      let expected = try #require(Double(row["length"] ?? ""))
      let found = BlockLength.politisWhite(series)
      #expect(abs(found - expected) <= 1e-9 * expected, "\(row)")
    }
  }

  @Test func longMemoryAsksForLongBlocks() {
    let lengths = [0.0, 0.5, 0.9].map { phi in
      BlockLength.politisWhite(FactFixture.autoregression(2_000, phi: phi, seed: 5))
    }
    #expect(lengths[0] < lengths[1] && lengths[1] < lengths[2])
  }

  @Test func neverBelowTheCubeRootNorAboveTheLimit() {
    let white = FactFixture.normals(1_000, seed: 8)
    #expect(BlockLength.mean(for: white) >= 9.99)
    let constant = [Double](repeating: 2, count: 1_000)
    #expect(BlockLength.politisWhite(constant) == 1)
    let cycle = (0..<100).map { DeterministicMath.sinCosTurns(Double($0) / 7).sin }  // hardly any long-run variance
    #expect(BlockLength.politisWhite(cycle) == 30)  // 3·√100
  }
}
