import SimColumns
import SimMarket
import SimNews
import SimRandom
import SimTypes

/// Buys for one reason, sells for another, and sleeps in between: each agent is made of an entry and an exit part drawn
/// for it (``ReactiveParts``).
///
///     wakes      when the price reaches the nearest of its levels on either side, at a time, at news
///     decides    stop, profit, time's up ▸ selling level ▸ bad news ▸ good news ▸ entry          the first that applies
///     then       what was not filled is sent again, later and later
///     restates   its levels, from what it holds now and has paid for it
///
/// Selling comes before buying, so a price below both the level of an entry and the stop sells. Everything follows from
/// the account as fills left it. Orders are market orders of one tick. Prices: ``ReactiveLevels``; what it knows:
/// ``ReactiveRecipe``.
public final class ReactiveTrader: SleeperTable {
  public static let schema = StrategySchema(
    name: "reactive", tier: 2,
    summary: "sleeps until the price reaches a level of its own or news come, then buys a part or sells",
    parameters: ReactiveParts.parameters + ReactiveRecipe.parameters, ordersPerTickMax: 1)

  /// Attempts after which an entry or a part of a sale is given up, if none of them got anything. Who is leaving tries on.
  static let attemptsMax = 4

  private let recipes: StridedView<ReactiveRecipe>  // row = account
  /// Shares still wanted, signed; 0: nothing.
  private let wanted: Column<Int32>

