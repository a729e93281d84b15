import SimColumns
import SimMarket
import SimRandom
import SimTypes

/// Works large orders off in slices that follow the market's volume, each by a deadline.
///
///     parent order   side, size, deadline            a new one after a pause, drawn
///     slice          size left · v / (v + rate · (time left - interval))
///                        v = volume since the last slice, rate = volume of the order's life / its age
///     late           (size · age / duration - filled) / (size · interval / duration)          slices
///
/// While the market trades evenly, slices are even; when it trades twice as much, so does the agent, but no more than
/// `participation` of what was traded since the last slice, nor than `max_slice`.
///
///     late ≤ 1       limit: the price, or the VWAP of the order's own life if that is better for the agent
///     late > 1       limit: min(0.2 % · late, 2 %) beyond the price
///     at the end     all that is left, at market, each tick of the last twentieth of its time
///
/// It is an execution algorithm: it has no opinion. It sells what it owns and buys what it can pay.
public final class VWAPExecutor: StrategyTable {
  public static let schema = StrategySchema(
    name: "vwap_executor", tier: 1, summary: "works large orders off in slices that follow the market's volume",
    parameters: [
      ParameterSpec(
        "target_quantity", unit: "shares", "size of a parent order, if the account allows",
        standard: .uniform(200...1_000), allowed: 1...1_000_000, isInteger: true),
      ParameterSpec(
        "duration", unit: "ticks", "time to work it off", standard: .uniform(100...300), allowed: 1...1_000_000,
        isInteger: true),
      ParameterSpec(
        "slice_interval", unit: "ticks", "from slice to slice", standard: .constant(10), allowed: 1...10_000,
        isInteger: true),
      ParameterSpec(
        "max_slice", unit: "shares", "largest slice before the end", standard: .constant(100), allowed: 1...1_000_000,
        isInteger: true),
      ParameterSpec(
        "participation", unit: "fraction", "of the volume, what a slice is at most before the end",
        standard: .constant(0.2), allowed: 0.0001...1),
      ParameterSpec(
        "buy_probability", unit: "per parent order", "chance that it buys", standard: .constant(0.5), allowed: 0...1),
      ParameterSpec(
        "pause", unit: "ticks", "mean time from one parent order to the next", standard: .uniform(50...150),
        allowed: 0...60_000, isInteger: true),
    ],
    ordersPerTickMax: 1, restingOrdersMax: 1)

  /// What an agent needs when it acts: in its ledger's cache line. Fractions in 1/10,000.
  struct Recipe: BitwiseCopyable, Sendable {
    var target: Int32  // shares
    var duration: UInt32  // ticks
    var maxSlice: Int32  // shares
    var interval: UInt16  // ticks
    var participation: UInt16
    var buyProbability: UInt16
    var pause: UInt16  // ticks
    // The parent order under way.
    var deadline: UInt32  // its first tick too late; 0: there is none
    var size: Int32  // shares, as far as the account allowed
  }

  /// The rest of the parent order under way.
  private struct Parent: BitwiseCopyable, Sendable {
    var volumeBefore: Int64 = 0  // of the symbol, when it began
    var valueBefore: Int64 = 0
    var goal: Int32 = 0  // position when it is done
    var volumeSeen: UInt32 = 0  // of its life, at the last slice
  }

  private let key: StreamKey
  private let due: Column<UInt32>  // tick in which the agent acts next
  private let parent: Column<Parent>

  public init(_ population: PopulationPlan, seed: UInt64, accounts: AccountView, placement: MemoryPlacement) {
    let draws = SpawnDraws(seed: seed, population: population)
    let count = population.rows.count
    key = population.streamKey(seed: seed, purpose: .vwapExecutor)
    due = Column(count: count, filledWith: 0, placement: placement)
    parent = Column(count: count, filledWith: Parent(), placement: placement)
    let recipes = accounts.strategySpace.rebound(to: Recipe.self)
    func tenThousandths(_ parameter: Int, _ agent: Int) -> UInt16 {
      UInt16((draws.real(parameter, row: agent) * 10_000).rounded())
    }
    for (row, agent) in population.rows.enumerated() {
      let pause = draws.integer(6, row: agent)
      recipes[agent] = Recipe(
        target: Int32(draws.integer(0, row: agent)), duration: UInt32(draws.integer(1, row: agent)),
        maxSlice: Int32(draws.integer(3, row: agent)), interval: UInt16(draws.integer(2, row: agent)),
        participation: tenThousandths(4, agent), buyProbability: tenThousandths(5, agent), pause: UInt16(pause),
        deadline: 0, size: 0)
      // As if an order had ended in the tick before the first.
      var stream = RowStream(key, row: UInt32(row), tick: .max)
      due.view[row] = Self.pause(UInt16(pause), from: &stream) - 1
    }
  }

