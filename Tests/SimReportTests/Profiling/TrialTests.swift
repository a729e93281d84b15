import SimEngine
import SimReport
import SimTestSupport
import Testing

struct TrialTests {
  @Test func onlyWhatComesAfterTheWarmUpCounts() throws {
    let rules = try SmallMarket.rules(SmallMarket.config(ticks: 3))
    let outcome = try #require(try Trial(rules, warmup: 5, ticks: 10).run())
    let whole = Simulation(rules)
    try whole.run(5)
    let before = whole.totals
    try whole.run(10)
    #expect(outcome.orders == whole.totals.orders - before.orders && outcome.orders > 0)
    #expect(outcome.trades == whole.totals.trades - before.trades)
    #expect(outcome.stateHash == String(whole.stateHash, radix: 16).leftPadded(to: 16))
    #expect(outcome.trace.tick.count == 10 && outcome.trace.phases.allSatisfy { $0.count == 10 })
    #expect(outcome.nanoseconds >= outcome.trace.tick.total && outcome.workers == 1)
  }

  @Test func aTrialThatIsStoppedHasNoOutcome() throws {
    let stop = StopSignal()
    stop.request()
    #expect(try Trial(SmallMarket.rules(), warmup: 1, ticks: 1).run(stop: stop) == nil)
  }

  @Test func theRowTellsWhatWasMeasured() throws {
    let trial = Trial(try SmallMarket.rules(), warmup: 0, ticks: 4)
    let outcome = try #require(try trial.run())
    let entry = try #require(TrialPlan(.standard, trials: 1, seed: 1).entries.first)
    let record = TrialRecord(outcome, of: trial, entry, design: .standard, machine: "m", build: "b")
    #expect(record.configName == entry.config.profileName && record.trial == 1 && record.order == 1)
    #expect(record.agents == 600 && record.symbols == 3 && record.ticks == 4 && record.seed == 42)
    #expect(record.stateHash == outcome.stateHash && record.totalOrders == outcome.orders)
    #expect(record.phaseMilliseconds.reduce(0, +) <= record.elapsedMilliseconds)
    #expect(record.machine == "m" && record.build == "b")
  }
}

extension String {
  fileprivate func leftPadded(to length: Int) -> String {
    String(repeating: "0", count: max(0, length - count)) + self
  }
}
