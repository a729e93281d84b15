import SimColumns
import SimMarket
import SimRandom
import SimTypes

/// From signals to orders: what all strategies share that act when an indicator says so.
///
/// A step (``SignalStep``) sets a *goal*, a position, and what is missing to it is ordered:
///
///     buy          goal = position + size, at most max_position
///     sell         goal = position - size, at least 0, or where shares are lent -min(max_position, short limit)
///     closeLong    goal = the position before the signal; sells only
///     closeShort   the same; buys only
///     limit        = reference · (1 + limit_range · (2u - 1))            u uniform in [0, 1), to the nearest tick
///
/// The reference is the middle of a book, in auctions the last price. An order is sent once. What of it is not filled
/// is sent again, at a new limit, after each of the next `retries` candles, unless the signal has changed; then the
/// agent is silent until its next signal. Orders are cut to what the agent can pay; shares it has to borrow, to what
/// its free cash is worth. Where orders rest, one waits in slot 0 until it is filled or the next step comes.
struct SignalOrders: ~Copyable, Sendable {
  /// The parameters that come after a strategy's own.
  static let parameters = [
    ParameterSpec(
      "order_size", unit: "shares", "what it trades on a signal", standard: .uniform(10...20), allowed: 1...1_000_000,
      isInteger: true),
    ParameterSpec(
      "max_position", unit: "shares", "position beyond which it neither buys nor, where shares are lent, sells",
      standard: .uniform(400...1_200), allowed: 1...1_000_000_000, isInteger: true),
    ParameterSpec(
      "limit_range", unit: "fraction", "how far from the price its limits are at most", standard: .constant(0.01),
      allowed: 0...0.5),
    ParameterSpec(
      "retries", unit: "candles", "how often it sends again what was not filled", standard: .constant(1),
      allowed: 0...100, isInteger: true),
  ]

  /// What an agent needs when it trades: in its ledger's cache line.
  struct Recipe: BitwiseCopyable, Sendable {
    var size: Int32
    var lowest: Int32  // position it sells down to
    var highest: Int32  // position it buys up to
    var goal: Int32
    var home: Int32  // position before the signal
    var range: Float
    var retries: Int32
  }

  let stance: Column<Int8>
  let step: Column<UInt8>  // written by a signal's scan, read by ``send``
  private let sendsLeft: Column<UInt8>
  private let key: StreamKey

  static let bytesPerAgent = 3

  init(
    _ population: PopulationPlan, seed: UInt64, purpose: StreamPurpose, accounts: AccountView,
    placement: MemoryPlacement
  ) {
    let count = population.rows.count
    stance = Column(count: count, filledWith: 0, placement: placement)
    step = Column(count: count, filledWith: SignalStep.none, placement: placement)
    sendsLeft = Column(count: count, filledWith: 0, placement: placement)
    key = population.streamKey(seed: seed, purpose: purpose)
    let draws = SpawnDraws(seed: seed, population: population)
    let first = population.schema.parameters.count - Self.parameters.count
    let recipes = accounts.strategySpace.rebound(to: Recipe.self)
    for segment in population.segments {
      let shortLimit = population.shortLimit(segment.symbol)
      for agent in segment.rows {
        let most = draws.integer(first + 1, row: agent)
        recipes[agent] = Recipe(
          size: Int32(draws.integer(first, row: agent)), lowest: -Int32(min(Int64(most), shortLimit)),
          highest: Int32(most), goal: 0, home: 0, range: Float(draws.real(first + 2, row: agent)),
          retries: Int32(draws.integer(first + 3, row: agent)))
      }
    }
  }

  /// Sends what the steps of a segment's agents ask for, and what earlier ones left unfilled.
  /// - Complexity: 2 bytes read for an agent that has nothing to send, eight agents at a time.
  func send(_ rows: Range<Int>, of chunk: DecisionChunk, symbol: Int, _ world: DecisionView, _ box: inout OrderWriter) {
    let (steps, left, firstRow) = (step.view, sendsLeft.view, chunk.firstRow)
    let desk = Desk(symbol, world)
    var row = rows.lowerBound
    while row &+ 8 <= rows.upperBound {
      let (asked, open) = (steps.load(row, as: SIMD8<UInt8>.self), left.load(row, as: SIMD8<UInt8>.self))
      var busy = VectorBits.word(asked | open)
      while busy != 0 {
        let byte = busy.trailingZeroBitCount &>> 3
        busy &= ~(0xff &<< UInt64(byte &* 8))
        act(row &+ byte, firstRow, desk, &box)
      }
      row &+= 8
    }
    while row < rows.upperBound {
      if steps[row] | left[row] != 0 { act(row, firstRow, desk, &box) }
      row &+= 1
    }
  }

