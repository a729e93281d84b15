import SimAgents
import SimColumns
import SimEngine
import SimMarket
import SimNews
import SimTestSupport
import Testing

/// The economy within the tick: the same numbers as alone, before anybody decides, whoever shares the work.
struct NewsPhaseTests {
  private static func config(ticks: Int = 60, workers: Int = 1) -> SimulationConfig {
    var config = SmallMarket.config(agents: 120, symbols: 9, ticks: ticks, workers: workers)
    config.economy.news.earnings.occurrence.probability = 0.2
    config.economy.news.earnings.occurrence.minInterval = 3
    config.economy.sectors = [.init(name: "Sector1")]
    config.economy.sectors[0].company.growth = 0.01
    config.symbols[1].company.growth = 0.02
    config.symbols[4].company.volatility = 0
    return config
  }

  @Test(arguments: [1, 2, 3])
  func theEconomyInARunIsTheEconomyAlone(workers: Int) throws {
    let rules = try SmallMarket.rules(Self.config(workers: workers))
    let economy = try #require(rules.economy)
    let alone = Economy(economy.settings, economy.companies, sectorCount: rules.sectors.count, seed: rules.seed)
    let fair = Column<Double>(count: 9, filledWith: 0)
    let simulation = Simulation(rules, grain: 0)
    var count = 0
    for tick in 0..<UInt32(60) {
      try simulation.step()
      alone.advance(to: tick, fair: fair.view)
      #expect(simulation.frame.symbols.fair.array() == fair.view.array())
      #expect(Array(simulation.frame.events) == Array(alone.news.latest))
      count += simulation.frame.events.count
    }
    #expect(count > 3)
  }

  @Test func symbolsWinOverSectorsAndSectorsOverEverybody() throws {
    let companies = try #require(try SmallMarket.rules(Self.config()).economy).companies
    #expect(companies.map(\.growth) == [0.05, 0.02, 0.05, 0.01, 0.05, 0.01, 0.05, 0.01, 0.05])
    #expect(companies[4].volatility == 0 && companies[5].volatility == 0.000_5)
    #expect(companies.map(\.sector) == [0, 1, 0, 1, 0, 1, 0, 1, 0])
  }

  /// Writes down what deciding agents see.
  private final class NewsReader: StrategyTable {
    static let schema = StrategySchema(
      name: "news_reader", tier: 1, summary: "reads the news", parameters: [], ordersPerTickMax: 1)
    private let seen: Column<Int32>  // row = the population's agent: the last event it knows of

    init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
      seen = Column(count: population.rows.count, filledWith: -1)
    }

    var byteCount: Int { 0 }

    func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
      for row in chunk.rows {
        let news = world.news
        seen.view[row - chunk.firstRow] = news?.lastId ?? -1
        precondition(news?.latest.allSatisfy { $0.tick == world.tick } ?? true, "the latest are this tick's")
        world.accounts.realised[row] = Int64(news?.lastId ?? -1)
      }
    }
  }

  @Test(arguments: [true, false])
  func agentsReadTheTicksNews(enabled: Bool) throws {
    var config = Self.config()
    config.economy.enabled = enabled
    config.populations = [.init(name: "readers", strategy: "news_reader", count: 5)]
    let rules = try SimulationRules(config, registry: StrategyRegistry([NewsReader.self]))
    let simulation = Simulation(rules)
    for _ in 0..<60 {
      try simulation.step()
      let known = Int64(simulation.frame.economy?.news.lastId ?? -1)
      #expect((0..<5).allSatisfy { simulation.frame.accounts.realised[$0] == known })
    }
    #expect((simulation.frame.economy != nil) == enabled)
    if enabled { #expect(simulation.frame.accounts.realised[0] > 3) }
  }
}
