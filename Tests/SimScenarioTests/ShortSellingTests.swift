import SimAgents
import SimEngine
import SimHooks
import SimTestSupport
import SimTypes
import Testing

/// Short selling in scenes of two or three agents: what is allowed, what it costs, what ends it.
@Suite struct ShortSellingTests {
  /// Symbol at 100 dollars; a bull with cash and shares, whose orders answer the bear's.
  private func scene(
    bear: [String: Double] = ["sells_at": 2], bull: [String: Double] = ["buys_at": 2], cash: Double = 100_000,
    ticks: Int = 4, _ change: (inout SimulationConfig) -> Void = { _ in }
  ) throws -> Scene {
    var config = SimulationConfig()
    config.run.ticks = ticks
    config.run.workers = 1
    config.symbols = [.init(name: "ACME", sector: "all", initialPrice: 100)]
    config.symbols[0].sharesOutstanding = 10_000
    config.populations = [("bear", "scripted_bear", bear), ("bull", "scripted", bull)].map { name, strategy, script in
      var population = SimulationConfig.Population(name: name, strategy: strategy, count: 1)
      population.parameters = script.sorted { $0.key < $1.key }.map {
        .init(name: $0.key, distribution: .constant($0.value))
      }
      return population
    }
    config.populations[0].cash = .constant(cash)
    config.populations[1].shares = .constant(1_000)
    change(&config)
    let registry = StrategyRegistry([Scripted.self, ScriptedBear.self])
    return Scene(Simulation(try SimulationRules(config, registry: registry), hooks: [InvariantWatch()]))
  }

  private final class Scene {
    let simulation: Simulation
    init(_ simulation: Simulation) { self.simulation = simulation }

    func run(_ ticks: Int) throws { for _ in 0..<ticks { try simulation.step() } }
    func refused(_ reason: RejectReason) -> Int { simulation.totals.rejected[reason.rawValue] }
    var trades: Int { simulation.totals.trades }
    var accounts: AccountView { simulation.frame.accounts }
    var lent: Int64 { simulation.frame.lending?.lent(0) ?? -1 }
    var available: Int64 { (simulation.frame.lending?.pool(0) ?? 0) - lent }
  }

  @Test func withoutLendingAShortSaleIsRefused() throws {
    let scene = try scene { $0.market.shortSelling.enabled = false }
    try scene.run(4)
    #expect(scene.refused(.insufficientShares) == 1 && scene.simulation.totals.ordersRejected == 1)
    #expect(scene.trades == 0 && scene.simulation.frame.lending == nil)
  }

  @Test func aShortSaleBorrowsAndACoverReturns() throws {
    let scene = try scene(
      bear: ["sells_at": 2, "buys_at": 5], bull: ["buys_at": 2, "sells_at": 5], ticks: 8)
    try scene.run(3)
    #expect(scene.trades == 1 && scene.accounts.quantity[0] == -100)
    #expect(scene.lent == 100 && scene.available == 1_900)
    #expect(scene.accounts.cost[0] == -10_000 * Cash.unitsPerDollar)
    // The proceeds and half as much again are locked.
    #expect(scene.accounts.cash[0] == 110_000 * Cash.unitsPerDollar)
    #expect(scene.accounts.freeCash[0] == 95_000 * Cash.unitsPerDollar)
    try scene.run(3)
    #expect(scene.trades == 2 && scene.accounts.quantity[0] == 0 && scene.accounts.cost[0] == 0)
    #expect(scene.lent == 0 && scene.available == 2_000)
    #expect(scene.accounts.freeCash[0] == scene.accounts.cash[0])
  }

  @Test func theLimitOfAnAgentHolds() throws {
    let within = try scene(bear: ["sells_at": 2, "sells": 500], bull: ["buys_at": 2, "buys": 500], cash: 1e6)
    try within.run(3)
    #expect(within.accounts.quantity[0] == -500)
    let beyond = try scene(bear: ["sells_at": 2, "sells": 501], bull: ["buys_at": 2, "buys": 501], cash: 1e6)
    try beyond.run(3)
    #expect(beyond.trades == 0 && beyond.refused(.shortLimit) == 1)
  }

  /// Four orders of 200 in one tick are one attempt to be 800 short.
  @Test func severalOrdersOfATickShareTheLimit() throws {
    let scene = try scene(
      bear: ["sells_at": 2, "sells": 200, "times": 4], bull: ["buys_at": 2, "buys": 800], cash: 1e6)
    try scene.run(3)
    #expect(scene.refused(.shortLimit) == 2 && scene.accounts.quantity[0] == -400 && scene.lent == 400)
  }

  @Test func theSymbolsOwnTermsGoBeforeTheMarkets() throws {
    let scene = try scene(bear: ["sells_at": 2, "sells": 501], bull: ["buys_at": 2, "buys": 501], cash: 1e6) {
      $0.symbols[0].shortLimit = 600
      $0.symbols[0].borrowPool = 0.0502
    }
    try scene.run(3)
    #expect(scene.accounts.quantity[0] == -501 && scene.available == 1)
  }

