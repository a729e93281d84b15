import SimAgents
import SimEngine
import SimHooks
import SimMarket
import SimTestSupport
import SimTypes
import Testing

/// Both mechanisms inside the engine, with orders that rest: nothing is lost over long runs, whoever trades.
struct MechanismTests {
  /// Runs with the watch after every tick.
  @discardableResult private func watched(_ config: SimulationConfig) throws -> RunEnd {
    let watch = InvariantWatch()
    let rules = try SimulationRules(config, registry: SmallMarket.registryOfAll)
    let end = try Simulation(rules, hooks: [watch], grain: 0).run()
    #expect(end.outcome == .completed && watch.ticksChecked == config.run.ticks)
    return end
  }

  static let kinds = ["continuous", "call, gtc", "mixed"]

  private func market(_ kind: String, ticks: Int, seed: UInt64 = 42) -> SimulationConfig {
    var config = SmallMarket.withFidgets(
      SmallMarket.config(agents: 300, symbols: 4, ticks: ticks, workers: 2, seed: seed))
    switch kind {
    case "continuous": config.market.mechanism = "continuous"
    case "mixed": config = SmallMarket.ofBothMechanisms(config)
    default: for index in config.populations.indices { config.populations[index].timeInForce = "gtc" }
    }
    return config
  }

  @Test(arguments: kinds, [1, 77] as [UInt64])
  func theInvariantsHoldAfterEveryTick(kind: String, seed: UInt64) throws {
    let end = try watched(market(kind, ticks: 300, seed: seed))
    #expect(end.totals.trades > 3_000 && end.totals.cancels > 1_000)
    // Every way to be refused was tried, but for the band, which nobody drew.
    for reason in RejectReason.allCases where reason != .outsidePriceBand {
      let isImpossible = reason == .needsContinuousMarket && kind == "continuous"
      #expect((end.totals.rejected[reason.rawValue] == 0) == isImpossible, "\(reason)")
    }
    let lending = try #require(end.lending)
    #expect(lending.feesPaid > 0 && lending.marginCalls > 0)
  }

  @Test(arguments: ["random_time", "pro_rata", "arrival"])
  func theInvariantsHoldWithEveryMargin(margin: String) throws {
    var config = market("call, gtc", ticks: 200)
    config.market.margin = margin
    #expect(try watched(config).totals.trades > 2_000)
  }

  /// Who is served at the margin changes who trades, so the runs differ.
  @Test func everyMarginIsARuleOfItsOwn() throws {
    let hashes = try ["random_time", "pro_rata", "arrival"].map { margin in
      var config = market("mixed", ticks: 20)
      config.market.margin = margin
      return try watched(config).stateHash
    }
    #expect(Set(hashes).count == 3)
  }

  @Test(arguments: kinds) func aPriceBandKeepsEveryTradeWithinIt(kind: String) throws {
    var config = market(kind, ticks: 200)
    config.market.priceBand = 0.02
    for index in config.populations.indices where config.populations[index].strategy == "fidget" {
      config.populations[index].parameters = [.init(name: "reach", distribution: .constant(0.05))]
    }
    let end = try watched(config)
    #expect(end.totals.trades > 1_000 && end.totals.rejected[RejectReason.outsidePriceBand.rawValue] > 1_000)
  }

  /// Also before anybody has traded.
  @Test func theBandStandsFromTheFirstTickOn() throws {
    var config = market("continuous", ticks: 1)
    config.market.priceBand = 0.02
    let simulation = Simulation(try SimulationRules(config, registry: SmallMarket.registryOfAll))
    let symbols = simulation.frame.symbols
    for symbol in 0..<symbols.count {
      let price = Double(symbols.initial[symbol])
      #expect(Double(symbols.bandLow[symbol]) >= price * 0.98 && Double(symbols.bandLow[symbol]) < price * 0.98 + 1)
      #expect(Double(symbols.bandHigh[symbol]) <= price * 1.02 && Double(symbols.bandHigh[symbol]) > price * 1.02 - 1)
    }
    try simulation.step()
    #expect(simulation.counts.rejected[RejectReason.outsidePriceBand.rawValue] > 0)
  }

  @Test func makersAloneFillABookAndDoNotTrade() throws {
    var config = SmallMarket.config(symbols: 1, ticks: 200)
    config.market.mechanism = "continuous"
    config.economy.enabled = false  // what moves fair value moves quotes
    config.populations = [.init(name: "makers", strategy: "market_maker", count: 5)]
    config.populations[0].shares = .constant(800)
    config.populations[0].parameters = [.init(name: "belief", distribution: .constant(0))]
    let simulation = Simulation(try SmallMarket.rules(config), hooks: [InvariantWatch()])
    try simulation.run(200)
    // They quote once; quotes that stand as they should are left alone.
    #expect(simulation.totals.orders == 10 && simulation.totals.trades == 0)
    let symbols = simulation.frame.symbols
    #expect(symbols.bidDepth[0] == 300 && symbols.askDepth[0] == 300)
    #expect(symbols.bid[0] < symbols.last[0] && symbols.last[0] < symbols.ask[0])
    #expect(symbols.bookImbalance(0) == 0)
  }

