import SimAgents
import SimColumns
import SimEngine
import SimHooks
import SimMarket
import SimTestSupport
import SimTypes
import Testing

/// Agents with several symbols: one purse, a position in each symbol, one place to ask for all of it.
struct JointAccountsTests {
  /// One agent of three symbols at 100 dollars, and one that takes the other side of each of its orders; both a tenth
  /// beyond the last price, so that they trade at it. `script[tick][leg]`: shares, negative to sell. In tick `leap` two
  /// others trade B half higher, or by as much as it says.
  private func scene(
    _ script: [[Int]], cash: Double, bLeapsAt leap: Int? = nil, by rise: Double = 0.5
  ) throws -> Simulation {
    var config = SimulationConfig()
    config.run.ticks = script.count
    config.run.workers = 1
    config.risk.interval = 1
    config.market.shortSelling.borrowRate = 0
    config.symbols = ["A", "B", "C"].map { .init(name: $0, sector: "all", initialPrice: 100) }
    for index in 0..<3 { config.symbols[index].sharesOutstanding = 10_000 }
    for (name, sign, cash, shares) in [("actor", 1, cash, 0.0), ("market", -1, 1e6, 1_000)] {
      var population = SimulationConfig.Population(name: name, strategy: "joint_script", count: 1)
      population.cash = .constant(cash)
      population.shares = .constant(shares)
      for (tick, legs) in script.enumerated() {
        for (leg, shares) in legs.enumerated() {
          population.parameters.append(
            .init(name: "tick\(tick)_leg\(leg)", distribution: .constant(Double(sign * shares))))
        }
      }
      config.populations.append(population)
    }
    for (side, reach) in leap == nil ? [] : [("sells", -rise), ("buys", rise + 0.1)] {
      var population = SimulationConfig.Population(name: side, strategy: "scripted", count: 1)
      population.symbols = .named(["B"])
      population.cash = .constant(1e6)
      population.shares = .constant(100)
      population.parameters = [
        .init(name: side + "_at", distribution: .constant(Double(leap ?? 0))),
        .init(name: "reach", distribution: .constant(reach)),
      ]
      config.populations.append(population)
    }
    return Simulation(
      try SimulationRules(config, registry: StrategyRegistry([JointScript.self, Scripted.self])),
      hooks: [InvariantWatch()])
  }

  private static let dollar = Cash.unitsPerDollar

  @Test func ordersForAllSymbolsArePaidFromOnePurse() throws {
    // A buy holds its limit, 110 a share: the second of the first tick finds 4,000 of the 15,000 dollars.
    let simulation = try scene([[100, 100, 0], [0, 0, 40]], cash: 15_000)
    try simulation.step()
    #expect(simulation.totals.rejected[RejectReason.insufficientCash.rawValue] == 1 && simulation.totals.trades == 1)
    var total = simulation.frame.portfolio.total(ofAgent: 0)
    #expect(total.cash == 5_000 * Self.dollar && total.value == 10_000 * Self.dollar)
    #expect(simulation.frame.accounts.freeCash[0] == 5_000 * Self.dollar, "what was held and not needed is free")
    // The third symbol's account has never had a dollar of its own.
    try simulation.step()
    #expect(simulation.totals.trades == 2 && simulation.totals.ordersRejected == 1)
    total = simulation.frame.portfolio.total(ofAgent: 0)
    #expect(total.cash == 1_000 * Self.dollar && total.equity == 15_000 * Self.dollar)
    #expect((0..<3).map { simulation.frame.accounts.cash[$0] } == [1_000 * Self.dollar, 0, 0])
  }

  @Test func whatOneSymbolBringsBuysTheOther() throws {
    let simulation = try scene([[0, 90, 0], [0, -90, 0], [80, 0, 0]], cash: 10_000)
    for _ in 0..<3 { try simulation.step() }
    #expect(simulation.totals.trades == 3 && simulation.totals.ordersRejected == 0)
    #expect(simulation.frame.portfolio.positions(ofAgent: 0).map(\.quantity) == [80, 0, 0])
    #expect(simulation.frame.accounts.freeCash[0] == 2_000 * Self.dollar)
  }

