import SimEngine
import Testing

@testable import SimStorage

struct TradeLogChoiceTests {
  // 5 million trades are expected of 1,000 agents in 400,000 ticks, and still rows.
  @Test(arguments: [
    (1, 1, SimulationConfig.TradeLog.rows), (1_000, 400_000, .rows), (1_000, 400_001, .packed),
    (100_000, 20_000, .packed), (.max, .max, .packed),
  ])
  func autoFollowsTheExpectedTrades(agents: Int, ticks: Int, expected: SimulationConfig.TradeLog) {
    #expect(TradeLogChoice.resolve(.auto, agents: agents, ticks: ticks) == expected)
  }

  @Test(arguments: [SimulationConfig.TradeLog.rows, .packed, .off, .sampled(every: 3)])
  func whatWasChosenStays(log: SimulationConfig.TradeLog) {
    for agents in [1, 10_000_000] { #expect(TradeLogChoice.resolve(log, agents: agents, ticks: 1_000_000) == log) }
  }
}
