import Testing

@testable import SimQuant

struct ExtremeCountsTests {
  private func value(_ statistic: MeanFunctional) -> Double { statistic.function(statistic.means()) }

  /// 100 returns, the five largest in one window of five: counts 5 0 0 0 0, mean 1, variance 4.
  @Test func byHand() throws {
    var returns = (0..<100).map { 0.01 * Double($0 % 7) }
    for t in 40..<45 { returns[t] = t.isMultiple(of: 2) ? -1 : 2 }
    #expect(abs(try value(.extremeCounts(returns)) - 4) < 1e-12)
  }

  @Test func independentReturnsAreBinomial() throws {
    #expect(abs(try value(.extremeCounts(FactFixture.normals(40_000, seed: 1))) - 0.95) < 0.1)
  }

  @Test func zeroReturnsHaveNoExtremes() {
    #expect(throws: NotComputable.self) { try MeanFunctional.extremeCounts([Double](repeating: 0, count: 100)) }
  }
}