  @Test func aShortPositionIsSecuredByItsOwnAccountOutOfThePurse() throws {
    let simulation = try scene([[0, -100, 0], [150, 0, 0], [0, 100, 0], [50, 0, 0]], cash: 10_000)
    try simulation.step()
    let accounts = simulation.frame.accounts
    // 150 % of 10,000 stay with the position: its proceeds, and half as much from the purse.
    #expect(accounts.cash[1] == 15_000 * Self.dollar && accounts.freeCash[1] == 0)
    #expect(accounts.cash[0] == 5_000 * Self.dollar && accounts.freeCash[0] == 5_000 * Self.dollar)
    #expect(simulation.frame.portfolio.total(ofAgent: 0).gross == 10_000 * Self.dollar)
    try simulation.step()
    let refused = simulation.totals.rejected[RejectReason.insufficientCash.rawValue]
    #expect(refused == 1, "what secures it buys nothing else")
    try simulation.step()
    #expect(accounts.cash[1] == 0 && accounts.freeCash[0] == 10_000 * Self.dollar)
    try simulation.step()
    #expect(simulation.frame.portfolio.position(ofAgent: 0, symbol: 0)?.quantity == 50)
    #expect(simulation.frame.portfolio.position(ofAgent: 0, symbol: 3) == nil)
  }

  @Test func aLargerShortThanThePurseSecuresIsRefused() throws {
    let simulation = try scene([[0, -150, -100]], cash: 10_000)
    try simulation.step()
    #expect(simulation.totals.rejected[RejectReason.insufficientMargin.rawValue] == 1)
    #expect(simulation.frame.portfolio.positions(ofAgent: 0).map(\.quantity) == [0, -150, 0])
  }

  /// 10,000 dollars sold short cost 15,000 after the leap, which 19,500 have to secure: 15,000 are there.
  @Test(arguments: [(cash: 10_000.0, called: false), (6_000, true)])
  func thePurseSupportsAShortPositionUntilItIsEmpty(cash: Double, called: Bool) throws {
    let simulation = try scene([[0, -100, 0], [0, 0, 0], [0, 0, 0]], cash: cash, bLeapsAt: 1)
    for _ in 0..<3 { try simulation.step() }
    let frame = simulation.frame
    let actor = try #require((0..<frame.rules.agentCount).first { frame.rules.population(ofAgent: $0).name == "actor" })
    let legs = frame.rules.layout.accounts(ofAgent: actor)
    #expect(frame.symbols.lastPrice(1).raw == 150 * Self.dollar)
    #expect(frame.accounts.cash[legs.lowerBound] == 0, "all that is left supports the position")
    #expect(frame.accounts.cash[legs.lowerBound + 1] == Int64(cash + 10_000) * Self.dollar)
    #expect(frame.lending?.marginCalls(ofAgent: legs.lowerBound + 1) == (called ? 1 : 0))
    #expect(frame.accounts.quantity[legs.lowerBound + 1] == -100, "nobody sells, so it is called again")
  }

  /// B costs 18,000 dollars to buy back after the leap, and 16,000 are there: the rest is a debt, which the purse takes
  /// over from the account it arose in. The invariant watch knows whose it is.
  @Test func aDebtIsThePurses() throws {
    let simulation = try scene(
      [[0, -100, 0], [0, 0, 0], [0, 100, 0], [0, 0, 0]], cash: 6_000, bLeapsAt: 1, by: 0.8)
    for _ in 0..<4 { try simulation.step() }
    let frame = simulation.frame
    let actor = try #require((0..<frame.rules.agentCount).first { frame.rules.population(ofAgent: $0).name == "actor" })
    let legs = frame.rules.layout.accounts(ofAgent: actor)
    #expect(legs.map { frame.accounts.quantity[$0] } == [0, 0, 0])
    #expect(legs.map { frame.accounts.cash[$0] } == [-2_000 * Self.dollar, 0, 0])
    #expect(legs.map { frame.lending?.marginCalls(ofAgent: $0) } == [0, 1, 0])
  }

