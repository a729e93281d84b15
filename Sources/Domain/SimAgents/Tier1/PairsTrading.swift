import SimColumns
import SimMarket
import SimQuant
import SimTypes

/// Trades two symbols against each other: sells the dear one and buys the cheap one when their prices have parted, if
/// they are known to come back, and closes both when they have.
///
///     spread   e = ln A - α - β · ln B        z = e / sd(e)        ``CointegrationTracker``, one for all of a population
///     open     the last two tests reject wandering at 1 %, and entry_z ≤ |z| < stop_z
///              z > 0: sell A and, for each dollar of it, buy β dollars of B; z < 0: the other way round
///     close    |z| < exit_z, or z on the other side            it has come back
///              |z| ≥ stop_z                                    it has broken
///              the last test does not reject at 5 %            it was luck
///              older than time_stop half-lives                 it takes too long
///
/// It is stricter about opening than about staying, because a pair is tested again and again: of wanderers that are
/// tested eight times at 5 %, every third passes once.
///
/// What an agent holds follows from its accounts, beyond what it was given at the start; a *goal* for both legs says
/// what it wants to hold. What is missing to the goal is ordered again in every tick, `reach` beyond the last price,
/// until it is filled. If one leg is not there after `patience` ticks, both go back to nothing. Whatever was not closed
/// by coming back is not opened again before |z| has been below exit_z.
///
/// Legs are worth `notional` dollars of A and |β| times as much of B, less where a symbol's short limit, or the cash
/// for both, does not allow it. A negative β means that both are bought, or both sold.
public final class PairsTrading: StrategyTable {
  public static let schema = StrategySchema(
    name: "pairs_trading", tier: 1, summary: "trades two cointegrated symbols against each other",
    parameters: [
      ParameterSpec(
        "lookback", unit: "candles", "window of the pair's statistics; the same for everybody",
        standard: .constant(100), allowed: 30...2_000, isInteger: true),
      ParameterSpec(
        "test_every", unit: "candles", "from one test for cointegration to the next; the same for everybody",
        standard: .constant(25), allowed: 1...10_000, isInteger: true),
      ParameterSpec(
        "entry_z", unit: "standard deviations", "spread at which it opens", standard: .uniform(1.8...2.4),
        allowed: 0.1...10),
      ParameterSpec(
        "exit_z", unit: "standard deviations", "spread at which it closes", standard: .uniform(0.3...0.7),
        allowed: 0...10),
      ParameterSpec(
        "stop_z", unit: "standard deviations", "spread at which it gives up", standard: .constant(4),
        allowed: 0.1...100),
      ParameterSpec(
        "time_stop", unit: "half-lives", "age of a position at which it gives up", standard: .constant(3),
        allowed: 0.1...1_000),
      ParameterSpec(
        "notional", unit: "dollars", "size of the first symbol's leg", standard: .uniform(4_000...12_000),
        allowed: 1...1e9),
      ParameterSpec(
        "reach", unit: "fraction", "how far beyond the last price its limits are", standard: .constant(0.005),
        allowed: 0...0.5),
      ParameterSpec(
        "patience", unit: "ticks", "how long it waits for both legs to be filled", standard: .uniform(5...15),
        allowed: 1...10_000, isInteger: true),
    ],
    ordersPerTickMax: 1, shortSelling: .limited, symbolUse: .pair)

  public static func objections(to parameters: [Distribution]) -> [ParameterObjection] {
    let ranges = parameters.map(\.support)
    var objections: [ParameterObjection] = []
    for (place, name) in [(0, "lookback"), (1, "test_every")] where ranges[place].lowerBound < ranges[place].upperBound
    {
      objections.append(
        ParameterObjection(
          name, found: "a distribution", allowed: "one number for everybody; another window is another population"))
    }
    if ranges[3].upperBound >= ranges[2].lowerBound {
      objections.append(
        ParameterObjection(
          "exit_z", found: "up to \(ranges[3].upperBound)", allowed: "below every entry_z, \(ranges[2].lowerBound)"))
    }
    if ranges[2].upperBound >= ranges[4].lowerBound {
      objections.append(
        ParameterObjection(
          "stop_z", found: "from \(ranges[4].lowerBound)", allowed: "above every entry_z, \(ranges[2].upperBound)"))
    }
    return objections
  }

  public static func pairs(for population: PopulationPlan) -> [SymbolPair] {
    population.groups.map { pair($0.symbols[0], $0.symbols[1], population.parameters) }
  }

  private static func pair(_ a: Int, _ b: Int, _ parameters: [Distribution]) -> SymbolPair {
    SymbolPair(
      a: a, b: b, lookback: parameters[0].integers.lowerBound, testEvery: parameters[1].integers.lowerBound)
  }

  /// What an agent was made with.
  private struct Recipe: BitwiseCopyable, Sendable {
    var entry, exit, stop: Double  // standard deviations
    var timeStop: Double  // half-lives
    var notional: Double  // dollars
    var reach: Double
    var patience: UInt32  // ticks
    var home = PairOfLegs()  // shares it was given
  }

