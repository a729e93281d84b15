import SimEngine
import SimHooks
import SimQuant
import SimTestSupport
import SimTypes
import Testing

struct RiskWatchTests {
  /// What a watch tells is what the agent's equities, one a mark, come to.
  @Test func figuresAreThoseOfTheEquityCurve() throws {
    var config = SmallMarket.config(agents: 200, ticks: 203)
    config.risk.interval = 2
    config.risk.watch = [150, 3]
    let rules = try SmallMarket.rules(config)
    let (watch, curves) = (RiskWatch(), CurveHook(rows: [149, 2], interval: 2))
    _ = try Simulation(rules, hooks: [watch, curves]).run()
    #expect(watch.figures.map(\.agent) == [AgentID(raw: 150), AgentID(raw: 3)])
    for (figure, curve) in zip(watch.figures, curves.curves) {
      let exact = RiskMetrics(equity: curve, rules.riskSettings)
      #expect(figure.metrics.periods == 101 && figure.metrics.totalReturn == exact.totalReturn)
      #expect(figure.metrics.historicalValueAtRisk == exact.historicalValueAtRisk)
      #expect(figure.metrics.expectedShortfall == exact.expectedShortfall)
      #expect(try #require(figure.metrics.expectedShortfall) > 0)
      let (found, sharpe) = (figure.metrics.sharpeLo2002, exact.sharpeLo2002)
      #expect((found == nil) == (sharpe == nil))
      if let found, let sharpe { #expect(abs(found - sharpe) <= 1e-3 * max(1, sharpe.magnitude)) }
    }
  }

  @Test func theWindowKeepsTheNewestReturnsOnly() throws {
    var config = SmallMarket.config(agents: 200, ticks: 100)
    config.risk.interval = 1
    config.risk.watch = [150]
    config.risk.window = 20
    let rules = try SmallMarket.rules(config)
    let (watch, curves) = (RiskWatch(), CurveHook(rows: [149], interval: 1))
    _ = try Simulation(rules, hooks: [watch, curves]).run()
    let recent = RiskMetrics(equity: curves.curves[0].suffix(21), rules.riskSettings)
    #expect(watch.figures[0].metrics.periods == 100)
    #expect(watch.figures[0].metrics.historicalValueAtRisk == recent.historicalValueAtRisk)
  }

  @Test func withoutAWatchListThereIsNothingToTell() throws {
    let watch = RiskWatch()
    _ = try Simulation(try SmallMarket.rules(), hooks: [watch]).run()
    #expect(watch.figures.isEmpty)
  }

  /// Equities of some agents at every mark, the start included.
  private final class CurveHook: SimulationHook {
    let name = "curves"
    let rows: [Int]
    let interval: Int
    private(set) var curves: [[Double]] = []

    init(rows: [Int], interval: Int) { (self.rows, self.interval) = (rows, interval) }

    func runStarts(_ run: RunContext) {
      curves = rows.map { [Double(run.rules.startEquity(ofAgent: $0))] }
    }

    func tickEnds(_ frame: borrowing TickFrame) {
      guard (Int(frame.tick) + 1).isMultiple(of: interval) else { return }
      for (place, row) in rows.enumerated() {
        curves[place].append(Double(frame.accounts.equity(row, frame.symbols)))
      }
    }
  }
}
