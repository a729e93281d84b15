import SimEngine
import Testing

struct SimulationConfigScaledTests {
  private func counts(_ counts: [Int], scaledTo agents: Int) -> [Int] {
    var config = SimulationConfig()
    config.populations = counts.enumerated().map { .init(name: "p\($0)", strategy: "s", count: $1) }
    return config.scaled(toAgents: agents).populations.map(\.count)
  }

  @Test func remaindersGoToTheLargestThenTheEarlier() {
    #expect(counts([1_000, 99_000], scaledTo: 1_000) == [10, 990])
    #expect(counts([1, 1, 1], scaledTo: 2) == [1, 1, 0])
    #expect(counts([7, 2, 1], scaledTo: 5) == [4, 1, 0])  // 3.5, 1.0, 0.5: the tie goes to the earlier
    #expect(counts([5, 0, 5], scaledTo: 3) == [2, 0, 1])
  }

  @Test(arguments: [0, 1, 2, 3, 10, 99, 100, 101, 12_345, 20_000_000])
  func theSumIsExact(agents: Int) {
    let scaled = counts([3, 1_000, 0, 99_000, 17], scaledTo: agents)
    #expect(scaled.reduce(0, +) == agents)
    #expect(scaled[2] == 0)
  }

  /// Only those that scaling took away: an id that never was stays, to be refused.
  @Test func agentsThatAreGoneAreNotWatched() {
    var config = SimulationConfig()
    config.populations = [.init(name: "p", strategy: "s", count: 100)]
    config.risk.watch = [1, 100, 40, 41, 101]
    #expect(config.scaled(toAgents: 40).risk.watch == [1, 40, 101])
    #expect(config.scaled(toAgents: 100).risk.watch == [1, 100, 40, 41, 101])
  }

  /// Rounded up, so that they stay as many as can be given out; what agents are given stays what they are given.
  @Test func sharesOutstandingGrowWithTheirHolders() {
    var config = SimulationConfig()
    config.populations = [.init(name: "p", strategy: "s", count: 100)]
    config.symbols = [1_001, 0, nil].map { shares in
      var symbol = SimulationConfig.Symbol(name: "S", sector: "x", initialPrice: 1)
      symbol.sharesOutstanding = shares
      return symbol
    }
    #expect(config.scaled(toAgents: 10).symbols.map(\.sharesOutstanding) == [101, 0, nil])
    #expect(config.scaled(toAgents: 250).symbols.map(\.sharesOutstanding) == [2_503, 0, nil])
  }

  @Test func hugeCountsDoNotOverflow() {
    #expect(counts([.max, .max], scaledTo: 3) == [2, 1])
  }

  @Test func unsoundCountsStay() {
    #expect(counts([0, 0], scaledTo: 5) == [0, 0])
    #expect(counts([-1, 5], scaledTo: 5) == [-1, 5])
  }
}
