import SimColumns
import SimNews
import Testing

struct EconomyTests {
  private func fair(_ settings: EconomySettings, seed: UInt64 = 1, ticks: Int = 400) -> [[Double]] {
    let economy = Economy(settings, NewsFixture.companies(11, sectors: 3), sectorCount: 3, seed: seed)
    let fair = Column<Double>(count: 11, filledWith: 0)
    return (0..<ticks).map {
      economy.advance(to: UInt32($0), fair: fair.view)
      return fair.view.array()
    }
  }

  @Test func aSeedIsAnEconomy() {
    #expect(fair(EconomySettings()) == fair(EconomySettings()))
    #expect(fair(EconomySettings()) != fair(EconomySettings(), seed: 2))
  }

  /// The first fair values are the initial prices and one tick's wandering.
  @Test func itOpensAtTheInitialPrice() {
    for (company, value) in zip(NewsFixture.companies(11), fair(EconomySettings())[0]) {
      #expect(abs(value / Double(company.initialTicks) - 1) < 0.005)
    }
  }

  /// News move fair values by what they change about the company, and by nothing else.
  @Test func fairValuesFollowTheNews() {
    let companies = NewsFixture.companies(11, sectors: 3)
    let economy = Economy(NewsFixture.newsOnly(), companies, sectorCount: 3, seed: 1)
    let fair = Column<Double>(count: 11, filledWith: 0)
    var previous = companies.map { Double($0.initialTicks) }
    var moves = 0
    for tick in 0..<UInt32(3_000) {
      economy.advance(to: tick, fair: fair.view)
      for symbol in 0..<11 where fair.view[symbol] != previous[symbol] {
        moves += 1
        let events = economy.news.latest.filter { $0.kind != .sector && $0.concerns(symbol: symbol, sector: -1) }
        let sentiment = events.reduce(0) { $0 + $1.sentiment }
        #expect(events.count == 1, "symbol \(symbol) moved at \(tick)")
        #expect((fair.view[symbol] > previous[symbol]) == (sentiment > 0))
      }
      previous = fair.view.array()
    }
    #expect(moves > 20)
  }

  @Test func companiesNeedTheirSector() async {
    await #expect(processExitsWith: .failure) {
      _ = Economy(EconomySettings(), [Company(initialTicks: 100, sector: 1)], sectorCount: 1, seed: 0)
    }
  }
}
