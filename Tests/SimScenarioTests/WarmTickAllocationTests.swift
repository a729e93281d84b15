import Foundation
import SimAgents
import SimEngine
import SimTestSupport
import Testing

/// A warm tick takes no memory: with one worker none at all, with several only what Dispatch itself takes to begin.
///
/// The market has every strategy that decides by itself, both mechanisms with orders that rest, an economy with news,
/// shares that are lent, and indicators and tests of pairs on candles that close every fourth tick. Counting is in a process of its own,
/// so that no other test's allocations are counted; threads are all counted.
@Suite(.enabled(if: Allocations.areCounted))
struct WarmTickAllocationTests {
  private static func simulation(workers: Int) throws -> Simulation {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../config")
    let text = try String(contentsOf: folder.appending(path: "strategies.json5"), encoding: .utf8)
    var config = try ConfigurationText(text, file: "strategies.json5").config().scaled(toAgents: 1_500)
    config.run.workers = workers
    config.run.ticks = 100_000
    config.economy.news.sector.occurrence.probability = 0.2  // something happens all the time
    config.economy.news.sector.occurrence.minInterval = 1
    config = SmallMarket.ofBothMechanisms(config)
    return Simulation(try SimulationRules(config, registry: .standard), grain: 0)
  }

  /// What `ticks` more ticks take beyond one call of `run`: what a call takes, its team's beginning, is subtracted.
  private static func count(workers: Int, ticks: Int) throws -> Int {
    let simulation = try simulation(workers: workers)
    try simulation.run(500)  // until every indicator, and every pair's window, is full
    let before = simulation.totals
    let call = try Allocations.countOfAllThreads { try simulation.run(1) }
    let many = try Allocations.countOfAllThreads { try simulation.run(1 + ticks) }
    precondition(simulation.totals.trades > before.trades + ticks, "a market that trades")
    precondition(simulation.frame.lending != nil && simulation.rules.economy != nil, "all there is")
    precondition(!simulation.rules.indicators.isEmpty && simulation.frame.resting != nil, "all there is")
    precondition(simulation.rules.pairs.contains { 4 * ($0.lookback + $0.testEvery) < 500 + ticks }, "pairs are tested")
    return many - call
  }

  /// Code that is not optimised boxes what closures and loops hold; how much, is the compiler's business.
  private static let isStrict = Allocations.isOptimised

  @Test(.enabled(if: isStrict, "only optimised code is free of the compiler's own boxes"))
  func aSequentialTickTakesNothing() async {
    await #expect(processExitsWith: .success) {
      let found = try Self.count(workers: 1, ticks: 400)
      precondition(found == 0, "\(found) allocations in 400 ticks")
    }
  }

  /// Threads come and go in the team's beginning, so a call may differ from another by a few; 400 ticks may not.
  @Test(.enabled(if: isStrict, "only optimised code is free of the compiler's own boxes"))
  func aSharedTickTakesOnlyDispatchsOwn() async {
    await #expect(processExitsWith: .success) {
      let found = try Self.count(workers: 2, ticks: 400)
      precondition(found.magnitude < 40, "\(found) allocations in 400 ticks")
    }
  }

  @Test func theCounterSeesAllThreads() async {
    await #expect(processExitsWith: .success) {
      let found = Allocations.countOfAllThreads {
        let thread = Thread { withExtendedLifetime([UInt8](repeating: 0, count: 1 << 20)) {} }
        thread.start()
        while !thread.isFinished { Thread.sleep(forTimeInterval: 0.001) }
      }
      precondition(found > 0)
    }
  }

  @Test func tracingOffTakesNoMemoryAndOnTakesItOnce() throws {
    let off = try Self.simulation(workers: 1)
    #expect(off.spans == nil)
    let rules = off.rules
    let on = Simulation(rules, grain: 0, tracedTicks: 3)
    try on.run(10)
    let spans = try #require(on.spans).spans(ofWorker: 0)
    #expect(Set(spans.map(\.tick)) == [7, 8, 9])
    #expect(spans.count { $0.kind == .tick } == 3)
    #expect(Set(spans.compactMap { if case .region(let region) = $0.kind { region } else { nil } }).count > 2)
  }
}