  /// What an agent is about.
  private struct Intent: BitwiseCopyable, Sendable {
    var goal = PairOfLegs()  // shares beyond those it was given
    var since: UInt32 = 0  // tick in which the goal was set
    var candles: UInt32 = 0  // closed since then
    var mayOpen = true  // |z| has been small since the last position that was given up
  }

  private let plan: PopulationPlan
  private let recipes: Column<Recipe>  // row = agent of the population
  private let intents: Column<Intent>
  private let pending: Column<UInt8>  // 1: something is missing to the goal

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    plan = population
    let count = population.agents.count
    intents = Column(count: count, filledWith: Intent(), placement: placement)
    pending = Column(count: count, filledWith: 0, placement: placement)
    let draws = SpawnDraws(seed: seed, population: population)
    func recipe(_ agent: Int) -> Recipe {
      let row = population.rows.lowerBound + 2 * agent
      func real(_ parameter: Int) -> Double { draws.real(parameter, row: row) }
      return Recipe(
        entry: real(2), exit: real(3), stop: real(4), timeStop: real(5), notional: real(6), reach: real(7),
        patience: UInt32(draws.integer(8, row: row)),
        home: PairOfLegs(a: Int64(draws.shares(row: row)), b: Int64(draws.shares(row: row + 1))))
    }
    let none = Recipe(entry: 0, exit: 0, stop: 0, timeStop: 0, notional: 0, reach: 0, patience: 0)
    recipes = Column(count: count, filledWith: none, placement: placement)
    for agent in 0..<count { recipes.view[agent] = recipe(agent) }
  }

  public var byteCount: Int {
    recipes.count * (MemoryLayout<Recipe>.stride + MemoryLayout<Intent>.stride + MemoryLayout<UInt8>.stride)
  }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let first = (chunk.rows.lowerBound - chunk.firstRow) / 2
    let isNew = world.candleClosed && world.pairs != nil
    guard isNew || isAnyPending(first..<first + chunk.rows.count / 2) else { return }
    var near = 0
    for group in chunk.groups {
      let legs = Legs(
        a: group.symbols[0], b: group.symbols[1], firstRow: group.rows.lowerBound,
        firstAgent: (group.rows.lowerBound - chunk.firstRow) / 2)
      let agents = legs.firstAgent..<legs.firstAgent + group.rows.count / 2
      if isNew, let pairs = world.pairs, let row = pairs.row(of: Self.pair(legs.a, legs.b, plan.parameters), near: near)
      {
        near = row + 1  // declared one after the other
        let signal = PairSignal(pairs.reading(row), pairs.test(row), passedInARow: pairs.passedInARow(row))
        for agent in agents { decide(agent, legs, signal, world) }
      }
      for agent in agents where pending.view[agent] != 0 { pursue(agent, legs, world, &box) }
    }
  }

  /// Whether one of these agents misses something, eight at a time.
  private func isAnyPending(_ agents: Range<Int>) -> Bool {
    let pending = pending.view
    var (agent, found) = (agents.lowerBound, UInt64(0))
    while agent &+ 8 <= agents.upperBound {
      found |= pending.word(agent)
      agent &+= 8
    }
    while agent < agents.upperBound {
      found |= UInt64(pending[agent])
      agent &+= 1
    }
    return found != 0
  }

  /// A pair of symbols and the rows of the agents who trade it.
  private struct Legs {
    let a, b: Int  // symbols
    let firstRow: Int  // account row of the first agent's first leg
    let firstAgent: Int  // of the population

    @inline(__always) func row(_ agent: Int) -> Int { firstRow &+ 2 &* (agent &- firstAgent) }
  }

  // MARK: - What to hold

  private func decide(_ agent: Int, _ legs: Legs, _ signal: PairSignal, _ world: DecisionView) {
    let recipe = recipes.view[agent]
    var intent = intents.view[agent]
    defer { intents.view[agent] = intent }
    if intent.goal.isFlat {
      if signal.distance < recipe.exit { intent.mayOpen = true }
      guard pending.view[agent] == 0, intent.mayOpen, signal.surelyReturns, signal.distance >= recipe.entry,
        signal.distance < recipe.stop
      else { return }
      intent.goal = size(recipe, legs.row(agent), legs, signal, world)
      if intent.goal.isFlat { return }
    } else {
      intent.candles += 1
      let wasAbove = intent.goal.a < 0  // A is sold when it is dear
      let isBack = signal.distance < recipe.exit || signal.isKnown && (signal.z > 0) != wasAbove
      let isOver =
        signal.distance >= recipe.stop || !signal.returns || Double(intent.candles) > recipe.timeStop * signal.halfLife
      guard isBack || isOver else { return }
      intent.goal = PairOfLegs()
      if !isBack { intent.mayOpen = false }
    }
    (intent.since, intent.candles) = (world.tick, 0)
    pending.view[agent] = 1
  }

  /// Shares of both legs for an agent without any; none when an account does not allow them.
  private func size(
    _ recipe: Recipe, _ row: Int, _ legs: Legs, _ signal: PairSignal, _ world: DecisionView
  ) -> PairOfLegs {
    let dollars = Double(Cash.unitsPerDollar)
    let (priceA, priceB) = (
      Double(world.symbols.lastPrice(legs.a).raw) / dollars, Double(world.symbols.lastPrice(legs.b).raw) / dollars
    )
    let notional = (a: recipe.notional, b: recipe.notional * signal.beta.magnitude)
    let sideA: Int64 = signal.z > 0 ? -1 : 1
    let sideB = signal.beta > 0 ? -sideA : sideA
    // Free cash pays for what is bought and secures what is sold short, at the limits.
    let free = max(0, Double(world.accounts.freeCash[row]) / dollars)
    var scale = min(1, free / ((notional.a + notional.b) * (1 + recipe.reach)))
    // No more is sold than may be owed.
    func limit(_ side: Int64, _ symbol: Int, _ shares: Double, _ home: Int64) {
      guard side < 0 else { return }
      scale = min(scale, Double(min(plan.shortLimit(symbol), 1 << 31) + home) / shares)
    }
    limit(sideA, legs.a, notional.a / priceA, recipe.home.a)
    limit(sideB, legs.b, notional.b / priceB, recipe.home.b)
    func shares(_ exact: Double) -> Int64 { Int64(min(exact * scale, 1e9)) }
    let goal = PairOfLegs(a: sideA * shares(notional.a / priceA), b: sideB * shares(notional.b / priceB))
    return goal.a == 0 || goal.b == 0 ? PairOfLegs() : goal
  }

  // MARK: - Getting there

  /// Orders what is missing to the goal, or gives the goal up.
  private func pursue(_ agent: Int, _ legs: Legs, _ world: DecisionView, _ box: inout OrderWriter) {
    let (recipe, row) = (recipes.view[agent], legs.row(agent))
    var intent = intents.view[agent]
    let accounts = world.accounts
    let owned = PairOfLegs(a: Int64(accounts.quantity[row]), b: Int64(accounts.quantity[row + 1]))
    var missing = recipe.home + intent.goal - owned
    if missing.isFlat {
      pending.view[agent] = 0
      return
    }
    if !intent.goal.isFlat && world.tick &- intent.since >= recipe.patience {
      (intent.goal, intent.since, intent.candles, intent.mayOpen) = (PairOfLegs(), world.tick, 0, false)
      intents.view[agent] = intent
      missing = recipe.home - owned
    }
    var cash = max(0, accounts.freeCash[row])
    send(missing.a, owned.a, row, legs.a, recipe.reach, &cash, world, &box)
    send(missing.b, owned.b, row + 1, legs.b, recipe.reach, &cash, world, &box)
  }

  /// Orders what is missing of one leg, as far as the cash goes, and takes what it will cost from that.
  private func send(
    _ missing: Int64, _ owned: Int64, _ row: Int, _ symbol: Int, _ reach: Double, _ cash: inout Int64,
    _ world: DecisionView, _ box: inout OrderWriter
  ) {
    guard missing != 0 else { return }
    let side: Side = missing > 0 ? .buy : .sell
    let limit = LimitRange(symbol, world.symbols).limit(side, reach: reach)
    let price = world.symbols.tickSize.price(limit).raw
    // Covers are paid from what secures the position; what is borrowed is secured with free cash.
    let backed = min(abs(missing), max(0, missing > 0 ? -owned : owned))
    let quantity = min(abs(missing), backed + cash / price)
    guard quantity > 0 else { return }
    cash -= price * (quantity - backed)
    box.append(
      agent: row, key: BoxKey(symbol: Int32(symbol), side: side), price: limit,
      quantity: Int32(min(quantity, Int64(Int32.max))))
  }
}

