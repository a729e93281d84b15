import SimEngine
import SimHooks
import Testing

/// The hooks on the engine itself: they find nothing wrong, agree with its counts, and change nothing.
struct RealRunTests {
  private func rules(workers: Int) throws -> SimulationRules {
    var config = SimulationConfig()
    config.run.ticks = 60
    config.run.workers = workers
    config.symbols = (0..<3).map { .init(name: "S\($0)", sector: "all", initialPrice: 100) }
    config.populations = [
      .init(name: "noise", strategy: "noise_trader", count: 600),
      .init(name: "makers", strategy: "market_maker", count: 9),
    ]
    for index in config.populations.indices { config.populations[index].shares = .constant(500) }
    return try SimulationRules(config, registry: .standard)
  }

  @Test(arguments: [1, 2])
  func aWatchedRunIsSoundAndUnchanged(workers: Int) throws {
    let (watch, metrics, log) = (InvariantWatch(), MetricsHook(), TradeLogHash())
    let rules = try rules(workers: workers)
    let end = try Simulation(rules, hooks: [watch, metrics, log], grain: 1).run()
    #expect(watch.ticksChecked == 60)
    #expect(metrics.metrics.totals == end.totals && metrics.metrics.ticks == 60)
    #expect(end.totals.trades > 0 && metrics.metrics.fillRate > 0 && metrics.metrics.fillRate <= 1)
    #expect(try Simulation(rules).run().stateHash == end.stateHash)
    let alone = TradeLogHash()
    _ = try Simulation(self.rules(workers: 1), hooks: [alone]).run()
    #expect(alone.value == log.value && log.value != TradeLogHash().value)
  }
}