  /// One symbol's market, as all agents of a segment see it.
  private struct Desk {
    let world: DecisionView
    let symbol: Int
    let reference: Double  // ticks
    let lowest, highest: Double  // limits in ticks that are allowed
    let resting: AgentSlots?  // nil: orders live for a tick

    init(_ symbol: Int, _ world: DecisionView) {
      (self.world, self.symbol) = (world, symbol)
      reference = world.symbols.reference(symbol)
      lowest = Double(max(1, world.symbols.bandLow[symbol]))
      highest = Double(min(Int32(NoisePrice.ticksMax), world.symbols.bandHigh[symbol]))
      resting = world.slots.flatMap { $0.rest(symbol, of: world.symbols) ? $0 : nil }
    }
  }

  @inline(never) private func act(_ row: Int, _ firstRow: Int, _ desk: Desk, _ box: inout OrderWriter) {
    let agent = firstRow + row
    let recipes = desk.world.accounts.strategySpace.rebound(to: Recipe.self)
    let position = desk.world.accounts.quantity[agent]
    var recipe = recipes[agent]
    let step = step.view[row]
    if step != SignalStep.none {
      recipe.set(step, position: position)
      recipes[agent] = recipe
      sendsLeft.view[row] = step == SignalStep.withdraw ? 0 : UInt8(1 + recipe.retries)
    }
    let waiting = desk.resting?.quantity(agent: agent, slot: 0) ?? 0
    let isOpen = sendsLeft.view[row] > 0 && recipe.goal != position
    let order = isOpen ? order(recipe, position: position, row, agent, desk) : nil
    sendsLeft.view[row] = isOpen ? sendsLeft.view[row] - 1 : 0
    guard let order else {
      if waiting > 0 { box.cancel(slot: 0, agent: agent, symbol: desk.symbol) }
      return
    }
    if desk.resting == nil {
      box.append(agent: agent, key: order.key, price: order.price, quantity: order.quantity)
    } else {
      box.place(slot: 0, agent: agent, key: order.key, price: order.price, quantity: order.quantity)
    }
  }

  /// What is missing to the goal, as far as the account goes; nil when that is nothing.
  private func order(
    _ recipe: Recipe, position: Int32, _ row: Int, _ agent: Int, _ desk: Desk
  ) -> (key: BoxKey, price: Int32, quantity: Int32)? {
    let (symbols, accounts) = (desk.world.symbols, desk.world.accounts)
    let u = UniformReal.unit(key.words(row: UInt32(row), tick: desk.world.tick)[0])
    let exact = desk.reference * (1 + Double(recipe.range) * (2 * u - 1))
    let price = Int32(min(max(exact.rounded(), desk.lowest), desk.highest))
    // What a resting order holds is free again when this one takes its place.
    let held = desk.resting?.held(agent: agent, slot: 0, tickValue: symbols.tickSize.raw)
    let cash = max(0, accounts.freeCash[agent] + (held?.cash ?? 0))
    let affordable = cash / symbols.tickSize.price(price).raw
    let missing = Int64(recipe.goal) - Int64(position)
    let side: Side = missing > 0 ? .buy : .sell
    // Covers are paid from the cash that secures the position; shares to borrow are secured with free cash.
    let backed = side == .buy ? max(0, -Int64(position)) : max(0, Int64(position))
    let quantity = min(missing.magnitude, UInt64(max(backed, side == .buy ? affordable : backed + affordable)))
    guard quantity > 0 else { return nil }
    return (BoxKey(symbol: Int32(desk.symbol), side: side), price, Int32(quantity))
  }
}

extension SignalOrders.Recipe {
  /// Takes the goal that a step asks for.
  mutating func set(_ step: UInt8, position: Int32) {
    switch step {
    case SignalStep.buy:
      home = position
      goal = max(position, min(position &+ size, highest))
    case SignalStep.sell:
      home = position
      goal = min(position, max(position &- size, lowest))
    case SignalStep.closeLong: goal = min(position, home)
    case SignalStep.closeShort: goal = max(position, home)
    default: goal = position
    }
  }
}