/// Shares of both symbols of a pair.
struct PairOfLegs: BitwiseCopyable, Sendable, Equatable {
  var a: Int64 = 0
  var b: Int64 = 0

  var isFlat: Bool { a == 0 && b == 0 }
  static func + (x: Self, y: Self) -> Self { Self(a: x.a + y.a, b: x.b + y.b) }
  static func - (x: Self, y: Self) -> Self { Self(a: x.a - y.a, b: x.b - y.b) }
}

/// What a pair's statistics say at a candle's close.
private struct PairSignal {
  let isKnown: Bool
  let z, beta: Double
  let returns: Bool  // the last test says at 5 % that the spread comes back
  let surelyReturns: Bool  // the last two at 1 %
  let halfLife: Double  // candles; infinite when it does not

  /// |z|; infinite while nothing is known, which opens nothing and closes everything.
  var distance: Double { isKnown ? z.magnitude : .infinity }

  init(_ reading: CointegrationTracker.Reading?, _ test: Cointegration?, passedInARow: Int) {
    isKnown = reading != nil
    (z, beta) = (reading?.zScore ?? 0, reading?.beta ?? 0)
    halfLife = test?.halfLife ?? .infinity
    returns = (test?.isCointegrated ?? false) && halfLife < .infinity
    surelyReturns = returns && passedInARow >= 2
  }
}