  @Test(arguments: Mechanism.allCases) func aFewAgentsTradeWithinAThousandTicks(mechanism: Mechanism) throws {
    var config = SmallMarket.config(symbols: 1, ticks: 1_000)
    config.market.mechanism = mechanism.name
    config.populations = [
      .init(name: "makers", strategy: "market_maker", count: 2),
      .init(name: "noise", strategy: "noise_trader", count: 10),
    ]
    config.populations[0].shares = .constant(800)
    config.populations[1].shares = .constant(100)
    let end = try watched(config)
    #expect(end.totals.trades > 0)
  }

  /// What the columns say of the book is what its orders say.
  @Test func theColumnsTellWhatRests() throws {
    let rules = try SimulationRules(market("mixed", ticks: 60), registry: SmallMarket.registryOfAll)
    let simulation = Simulation(rules)
    var compared = 0
    for _ in 0..<60 {
      try simulation.step()
      let frame = simulation.frame
      let (symbols, accounts) = (frame.symbols, frame.accounts)
      guard let resting = frame.resting else {
        Issue.record("nobody's orders may rest")
        return
      }
      for symbol in 0..<symbols.count {
        var (bids, asks) = ([Int32: Int64](), [Int32: Int64]())
        for slot in 0..<resting.count where resting.quantity[slot] > 0 {
          guard Int(accounts.symbol[Int(resting.owner[slot])]) == symbol else { continue }
          let (price, quantity) = (resting.price[slot], Int64(resting.quantity[slot]))
          if resting.heldQuantity[slot] > 0 { bids[price, default: 0] += quantity }
          if resting.heldQuantity[slot] < 0 { asks[price, default: 0] += quantity }
        }
        let isCall = rules.symbols[symbol].mechanism == .call
        let bidDepth = bids.keys.sorted(by: >).prefix(Quotes.levelsMax).reduce(Int64(0)) { $0 + bids[$1]! }
        let askDepth = asks.keys.sorted().prefix(Quotes.levelsMax).reduce(Int64(0)) { $0 + asks[$1]! }
        // An auction after which nothing rests tells of the orders it left unfilled.
        if !isCall || !bids.isEmpty || !asks.isEmpty {
          #expect(symbols.bid[symbol] == bids.keys.max() ?? 0 && symbols.ask[symbol] == asks.keys.min() ?? 0)
          #expect(symbols.bidDepth[symbol] == bidDepth && symbols.askDepth[symbol] == askDepth)
        }
        compared += bids.count + asks.count
        if let spread = symbols.spread(symbol) { #expect(spread >= 1) }

        let prices = frame.tape.rows(ofSymbol: symbol).map { frame.tape.tradePrice[$0] }
        #expect(symbols.openOfTick[symbol] == prices.first ?? symbols.last[symbol])
        #expect(symbols.highOfTick[symbol] == prices.max() ?? symbols.last[symbol])
        #expect(symbols.lowOfTick[symbol] == prices.min() ?? symbols.last[symbol])
        #expect(prices.last ?? symbols.last[symbol] == symbols.last[symbol])
        let crossing = min(symbols.demand[symbol], symbols.supply[symbol])
        #expect(isCall ? symbols.volume[symbol] <= crossing : crossing == 0)
        if isCall { #expect(Set(prices).count <= 1) }
      }
    }
    #expect(compared > 1_000)
  }

  /// A life of one tick holds in books too.
  @Test func ordersOfOneTickLeaveABookEmpty() throws {
    var config = SmallMarket.config(ticks: 30)
    config.market.mechanism = "continuous"
    for index in config.populations.indices { config.populations[index].timeInForce = "tick" }
    let simulation = Simulation(try SmallMarket.rules(config), hooks: [InvariantWatch()])
    try simulation.run(30)
    #expect(simulation.totals.orders > 1_000 && simulation.totals.trades == 0)
    #expect(simulation.frame.resting == nil)
  }

  /// A noise trader counts what its resting order will bring when it replaces it.
  @Test func noiseTradersKeepToTheirLimit() throws {
    var config = SmallMarket.config(agents: 200, symbols: 1, ticks: 300)
    config.market.mechanism = "continuous"
    config.populations[1].parameters.append(.init(name: "max_shares", distribution: .constant(400)))
    let simulation = Simulation(try SmallMarket.rules(config))
    try simulation.run(300)
    let accounts = simulation.frame.accounts
    let rows = simulation.rules.populations[1].rows
    #expect(rows.allSatisfy { accounts.quantity[$0] <= 400 })
    #expect(rows.contains { accounts.quantity[$0] > 350 } && simulation.totals.trades > 1_000)
  }
}
