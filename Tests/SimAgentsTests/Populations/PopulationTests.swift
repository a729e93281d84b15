import SimAgents
import SimRandom
import Testing

struct DistributionTests {
  private func draws(_ distribution: Distribution, _ count: Int = 20_000) -> [Double] {
    var stream = RowStream(StreamKey(seed: 4, purpose: .spawn), row: 0, tick: 0)
    return (0..<count).map { _ in distribution.draw(from: &stream) }
  }

  @Test func everyDrawLiesInTheSupport() {
    for distribution in [
      Distribution.constant(3), .uniform(-1...2), .normal(mean: 5, deviation: 2, within: 1...6),
    ] {
      #expect(draws(distribution).allSatisfy { distribution.support.contains($0) })
    }
  }

  @Test func meansAreWhatTheySay() {
    let uniform = draws(.uniform(2...8)).reduce(0, +) / 20_000
    let error = 1 / 20_000.0.squareRoot()
    #expect(abs(uniform - 5) < 5 * error * 1.733)
    let normal = draws(.normal(mean: 5, deviation: 1, within: -100...110)).reduce(0, +) / 20_000
    #expect(abs(normal - 5) < 5 * error)
  }

  @Test func integersReachBothEndsEquallyOften() {
    var stream = RowStream(StreamKey(seed: 4, purpose: .spawn), row: 1, tick: 0)
    var counts = [Int](repeating: 0, count: 4)
    for _ in 0..<40_000 { counts[Distribution.uniform(1...4).drawInteger(from: &stream) - 1] += 1 }
    #expect(counts.allSatisfy { abs($0 - 10_000) < 500 })
  }
}

struct PopulationPlanTests {
  private func plan(count: Int, symbols: Int, firstRow: Int = 0) -> PopulationPlan {
    PopulationPlan(
      name: "p", schema: NoiseTrader.schema, index: 0, firstRow: firstRow, count: count, symbols: Array(0..<symbols),
      cash: .constant(0), shares: .constant(0), parameters: NoiseTrader.schema.parameters.map(\.standard))
  }

  /// Nothing where none are lent, the symbol's limit for most, none for those who quote.
  @Test func theShortLimitIsTheSymbolsForThoseItBinds() {
    func limit(_ schema: StrategySchema, lent: Bool, _ limits: [Int64]) -> Int64 {
      PopulationPlan(
        name: "p", schema: schema, index: 0, firstRow: 0, count: 1, symbols: [1], cash: .constant(0),
        shares: .constant(0), parameters: schema.parameters.map(\.standard), sellsShort: lent, shortLimits: limits
      ).shortLimit(1)
    }
    #expect(limit(Momentum.schema, lent: false, [5, 7]) == 0)
    #expect(limit(Momentum.schema, lent: true, [5, 7]) == 7)
    #expect(limit(Momentum.schema, lent: true, []) == .max)
    #expect(limit(MarketMaker.schema, lent: true, [5, 7]) == .max)
  }

  @Test(arguments: [0, 1, 6, 7, 8, 100], [1, 3, 7])
  func segmentsCoverTheRowsOnceInSymbolOrder(count: Int, symbols: Int) {
    let plan = plan(count: count, symbols: symbols, firstRow: 50)
    #expect(plan.segments.flatMap { Array($0.rows) } == Array(50..<50 + count))
    #expect(plan.segments.map(\.symbol) == plan.segments.map(\.symbol).sorted())
    let sizes = plan.segments.map(\.rows.count)
    if let largest = sizes.max(), let smallest = sizes.min() { #expect(largest - smallest <= 1) }
  }

  @Test func aCutKeepsTheSymbols() {
    let plan = plan(count: 10, symbols: 3)  // 4, 3, 3
    #expect(
      plan.segments(in: 2..<8) == [
        .init(symbol: 0, rows: 2..<4), .init(symbol: 1, rows: 4..<7), .init(symbol: 2, rows: 7..<8),
      ])
    #expect(plan.segments(in: 4..<4).isEmpty)
  }
}