  @Test func whatNobodyLendsIsNotSold() throws {
    let enough = try scene { $0.market.shortSelling.borrowPool = 0.01 }
    try enough.run(3)
    #expect(enough.trades == 1 && enough.available == 0)
    let short = try scene { $0.market.shortSelling.borrowPool = 0.0099 }
    try short.run(3)
    #expect(short.trades == 0 && short.refused(.noBorrow) == 1 && short.simulation.totals.orders == 1)
    #expect(short.accounts.rejected[0] == 1 && short.accounts.orders[0] == 0)
    let naked = try scene {
      $0.market.shortSelling.borrowPool = 0
      $0.market.shortSelling.locateRequired = false
    }
    try naked.run(3)
    #expect(naked.trades == 1 && naked.lent == 100)
  }

  /// The pool serves as many orders of a tick as it can, whole ones only, and each share once.
  @Test func manySellersOfATickShareThePool() throws {
    let scene = try scene(bear: ["sells_at": 2], bull: ["buys_at": 2, "buys": 800], ticks: 3) {
      $0.populations[0].count = 9
      $0.market.shortSelling.borrowPool = 0.055
    }
    try scene.run(3)
    #expect(scene.refused(.noBorrow) == 4 && scene.lent == 500 && scene.available == 50)
  }

  /// At 100 dollars a share 5,000 dollars secure 100 shares, beside the proceeds, and no more than 100.
  @Test func aShortSaleIsSecuredWithItsOwnersMoney() throws {
    let secured = try scene(bear: ["sells_at": 2, "reach": 0], cash: 5_000)
    try secured.run(3)
    #expect(secured.trades == 1 && secured.accounts.freeCash[0] == 0)
    let unsecured = try scene(bear: ["sells_at": 2, "reach": 0], cash: 4_999)
    try unsecured.run(3)
    #expect(unsecured.trades == 0 && unsecured.refused(.insufficientMargin) == 1)
    // A lower limit may bring less than the shares are worth, which somebody has to pay.
    let cheap = try scene(bear: ["sells_at": 2, "reach": 0.1], cash: 5_000)
    try cheap.run(3)
    #expect(cheap.refused(.insufficientMargin) == 1)
  }

  /// 100 shares of 100 dollars at 36.5 % a year of 365 days: 10 dollars a day.
  @Test func borrowingCostsItsFeeInCash() throws {
    let scene = try scene(ticks: 12) {
      $0.market.shortSelling.borrowRate = 0.365
      $0.market.shortSelling.feeInterval = 4
      ($0.risk.ticksPerDay, $0.risk.daysPerYear) = (1, 365)
    }
    // Sold in tick 2; ticks 3 … 7 are five days, paid up to at the end of tick 7.
    try scene.run(8)
    let fees = scene.simulation.frame.lending?.feesPaid ?? 0
    #expect((fees - 50 * Cash.unitsPerDollar).magnitude <= 1)
    #expect(scene.accounts.cash[0] == 110_000 * Cash.unitsPerDollar - fees && scene.accounts.realised[0] == -fees)
    try scene.run(3)
    #expect(scene.simulation.frame.lending?.feesPaid == fees)
  }

  /// The bear is secured at 100 dollars and called when the stock trades at 130, by a second bull who pays that.
  @Test func aPositionThatIsNoLongerSecuredIsBoughtBack() throws {
    let scene = try scene(
      bear: ["sells_at": 2, "reach": 0, "buys_at": 7], bull: ["buys_at": 2, "sells_at": 7], cash: 5_000, ticks: 12
    ) {
      for (name, strategy, parameters) in [
        ("rich", "scripted", ["buys_at": 4, "buys": 10, "reach": 0.2]),
        ("dear", "scripted", ["sells_at": 4, "sells": 10, "reach": -0.2]),
      ] {
        var population = SimulationConfig.Population(name: name, strategy: strategy, count: 1)
        population.shares = .constant(100)
        population.parameters = parameters.sorted { $0.key < $1.key }.map {
          .init(name: $0.key, distribution: .constant($0.value))
        }
        $0.populations.append(population)
      }
    }
    try scene.run(5)
    #expect(scene.simulation.frame.symbols.last[0] == 12_000 && scene.accounts.quantity[0] == -100)
    // 15,000 dollars secure 12,000 to less than 130 %: called every tick until somebody sells, in tick 7.
    try scene.run(3)
    #expect(scene.simulation.frame.lending?.marginCalls == 3 && scene.accounts.quantity[0] == 0)
    #expect(scene.refused(.marginCall) == 1)
    try scene.run(2)
    #expect(scene.simulation.frame.lending?.marginCalls == 3)
    #expect(scene.accounts.freeCash[0] == scene.accounts.cash[0] && scene.lent == 0)
  }

  /// What secures a position pays for its cover, and for nothing else.
  @Test func theLockedMoneyBuysOnlyTheCover() throws {
    let cover = try scene(
      bear: ["sells_at": 2, "reach": 0, "buys_at": 4], bull: ["buys_at": 2, "sells_at": 4], cash: 5_000, ticks: 6)
    try cover.run(6)
    #expect(cover.accounts.quantity[0] == 0 && cover.trades == 2)
    let more = try scene(
      bear: ["sells_at": 2, "reach": 0, "buys_at": 4, "buys": 100, "times": 2], bull: ["buys_at": 2, "sells_at": 4],
      cash: 5_000, ticks: 6)
    try more.run(6)
    // The first order closes the position with the lock; the second finds no free cash.
    #expect(more.refused(.insufficientCash) == 1 && more.accounts.quantity[0] == 0)
  }
}
