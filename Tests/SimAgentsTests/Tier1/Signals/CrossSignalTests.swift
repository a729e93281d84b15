import Testing

@testable import SimAgents

struct CrossSignalTests {
  @Test func onlyACrossingAsksForSomething() {
    var stance: Int8 = 0
    let steps = [(false, true), (true, true), (true, true), (true, false), (true, false), (false, true), (true, true)]
      .map { CrossSignal.step(&stance, isKnown: $0.0, isAbove: $0.1) }
    #expect(
      steps == [
        SignalStep.none, SignalStep.none, SignalStep.none, SignalStep.sell, SignalStep.none, SignalStep.none,
        SignalStep.buy,
      ])
  }
}
