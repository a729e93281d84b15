import SimEngine
import SimTestSupport
import Testing

@testable import SimReport

struct PhaseTrafficTests {
  private func outcome(_ rules: SimulationRules, ticks: Int) throws -> Trial.Outcome {
    try #require(try Trial(rules, warmup: 2, ticks: ticks).run())
  }

  private func volume() throws -> TickVolume {
    let rules = try SmallMarket.rules()
    var volume = TickVolume(rules, try outcome(rules, ticks: 10), ticks: 10)
    (volume.agents, volume.symbols, volume.timeframes, volume.marksPerTick) = (1_000, 10, 2, 0.25)
    (volume.sent, volume.accepted, volume.filled, volume.trades) = (100, 90, 20, 15)
    (volume.hasEconomy, volume.lends, volume.lanes) = (false, false, 0)
    (volume.sleepers, volume.woken, volume.borrowers) = (640, 3, 50)
    (volume.jointAgents, volume.legs) = (20, 60)
    return volume
  }

  /// Worked by hand from the formulas of docs/profiling.md.
  @Test func bytesAreThoseOfTheColumns() throws {
    let volume = try volume()
    let expected: [(Phase, Double)] = [
      (.news, 0), (.locates, 0), (.wakeConditions, 12 * 10 + 3 * (5 + 64 + 256)),
      (.agentCollection, 4 * 360 + 100 * (64 + 17)), (.orderValidation, 100 * (17 + 128) + 90 * 12 + 4 * 50),
      (.auctions, 90 * 16 + 15 * 21 + 1_280),
      (.tradeUpdates, 15 * 21 + 640), (.candleUpdates, 10 * (96 + 24)),
      (.fillNotifications, 100 * 8 + 20 * (17 + 384)),
      (.riskTracking, 0.25 * (1_000 * (80 + 1.875) + 16 * 60 + 8 * 20)),
    ]
    for (phase, bytes) in expected { #expect(PhaseTraffic(phase, volume)?.bytes == bytes, "\(phase)") }
    #expect(PhaseTraffic(.hooks, volume) == nil)
  }

  @Test func countsOfATickAreThoseOfTheTrial() throws {
    let rules = try SmallMarket.rules()
    let outcome = try outcome(rules, ticks: 10)
    let volume = TickVolume(rules, outcome, ticks: 10)
    #expect(volume.agents == 600 && volume.symbols == 3 && volume.timeframes == rules.candleTimeframes.count)
    #expect(volume.accepted == Double(outcome.orders) / 10 && volume.accepted > 0)
    #expect(volume.sent == volume.accepted + Double(outcome.rejected) / 10 && volume.sent >= volume.accepted)
    #expect(volume.filled == Double(outcome.filledOrders) / 10 && volume.filled > 0 && volume.trades > 0)
    #expect(volume.marksPerTick == 1 / Double(rules.config.risk.interval))
    #expect(volume.sleepers == 0 && volume.woken == 0 && volume.legs == 0 && volume.jointAgents == 0)
    #expect(volume.borrowers == 60, "the makers")
  }

  /// Agents with several symbols have an account for each; who sleeps is not asked every tick.
  @Test func sleepersAndLegsAreCounted() throws {
    var config = SmallMarket.withSleepers(SmallMarket.config(), sleepers: 70)
    for (strategy, count) in [("sector_rotator", 4), ("pairs_trading", 5)] {
      config.populations.append(.init(name: strategy, strategy: strategy, count: count))
    }
    let rules = try SmallMarket.rules(config)
    let outcome = try outcome(rules, ticks: 20)
    let volume = TickVolume(rules, outcome, ticks: 20)
    #expect(volume.agents == 679 && volume.sleepers == 70, "rotators wake themselves")
    #expect(volume.jointAgents == 9 && volume.legs == 4 * 3 + 5 * 2)
    #expect(volume.borrowers == 60 + 5 * 2)
    #expect(volume.woken == Double(outcome.woken) / 20 && volume.woken > 1)
  }

  @Test func theRooflineHasARowForEveryPhaseThatTookTime() throws {
    let rules = try SmallMarket.rules(SmallMarket.withSleepers(SmallMarket.config()))
    let bandwidth = MemoryBandwidth(workers: 1, figures: [.init(bufferBytes: 1 << 20, gigabytesPerSecond: 10)])
    let roofline = Roofline(rules, try outcome(rules, ticks: 10), ticks: 10, bandwidth)
    let due = Phase.allCases.filter { ![.indicators, .hooks].contains($0) }
    #expect(roofline.rows.map(\.phase) == due, "nobody reads indicators here")
    for row in roofline.rows {
      #expect((row.gigabytesPerSecond * row.microseconds * 1e3 / row.traffic.bytes - 1).magnitude < 1e-9)
      #expect((row.fraction - row.gigabytesPerSecond / 10).magnitude < 1e-12)
      #expect(row.traffic.intensity > 0 && row.gigaoperationsPerSecond > 0)
    }
    #expect(roofline.text.contains("risk_tracking") && !roofline.text.contains("nan"))
  }
}
