import SimRandom
import Testing

@testable import SimQuant

struct TailIndexTests {
  private func value(_ statistic: MeanFunctional) -> Double { statistic.function(statistic.means()) }

  @Test func byHand() throws {
    // 40 values, one above the threshold, the second largest: α = 1 / ln(8 / 2).
    let values = [Double](repeating: 1, count: 38) + [2, 8]
    #expect(abs(try value(.tailIndex(values)) - 1 / DeterministicMath.log(4)) < 1e-12)
  }

  /// A Pareto sample has the index it was drawn with, within its own error α/√k.
  @Test(arguments: [1.5, 3.0]) func paretoSamples(alpha: Double) throws {
    var stream = RowStream(StreamKey(seed: 1, purpose: .firstForPlugIns), row: 0, tick: 0)
    let values = (0..<20_000).map { _ in DeterministicMath.exp(stream.exponential() / alpha) }
    #expect(abs(try value(.tailIndex(values)) / alpha - 1) < 0.14)
  }

  @Test func withoutATailThereIsNoIndex() {
    #expect(throws: NotComputable.self) { try MeanFunctional.tailIndex([Double](repeating: 0, count: 100) + [3]) }
    #expect(throws: NotComputable.self) { try MeanFunctional.tailIndex([Double](repeating: 3, count: 100)) }
  }
}