  /// Ticks until the next parent order, at least 1; exponential.
  private static func pause(_ mean: UInt16, from stream: inout RowStream) -> UInt32 {
    1 + UInt32(Double(mean) * stream.exponential())
  }

  public var byteCount: Int { due.count * (MemoryLayout<UInt32>.stride + MemoryLayout<Parent>.stride) }

  public func decide(_ chunk: DecisionChunk, _ world: DecisionView, _ box: inout OrderWriter) {
    let (due, tick, firstRow) = (due.view, world.tick, chunk.firstRow)
    let end = chunk.rows.upperBound - firstRow
    var segments = SegmentWalk(chunk)
    var desk = OrderDesk(segments.symbol, world)
    var row = chunk.rows.lowerBound - firstRow
    while row < end {
      let stop = min(row &+ 32, end)
      if stop &- row < 32 || Self.isAnyDue(due, row, tick) {
        for one in row..<stop where due[one] == tick {
          let symbol = segments.symbol(ofRow: one)
          if symbol != desk.symbol { desk = OrderDesk(symbol, world) }
          act(one, firstRow, desk, world, &box)
        }
      }
      row = stop
    }
  }

  /// Whether one of 32 rows holds the tick: x is 0 where it does, and only there has (x - 1) & ~x the top bit.
  @inline(__always) private static func isAnyDue(_ due: ColumnView<UInt32>, _ row: Int, _ tick: UInt32) -> Bool {
    let (now, one) = (SIMD8<UInt32>(repeating: tick), SIMD8<UInt32>(repeating: 1))
    var found = SIMD8<UInt32>()
    for part in 0..<4 {
      let x = due.load(row &+ 8 &* part, as: SIMD8<UInt32>.self) ^ now
      found |= (x &- one) & ~x
    }
    let four = found.lowHalf | found.highHalf
    let two = four.lowHalf | four.highHalf
    return (two.x | two.y) >= 0x8000_0000
  }

  @inline(never) private func act(
    _ row: Int, _ firstRow: Int, _ desk: OrderDesk, _ world: DecisionView, _ box: inout OrderWriter
  ) {
    let agent = firstRow + row
    let recipes = world.accounts.strategySpace.rebound(to: Recipe.self)
    var recipe = recipes[agent]
    defer { recipes[agent] = recipe }
    if recipe.deadline == 0 { begin(&recipe, row, agent, desk, world) }
    let left = Int64(parent.view[row].goal) - Int64(world.accounts.quantity[agent])
    guard recipe.deadline > world.tick, left != 0 else { return end(&recipe, row, agent, desk, world, &box) }
    let side: Side = left > 0 ? .buy : .sell
    let pace = pace(recipe, left: Int64(left.magnitude), row, desk, world)
    let price = limit(side, pace, row, desk, world)
    var quantity = pace.isEndgame ? Int64(left.magnitude) : pace.slice
    if side == .buy { quantity = min(quantity, desk.affordable(desk.cash(of: agent, world), at: price)) }
    guard quantity > 0 else { return end(&recipe, row, agent, desk, world, &box) }
    due.view[row] = nextSlice(recipe, after: world.tick)
    desk.send(agent, side, price: price, quantity: Int32(quantity), &box)
  }