  /// Whatever agents of one and of several symbols do, all sums hold, and portfolios, risk and ledgers tell one story.
  @Test func portfoliosAddUp() throws {
    var config = SmallMarket.ofBothMechanisms(
      SmallMarket.withFidgets(SmallMarket.config(agents: 200, symbols: 4, ticks: 60), fidgets: 120))
    config.risk.interval = 2
    let rules = try SimulationRules(config, registry: SmallMarket.registryOfAll)
    let simulation = Simulation(rules, hooks: [InvariantWatch()])
    var (shorts, supported) = (0, 0)
    for tick in 0..<60 {
      try simulation.step()
      let frame = simulation.frame
      let portfolio = frame.portfolio
      var (cash, realised): (Int64, Int64) = (0, 0)
      for agent in 0..<rules.agentCount {
        let (total, positions) = (portfolio.total(ofAgent: agent), portfolio.positions(ofAgent: agent))
        cash += total.cash
        realised += total.realised
        #expect(total.value == positions.reduce(0) { $0 + $1.value })
        #expect(total.unrealised == positions.reduce(0) { $0 + $1.unrealised })
        if tick % 2 == 1 { #expect(frame.risk.markedEquity[agent] == Double(total.equity)) }
        guard positions.count > 1 else { continue }
        for (leg, row) in rules.layout.accounts(ofAgent: agent).enumerated() {
          if frame.accounts.quantity[row] < 0 { shorts += 1 }
          guard leg > 0, frame.accounts.freeCash[row] > 0 else { continue }
          supported += 1
          #expect(frame.accounts.quantity[row] < 0, "only a short position is given more than it needs")
        }
      }
      #expect(cash == (0..<frame.accounts.count).reduce(0) { $0 + frame.accounts.cash[$1] })
      #expect(realised == (0..<frame.accounts.count).reduce(0) { $0 + frame.accounts.realised[$1] })
    }
    #expect(shorts > 0 && supported > 0, "\(shorts) short, \(supported) supported")
  }

  @Test func theyAreSpawnedBehindTheOthers() throws {
    var config = SmallMarket.withFidgets(SmallMarket.config(agents: 60, symbols: 3), fidgets: 24)
    config.populations.reverse()
    let rules = try SimulationRules(config, registry: SmallMarket.registryOfAll)
    #expect(rules.populations.suffix(2).map(\.name) == ["market_fidgets", "pair_fidgets"])
    #expect(rules.agentCount == 60 + 18 + 6 + 6 + 2)
    #expect(rules.layout.accountCount == rules.agentCount + 6 + 2 * 2)
    let simulation = Simulation(rules)
    for agent in 0..<rules.agentCount {
      let frame = simulation.frame
      #expect(frame.portfolio.total(ofAgent: agent).equity == rules.startEquity(ofAgent: agent))
      #expect(frame.risk.markedEquity[agent] == Double(rules.startEquity(ofAgent: agent)))
    }
  }
}

/// Sends for each of its symbols what its parameters say, a tenth beyond the last price.
private final class JointScript: StrategyTable, @unchecked Sendable {
  private static let (ticks, legs) = (5, 3)

  static var schema: StrategySchema {
    StrategySchema(
      name: "joint_script", tier: 1, summary: "follows a script in several symbols",
      parameters: (0..<ticks * legs).map {
        ParameterSpec(
          "tick\($0 / legs)_leg\($0 % legs)", unit: "shares", "bought, negative: sold", standard: .constant(0),
          allowed: -1e4...1e4, isInteger: true)
      },
      ordersPerTickMax: 1, shortSelling: .limited, symbolUse: .all(sectorsMin: 0))
  }

  private let script: [Int]

  init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    script = (0..<Self.ticks * Self.legs).map { draws.integer($0, row: population.rows.lowerBound) }
  }

  var byteCount: Int { 0 }

  func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    guard world.tick < Self.ticks else { return }
    for group in chunk.groups {
      for agent in 0..<group.agentCount {
        for (leg, row) in group.legs(agent).enumerated() {
          let (symbol, shares) = (group.symbols[leg], script[Int(world.tick) * Self.legs + leg])
          guard shares != 0 else { continue }
          box.append(
            agent: row, key: BoxKey(symbol: Int32(symbol), side: shares > 0 ? .buy : .sell),
            price: world.symbols.last[symbol] / 10 * (shares > 0 ? 11 : 9), quantity: Int32(abs(shares)))
        }
      }
    }
  }
}
