import SimAgents
import SimEngine
import SimQuant
import SimTestSupport
import SimTypes
import Testing

/// Strategies read the indicators they declared, as of the candle that closed last.
struct IndicatorPhaseTests {
  private func rules(_ config: SimulationConfig) throws -> SimulationRules {
    try SimulationRules(config, registry: SmallMarket.registryWithReaders)
  }

  @Test func distinctDeclarationsAreComputedOnce() throws {
    var config = SmallMarket.withReaders(SmallMarket.config())
    config = SmallMarket.withReaders(config)
    config.populations[4].name = "more readers"
    config.populations[4].parameters = [.init(name: "period", distribution: .constant(4))]
    #expect(
      try rules(config).indicators == [
        .sma(period: 1), .sma(period: 2), .sma(period: 3), TrendReader.vwap, TrendReader.change, .sma(period: 4),
      ])
    #expect(try SmallMarket.rules().indicators.isEmpty)
  }

  /// What agents read in a tick, against plain formulas on the candles that had closed before it.
  @Test func agentsReadWhatTheClosedCandlesSay() throws {
    let rules = try rules(SmallMarket.withReaders(SmallMarket.config(symbols: 3, ticks: 80)))
    let simulation = Simulation(rules)
    let readers = try #require(rules.populations.last)
    let readings = simulation.frame.accounts.strategySpace.rebound(to: TrendReader.Reading.self)
    var history = [[Candle]](repeating: [], count: 3)
    var known = 0
    for tick in 0..<80 {
      try simulation.step()
      for agent in readers.rows {
        let symbol = Int(simulation.frame.accounts.symbol[agent])
        let candles = history[symbol]
        let period = TrendReader.period(readers, seed: rules.seed, agent: agent)
        let found = readings[agent]
        known += [found.average, found.vwap, found.change].count { !$0.isNaN }
        Self.compare(found.average, Self.mean(candles, period), "average over \(period), tick \(tick)")
        Self.compare(found.vwap, Self.vwap(candles, 4), "vwap, tick \(tick)")
        Self.compare(found.change, Self.change(candles, 3), "change, tick \(tick)")
      }
      let candles = simulation.frame.candles
      guard candles.closes(0, at: UInt32(tick)) else { continue }
      for symbol in history.indices { history[symbol].append(candles.lastClosed(0, symbol: symbol)) }
    }
    #expect(history[0].count == 20 && known > 60 * 3 * 60)
    #expect(Set(history[0].map(\.close)).count > 5, "prices that stand still prove nothing")
  }

  private static func compare(_ found: Double, _ expected: Double?, _ what: String) {
    guard let expected else {
      #expect(found.isNaN, "\(what)")
      return
    }
    #expect(abs(found - expected) <= 1e-9 * max(1, expected.magnitude), "\(what)")
  }

  private static func mean(_ candles: [Candle], _ period: Int) -> Double? {
    guard candles.count >= period else { return nil }
    return Double(candles.suffix(period).reduce(0) { $0 + Int($1.close) }) / Double(period)
  }

  private static func vwap(_ candles: [Candle], _ period: Int) -> Double? {
    guard candles.count >= period, let last = candles.last else { return nil }
    func typical(_ candle: Candle) -> Double { Double(candle.high + candle.low + candle.close) / 3 }
    let volume = candles.suffix(period).reduce(0) { $0 + $1.volume }
    guard volume > 0 else { return typical(last) }
    return candles.suffix(period).reduce(0) { $0 + typical($1) * Double($1.volume) } / Double(volume)
  }

  private static func change(_ candles: [Candle], _ period: Int) -> Double? {
    guard candles.count > period, let last = candles.last else { return nil }
    return (Double(last.close) / Double(candles[candles.count - 1 - period].close) - 1) * 100
  }

  /// Symbols enough for several items, so that workers do share the phase.
  @Test(arguments: [1, 2, 3], [true, false])
  func manySymbolsGiveOneHash(workers: Int, isParallel: Bool) throws {
    func end(_ workers: Int, _ isParallel: Bool) throws -> RunEnd {
      var config = SmallMarket.withReaders(
        SmallMarket.config(agents: 800, symbols: 150, ticks: 24, workers: workers), readers: 300)
      config.parallel[.indicators] = isParallel
      return try Simulation(rules(config), grain: 0).run()
    }
    let (expected, found) = (try end(1, false), try end(workers, isParallel))
    #expect(found.stateHash == expected.stateHash)
    let (a, b) = (expected.accounts.strategySpace, found.accounts.strategySpace)
    for agent in 800..<1_100 {
      let (one, two) = (a.rebound(to: TrendReader.Reading.self)[agent], b.rebound(to: TrendReader.Reading.self)[agent])
      #expect(one.vwap.bitPattern == two.vwap.bitPattern && !one.vwap.isNaN)
    }
    #expect((800..<1_100).contains { found.accounts.fills[$0] > 0 }, "readers that never trade prove nothing")
  }

  /// The phase takes time in the ticks after a candle closed, and none in the others or when nobody declared anything.
  @Test func onlyTicksAfterACloseHaveWork() throws {
    let busy = Simulation(try rules(SmallMarket.withReaders(SmallMarket.config())))
    var ticksWithWork: [UInt32] = []
    for _ in 0..<17 {
      let before = busy.trace.phases[Phase.indicators.rawValue].total
      try busy.step()
      if busy.trace.phases[Phase.indicators.rawValue].total > before { ticksWithWork.append(busy.tick - 1) }
    }
    #expect(ticksWithWork == [4, 8, 12, 16])
    let idle = Simulation(try SmallMarket.rules())
    try idle.run(17)
    #expect(idle.trace.phases[Phase.indicators.rawValue].total == 0)
  }
}