  /// Draws the next parent order: none when the agent can neither buy nor sell a share.
  private func begin(_ recipe: inout Recipe, _ row: Int, _ agent: Int, _ desk: OrderDesk, _ world: DecisionView) {
    let tick = world.tick
    let position = world.accounts.quantity[agent]
    let payable = desk.affordable(desk.cash(of: agent, world), at: world.symbols.last[desk.symbol])
    let (toBuy, toSell) = (min(Int64(recipe.target), payable), min(Int64(recipe.target), Int64(max(0, position))))
    var stream = RowStream(key, row: UInt32(row), tick: tick)
    let wantsToBuy = stream.bounded(10_000) < UInt32(recipe.buyProbability)
    let buys = wantsToBuy && toBuy > 0 || toSell == 0
    recipe.size = Int32(buys ? toBuy : toSell)
    recipe.deadline = tick &+ min(recipe.duration, .max - tick)
    parent.view[row] = Parent(
      volumeBefore: world.symbols.totalVolume[desk.symbol], valueBefore: world.symbols.totalValue[desk.symbol],
      goal: position + (buys ? recipe.size : -recipe.size))
  }

  /// Done, too late, or out of money: takes back what still rests, and draws the pause.
  private func end(
    _ recipe: inout Recipe, _ row: Int, _ agent: Int, _ desk: OrderDesk, _ world: DecisionView, _ box: inout OrderWriter
  ) {
    desk.withdraw(agent, world, &box)
    recipe.deadline = 0
    var stream = RowStream(key, row: UInt32(row), tick: world.tick)
    _ = stream.next()  // the words that `begin` may have drawn in this tick
    _ = stream.next()
    let (next, overflow) = world.tick.addingReportingOverflow(Self.pause(recipe.pause, from: &stream))
    due.view[row] = overflow ? .max : next
  }

  /// The ticks at the end of its time in which an order is worked off at market.
  private func endgame(_ recipe: Recipe) -> UInt32 { max(1, recipe.duration / 20) }

  private func nextSlice(_ recipe: Recipe, after tick: UInt32) -> UInt32 {
    let left = recipe.deadline - tick
    let endgame = endgame(recipe)
    return tick + (left <= endgame ? 1 : min(UInt32(recipe.interval), left - endgame))
  }

  private struct Pace {
    var slice: Int64  // shares
    var late: Double  // slices
    var isEndgame: Bool
  }

  private func pace(_ recipe: Recipe, left: Int64, _ row: Int, _ desk: OrderDesk, _ world: DecisionView) -> Pace {
    let timeLeft = Double(recipe.deadline - world.tick)
    let (duration, interval) = (Double(recipe.duration), Double(recipe.interval))
    let age = duration - timeLeft
    let lifeVolume = world.symbols.totalVolume[desk.symbol] - parent.view[row].volumeBefore
    let recent = Double(lifeVolume - Int64(parent.view[row].volumeSeen))
    parent.view[row].volumeSeen = UInt32(clamping: lifeVolume)
    // Before anything has traded, slices are even and nothing caps them, so that somebody begins.
    var share = min(1, interval / timeLeft)
    var most = Double(recipe.maxSlice)
    if lifeVolume > 0 {
      let ahead = Double(lifeVolume) / age * max(0, timeLeft - interval)
      share = recent + ahead > 0 ? recent / (recent + ahead) : share
      most = min(most, max(1, recent * Double(recipe.participation) / 10_000))
    }
    let slice = min((Double(left) * share).rounded(.up), most.rounded(.down))
    let filled = Double(Int64(recipe.size) - left)
    let even = Double(recipe.size) * interval / duration
    let isEndgame = recipe.deadline - world.tick <= endgame(recipe)
    return Pace(
      slice: max(1, Int64(slice)), late: (Double(recipe.size) * age / duration - filled) / even, isEndgame: isEndgame)
  }

  private func limit(_ side: Side, _ pace: Pace, _ row: Int, _ desk: OrderDesk, _ world: DecisionView) -> Int32 {
    if pace.isEndgame { return world.symbols.marketLimit(desk.symbol, side) }
    let (reference, isBuy) = (desk.reference, side == .buy)
    var exact = reference
    if pace.late > 1 {
      let reach = min(0.002 * pace.late, 0.02)
      exact = (reference * (isBuy ? 1 + reach : 1 - reach)).rounded(isBuy ? .up : .down)
    } else {
      let volume = world.symbols.totalVolume[desk.symbol] - parent.view[row].volumeBefore
      if volume > 0 {
        let vwap = Double(world.symbols.totalValue[desk.symbol] - parent.view[row].valueBefore) / Double(volume)
        exact = isBuy ? min(reference, vwap) : max(reference, vwap)
      }
      exact = exact.rounded(isBuy ? .down : .up)
    }
    return desk.limit(exact)
  }
}
