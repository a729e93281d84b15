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
  private let chunks: PopulationChunks
  // Scratch, a block for each chunk: agents that act.
  private let rows, symbols: Column<Int32>
  private let words: Column<UInt32>

  var byteCount: Int {
    stance.count * (2 * MemoryLayout<UInt8>.stride + MemoryLayout<Int8>.stride)
      + rows.count * (2 * MemoryLayout<Int32>.stride + MemoryLayout<UInt32>.stride)
  }

  /// Acting agents worked on at once, and room for those that the last eight rows bring beyond.
  private static let block = 64
  private static let blockRows = block + 8

  init(
    _ population: PopulationPlan, seed: UInt64, purpose: StreamPurpose, accounts: AccountView,
    placement: MemoryPlacement
  ) {
    let count = population.rows.count
    stance = Column(count: count, filledWith: 0, placement: placement)
    step = Column(count: count, filledWith: SignalStep.none, placement: placement)
    sendsLeft = Column(count: count, filledWith: 0, placement: placement)
    key = population.streamKey(seed: seed, purpose: purpose)
    chunks = PopulationChunks(population)
    rows = Column(count: chunks.count * Self.blockRows, filledWith: 0)
    symbols = Column(count: chunks.count * Self.blockRows, filledWith: 0)
    words = Column(count: chunks.count * Self.blockRows, filledWith: 0)
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

  /// A chunk's turn in a tick: agents that act gather in a block, until there are enough to be worked on together.
  struct Turn {
    fileprivate let firstRow: Int
    fileprivate let rows, symbols: ColumnView<Int32>
    fileprivate let words: ColumnView<UInt32>
    fileprivate var count = 0
  }

  func turn(of chunk: DecisionChunk) -> Turn {
    let first = chunks.index(of: chunk) * Self.blockRows
    let block = first..<first + Self.blockRows
    return Turn(
      firstRow: chunk.firstRow, rows: rows.view[block], symbols: symbols.view[block], words: words.view[block])
  }

  /// Takes in a segment whose steps are set: sends what they ask for, and what earlier ones left unfilled. All of it is
  /// sent when ``finish(_:_:_:)`` has been called.
  /// - Complexity: 2 bytes read for an agent that has nothing to send, eight agents at a time.
  func send(_ rows: Range<Int>, symbol: Int, _ turn: inout Turn, _ world: DecisionView, _ box: inout OrderWriter) {
    let (steps, left) = (step.view, sendsLeft.view)
    let (list, symbols, firstRow) = (turn.rows, turn.symbols, turn.firstRow)
    let (ledger, quantity) = (world.accounts.freeCash, world.accounts.quantity)
    var (row, count) = (rows.lowerBound, turn.count)
    while row < rows.upperBound {
      let width = min(8, rows.upperBound &- row)
      var busy: UInt64 = 0
      if width == 8 {
        busy = steps.word(row) | left.word(row)
      } else {
        for byte in 0..<width { busy |= UInt64(steps[row &+ byte] | left[row &+ byte]) &<< UInt64(8 &* byte) }
      }
      while busy != 0 {
        let byte = busy.trailingZeroBitCount &>> 3
        busy &= ~(0xff &<< UInt64(byte &* 8))
        // Its cache lines are on their way while the block fills.
        ledger.prefetch(firstRow &+ row &+ byte)
        quantity.prefetch(firstRow &+ row &+ byte)
        list[count] = Int32(truncatingIfNeeded: row &+ byte)
        symbols[count] = Int32(truncatingIfNeeded: symbol)
        count &+= 1
      }
      if count >= Self.block {
        turn.count = count
        finish(&turn, world, &box)
        count = 0
      }
      row &+= 8
    }
    turn.count = count
  }

  /// Sends the orders of the agents gathered so far, in the order they were taken in.
  @inline(never) func finish(_ turn: inout Turn, _ world: DecisionView, _ box: inout OrderWriter) {
    let (rows, symbols, words, count) = (turn.rows, turn.symbols, turn.words, turn.count)
    turn.count = 0
    guard count > 0 else { return }
    let (key, tick) = (key, world.tick)
    var place = 0
    while place < count {  // whole vectors: the block has room for them
      let agents = SIMD8<UInt32>(truncatingIfNeeded: rows.load(place, as: SIMD8<Int32>.self))
      words.store(key.words8(rows: agents, tick: tick).w0, place)
      place &+= 8
    }
    var desk = OrderDesk(Int(symbols[0]), world)
    for place in 0..<count {
      if Int(symbols[place]) != desk.symbol { desk = OrderDesk(Int(symbols[place]), world) }
      act(Int(rows[place]), words[place], turn.firstRow, desk, world, &box)
    }
  }

  @inline(__always)
  private func act(
    _ row: Int, _ word: UInt32, _ firstRow: Int, _ desk: OrderDesk, _ world: DecisionView, _ box: inout OrderWriter
  ) {
    let agent = firstRow &+ row
    let recipes = world.accounts.strategySpace.rebound(to: Recipe.self)
    let (step, sends) = (step.view[row], sendsLeft.view)
    let position = world.accounts.quantity[agent]
    var recipe = recipes[agent]
    if step != SignalStep.none {
      recipe.set(step, position: position)
      recipes[agent] = recipe
      sends[row] = step == SignalStep.withdraw ? 0 : UInt8(1 + recipe.retries)
    }
    guard sends[row] > 0, recipe.goal != position else {
      sends[row] = 0
      return desk.withdraw(agent, world, &box)
    }
    sends[row] -= 1
    let u = UniformReal.unit(word)
    let price = desk.limit((desk.reference * (1 + Double(recipe.range) * (2 * u - 1))).rounded())
    let side: Side = recipe.goal > position ? .buy : .sell
    let affordable = desk.affordable(desk.cash(of: agent, world), at: price)
    let quantity = Self.quantity(recipe, position, side, affordable: affordable)
    if quantity > 0 {
      desk.send(agent, side, price: price, quantity: quantity, &box)
    } else {
      desk.withdraw(agent, world, &box)
    }
  }

  /// What is missing to the goal, as far as the account goes. Covers are paid from the cash that secures the position;
  /// shares to borrow are secured with free cash.
  private static func quantity(_ recipe: Recipe, _ position: Int32, _ side: Side, affordable: Int64) -> Int32 {
    let missing = (Int64(recipe.goal) - Int64(position)).magnitude
    let backed = max(0, side == .buy ? -Int64(position) : Int64(position))
    let most = side == .buy ? max(backed, affordable) : backed &+ affordable
    return Int32(min(missing, UInt64(most)))
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