  public static func objections(to parameters: [Distribution]) -> [ParameterObjection] {
    ReactiveParts.objections(to: parameters)
  }

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let key = population.streamKey(seed: seed, purpose: .reactive)
    let recipes = accounts.strategySpace.rebound(to: ReactiveRecipe.self)
    self.recipes = recipes
    wanted = Column(count: population.rows.count, filledWith: 0, placement: placement)
    let chances = ReactiveParts.chances(population.parameters)
    for (row, agent) in population.rows.enumerated() {
      func stream(_ what: Int) -> RowStream { RowStream(key, row: UInt32(row), tick: UInt32(what)) }
      let parts = ReactiveParts.drawn(chances) { group in
        var stream = stream(group)
        return stream.uniform()
      }
      recipes[agent] = ReactiveRecipe(draws, agent: agent, first: chances.count, parts: parts) { window in
        var stream = stream(ReactiveParts.groups.count)
        return stream.bounded(window)
      }
    }
  }

  public var byteCount: Int { wanted.count * MemoryLayout<Int32>.stride }

  // MARK: - Deciding

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    guard let woken = world.woken else { return }
    let (recipes, wanted, accounts, symbols) = (recipes, wanted.view, world.accounts, world.symbols)
    woken.forEach { call in
      prefetch(woken, call.place, chunk.firstRow, accounts)
      let (agent, symbol) = (call.agent, call.symbol)
      var recipe = recipes[agent]
      let shares = accounts.quantity[agent]
      let levels = ReactiveLevels(
        recipe, shares: shares, cost: accounts.cost[agent], initial: symbols.initial[symbol],
        tickSize: symbols.tickSize)
      let mood = mood(recipe, call, world.news)
      var want = intention(&recipe, call, shares, levels, mood: mood, tick: world.tick) ?? wanted[call.row]
      // What was wanted before may be more than there is by now.
      want = min(max(want, -shares), max(0, Int32(recipe.maxPosition) &- shares))
      if want > 0 {
        let limit = symbols.marketLimit(symbol, .buy)
        let payable = max(0, accounts.freeCash[agent]) / symbols.tickSize.price(limit).raw
        want = Int32(min(Int64(want), payable))
        if want > 0 {
          box.append(agent: agent, key: BoxKey(symbol: Int32(symbol), side: .buy), price: limit, quantity: want)
        }
      } else if want < 0 {
        box.append(
          agent: agent, key: BoxKey(symbol: Int32(symbol), side: .sell), price: symbols.marketLimit(symbol, .sell),
          quantity: -want)
      }
      wanted[call.row] = want
      recipes[agent] = recipe
    }
  }

  /// Asks for the rows of an agent a few places further on.
  @inline(__always)
  private func prefetch(_ woken: WokenAgents, _ place: Int, _ firstRow: Int, _ accounts: AccountView) {
    let ahead = place &+ 8
    guard ahead < woken.count else { return }
    let agent = Int(woken.rows[ahead]) &+ firstRow
    accounts.freeCash.prefetch(agent)
    accounts.quantity.prefetch(agent)
    wanted.view.prefetch(Int(woken.rows[ahead]))
  }

  /// What is new in the tick's situation, in shares, signed; nil: nothing is.
  @inline(__always)
  private func intention(
    _ recipe: inout ReactiveRecipe, _ call: WakeCall, _ shares: Int32, _ levels: ReactiveLevels, mood: Double,
    tick: UInt32
  ) -> Int32? {
    if shares > 0 {
      let isOver = recipe.holdingLimit > 0 && tick &- recipe.since >= UInt32(recipe.holdingLimit)
      if recipe.isLeaving || isOver || levels.isOut(call.price) {
        if !recipe.isLeaving { recipe.attempts = 0 }
        recipe.isLeaving = true
        return -shares
      }
      if call.before < levels.sell, call.price >= levels.sell {
        recipe.attempts = 0
        return -max(1, Int32(Int64(shares) * Int64(recipe.sellFraction) / 200))
      }
      if mood < 0 {
        recipe.attempts = 0
        return -Self.size(recipe, mood)
      }
    }
    guard shares < Int32(recipe.maxPosition) else { return nil }
    if mood > 0 {
      recipe.attempts = 0
      return Self.size(recipe, mood)
    }
    if call.before > levels.buy && call.price <= levels.buy || call.price >= levels.rise {
      recipe.attempts = 0
      return Int32(recipe.clip)
    }
    return nil
  }

  /// Shares for a mood, -1 ... 1.
  private static func size(_ recipe: ReactiveRecipe, _ mood: Double) -> Int32 {
    let unit = Double(recipe.maxPosition / 10)
    return Int32(unit * mood.magnitude * Double(recipe.newsMultiplier) / 1_000)
  }

  /// The sentiment of the tick's news that concern the agent and are large enough for it; 0 when it listens to none.
  @inline(__always)
  private func mood(_ recipe: ReactiveRecipe, _ call: WakeCall, _ news: NewsView?) -> Double {
    guard !call.reasons.isDisjoint(with: .anyNews), let news else { return 0 }
    return Self.mood(recipe, symbol: call.symbol, news)
  }

  @inline(never) private static func mood(_ recipe: ReactiveRecipe, symbol: Int, _ news: NewsView) -> Double {
    let sector = Int(news.sector[symbol])
    var sum = 0.0
    for event in news.latest
    where event.magnitude * 250 >= Double(recipe.minMagnitude) && event.concerns(symbol: symbol, sector: sector) {
      sum += event.sentiment
    }
    return min(max(sum, -1), 1)
  }

  // MARK: - Learning

  public func learn(_ chunk: DecisionChunk, _ outcomes: OrderOutcomes) {
    let (recipes, wanted) = (recipes, wanted.view)
    outcomes.forEach { outcome in
      let change = outcome.side == .buy ? outcome.filled : -outcome.filled
      wanted[outcome.agent - chunk.firstRow] -= change
      recipes[outcome.agent].attempts = outcome.filled > 0 ? 0 : recipes[outcome.agent].attempts + 1
    }
  }

  // MARK: - What it waits for

  public func restate(_ chunk: DecisionChunk, _ world: DecisionView, _ wishes: inout WakeWriter) {
    guard let woken = world.woken else { return }
    let (recipes, wanted, accounts) = (recipes, wanted.view, world.accounts)
    woken.forEach { call in
      var recipe = recipes[call.agent]
      let shares = accounts.quantity[call.agent]
      let isStart = call.reasons.isEmpty
      Self.follow(&recipe, shares, call, last: world.symbols.last[call.symbol], tick: world.tick, isStart: isStart)
      var levels = levels(recipe, shares, call, world)
      if !recipe.isLeaving, Int(recipe.attempts) >= Self.attemptsMax { wanted[call.row] = 0 }
      if isStart, recipe.buysAtOnce, call.price <= levels.buy { wanted[call.row] = Int32(recipe.clip) }
      // A rise that has been acted on, or did not come in its time, is measured anew.
      if shares == 0, wanted[call.row] == 0, recipe.parts.contains(.momentumFollower),
        call.price >= levels.rise || world.tick &- recipe.since >= UInt32(recipe.window)
      {
        (recipe.mark, recipe.since) = (call.price, world.tick)
        levels = self.levels(recipe, shares, call, world)
      }
      wishes.set(
        call.row,
        Self.conditions(recipe, shares, wanted[call.row], levels, call.price, next: isStart ? 0 : world.tick &+ 1))
      recipes[call.agent] = recipe
    }
  }

  @inline(__always)
  private func levels(_ recipe: ReactiveRecipe, _ shares: Int32, _ call: WakeCall, _ world: DecisionView)
    -> ReactiveLevels
  {
    ReactiveLevels(
      recipe, shares: shares, cost: world.accounts.cost[call.agent], initial: world.symbols.initial[call.symbol],
      tickSize: world.symbols.tickSize)
  }

  /// Follows what the account says: a position opened, closed, or held while the price rose.
  private static func follow(
    _ recipe: inout ReactiveRecipe, _ shares: Int32, _ call: WakeCall, last: Int32, tick: UInt32, isStart: Bool
  ) {
    if shares == 0 { recipe.isLeaving = false }
    if recipe.isHolding != (shares > 0) {
      recipe.isHolding = shares > 0
      (recipe.mark, recipe.since) = (last, tick)
    } else if recipe.isHolding {
      recipe.mark = max(recipe.mark, call.price)
    } else if isStart {
      recipe.mark = call.price
    }
  }

  private static func conditions(
    _ recipe: ReactiveRecipe, _ shares: Int32, _ wanted: Int32, _ levels: ReactiveLevels, _ price: Int32, next: UInt32
  ) -> WakeConditions {
    var conditions = WakeConditions()
    var due = UInt32.max
    if wanted != 0 { due = next &+ (1 &<< min(6, UInt32(max(1, recipe.attempts)) &- 1)) &- 1 }
    if recipe.isLeaving {
      // Nothing else matters until all is sold.
      conditions.at(due)
      return conditions
    }
    if shares > 0 {
      if levels.isOut(price) { due = next }  // bought where it would sell: it has to look at the next price
      if recipe.holdingLimit > 0 { due = min(due, max(next, recipe.since &+ UInt32(recipe.holdingLimit))) }
    } else if recipe.parts.contains(.momentumFollower) {
      due = min(due, max(next, recipe.since &+ UInt32(recipe.window)))
    }
    if due < .max { conditions.at(due) }
    let (below, above) = levels.neighbours(of: price)
    if let below { conditions.whenBelow(below) }
    if let above { conditions.whenAbove(above) }
    if recipe.parts.contains(.newsReactor) { conditions.onNews([.symbol, .sector, .macro]) }
    return conditions
  }
}
