import SimEngine
import SimReport
import SimTestSupport
import Testing

struct WorkerSweepTests {
  @Test(arguments: [(1, [1]), (2, [1, 2]), (3, [1, 2, 3]), (8, [1, 2, 4, 8]), (12, [1, 2, 4, 8, 12])])
  func powersOfTwoUpToAll(most: Int, expected: [Int]) { #expect(WorkerSweep.counts(upTo: most) == expected) }

  @Test func aPointIsTheMedianOfItsTrialsWithTheirRange() throws {
    let trial = Trial(try SmallMarket.rules(), warmup: 1, ticks: 5)
    let outcomes = try (0..<3).map { _ in try #require(try trial.run()) }
    let sweep = WorkerSweep([(2, outcomes), (1, [outcomes[0]])], ticks: 5)
    #expect(sweep.points.map(\.asked) == [1, 2])
    let rates = outcomes.map { 5e9 / Double($0.nanoseconds) }.sorted()
    let point = sweep.points[1]
    #expect(point.ticksPerSecond == rates[1] && point.least == rates[0] && point.most == rates[2])
    #expect(point.tookPart == 1 && point.busyShares.count == 1 && (0...1).contains(point.busyShares[0]))
  }
}
