import SimEngine
import SimTestSupport
import Testing

/// Hooks hear of everything once, in order, and of the end whatever happens.
struct HookLifeTests {
  struct Refusal: Error, Equatable {}

  final class Diary: SimulationHook {
    let name: String
    let pages: Pages
    let failsAtTick: UInt32?
    init(_ name: String, _ pages: Pages, failsAtTick: UInt32? = nil) {
      (self.name, self.pages, self.failsAtTick) = (name, pages, failsAtTick)
    }
    func runStarts(_ run: RunContext) throws { pages.lines.append("\(name) starts") }
    func tickEnds(_ frame: borrowing TickFrame) throws {
      pages.lines.append("\(name) \(frame.tick)")
      if frame.tick == failsAtTick { throw Refusal() }
    }
    func runEnds(_ end: RunEnd) throws { pages.lines.append("\(name) ends \(end.outcome.rawValue) \(end.ticks)") }
  }

  final class Pages { var lines: [String] = [] }

  @Test func everyCallOnceInRegistrationOrder() throws {
    let pages = Pages()
    let rules = try SmallMarket.rules(SmallMarket.config(agents: 40, ticks: 2))
    _ = try Simulation(rules, hooks: [Diary("a", pages), Diary("b", pages)]).run()
    #expect(
      pages.lines == [
        "a starts", "b starts", "a 0", "b 0", "a 1", "b 1", "a ends completed 2", "b ends completed 2",
      ])
  }

  @Test func aHookThatFailsEndsTheRunAndEverybodyIsTold() throws {
    let pages = Pages()
    let rules = try SmallMarket.rules(SmallMarket.config(agents: 40, ticks: 9, workers: 2))
    let simulation = Simulation(rules, hooks: [Diary("a", pages, failsAtTick: 1), Diary("b", pages)], grain: 0)
    #expect(throws: Refusal()) { try simulation.run() }
    #expect(pages.lines.suffix(3) == ["a 1", "a ends failed 2", "b ends failed 2"])
  }

  @Test func aRequestToStopEndsTheRunAfterTheTickUnderWay() throws {
    final class Stopper: SimulationHook {
      let name = "stopper"
      var signal: StopSignal?
      func tickEnds(_ frame: borrowing TickFrame) { if frame.tick == 4 { signal?.request() } }
    }
    let stopper = Stopper()
    let rules = try SmallMarket.rules(SmallMarket.config(agents: 40, ticks: 100))
    let simulation = Simulation(rules, hooks: [stopper])
    stopper.signal = simulation.stop
    let end = try simulation.run()
    #expect(end.outcome == .interrupted && end.ticks == 5)
  }
}
