import SimEngine
import SimNews
import SimStorage
import SimTestSupport
import Testing

/// News in the database are those of the run.
struct StoredEventsTests {
  private final class Reporter: SimulationHook {
    let name = "reporter"
    var events: [NewsEvent] = []
    func tickEnds(_ frame: borrowing TickFrame) { events += frame.events }
  }

  @Test func everyEventIsStoredWithItsHeadline() throws {
    var config = SmallMarket.config(agents: 60, symbols: 4, ticks: 400)
    config.economy.news.earnings.occurrence.probability = 0.2
    config.economy.news.earnings.occurrence.minInterval = 3
    config.economy.news.rate.occurrence.probability = 0.1
    config.economy.news.rate.occurrence.minInterval = 3
    config.economy.news.sector.occurrence.probability = 0.2
    config.economy.news.sector.occurrence.minInterval = 3
    let rules = try SmallMarket.rules(config)
    let folder = try TemporaryFolder()
    let path = folder.path("results.db")
    let description = RunDescription(version: "test", configHash: "0", configJSON: "{}", machine: "test")
    let clock = StorageClock { 1_800_000_000 }
    let storage = try StorageHook(path: path, settings: config.storage, description: description, clock: clock)
    let reporter = Reporter()
    _ = try Simulation(rules, hooks: [storage, reporter]).run()

    let run = try #require(storage.runID)
    let stored = try StorageReader(path: path).events(run: run)
    #expect(stored.count == reporter.events.count)
    let names = rules.symbols.map(\.name)
    for (row, event) in zip(stored, reporter.events) {
      #expect(row.tick == Int(event.tick) && row.kind == event.kind.name)
      #expect(row.sentiment == event.sentiment && row.magnitude == event.magnitude)
      #expect(row.durationTicks == Int(event.duration))
      #expect(row.headline == event.headline(symbols: names, sectors: rules.sectors))
      switch event.reach {
      case .symbol(let target): #expect(row.symbol == names[target] && row.sector == nil)
      case .sector(let target): #expect(row.symbol == nil && row.sector == rules.sectors[target])
      case .everybody: #expect(row.symbol == nil && row.sector == nil)
      }
    }
    #expect(Set(reporter.events.map(\.kind)).count >= 3)
  }
}
