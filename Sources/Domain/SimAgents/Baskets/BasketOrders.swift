import SimColumns
import SimMarket
import SimTypes

/// From goals to orders, for agents with several symbols: what is missing to each position, within what they can pay.
///
///     missing   goal - position                        of each leg, the position being what the account says
///     limit     reference · (1 + reach) to buy, rounded up, reference · (1 - reach) to sell, rounded down
///     closing   shares that end the position there is: what is owned and sold, what is owed and bought back
///     opening   the others
///     part      min(1, (free cash - Σ limit · closing buys) / Σ limit · opening)
///     order     closing + ⌊part · opening⌋
///
/// So sales of what is owned go first in effect: they need nothing, and what they bring buys in the ticks after. All
/// that opens gets the same part, whichever leg it is. A short sale is counted at its full value, which covers what an
/// initial margin of up to 200 % asks for; beyond that some are refused and tried again. Orders live for one tick, so
/// what has been filled is never asked for again.
struct BasketOrders: ~Copyable, Sendable {
  private let goal: Column<Int32>  // shares; row = account of the population
  private let firstRow: Int
  private let legs: Int
  private let drafts: Column<Draft>  // scratch; row = chunk of the population · legs + number of the order

  /// The largest order, 1/10,000 dollar: 56 billion dollars, so that the orders for 16,000 symbols add up to 64 bits.
  private static let valueMax: Int64 = 1 << 49

  init(_ population: PopulationPlan, placement: MemoryPlacement) {
    goal = Column(count: population.rows.count, filledWith: 0, placement: placement)
    firstRow = population.rows.lowerBound
    legs = population.legs
    drafts = Column(count: PopulationChunks(population).count * legs, filledWith: Draft())
  }

  var byteCount: Int {
    goal.count * MemoryLayout<Int32>.stride + drafts.count * MemoryLayout<Draft>.stride
  }

  /// Sets the goal of an account: `shares`, to the nearest one, or its position when that is less than `drift` of
  /// itself away from it.
  func aim(_ row: Int, at shares: Double, position: Int32, drift: Double) {
    let wanted = Int32(min(max(shares.rounded(), -1e9), 1e9))
    let (change, size) = (Double(wanted) - Double(position), Double(position).magnitude)
    goal.view[row - firstRow] = change.magnitude < drift * size ? position : wanted
  }

  /// Sends an agent's orders. Returns whether there were any.
  /// - Parameters:
  ///   - rows: its accounts, leg by leg.
  ///   - symbols: theirs.
  ///   - chunk: counted within the population.
  ///   - reach: fraction of the price.
  func send(
    _ rows: Range<Int>, _ symbols: [Int], chunk: Int, reach: Double, _ world: DecisionView, _ box: inout OrderWriter
  ) -> Bool {
    let goals = goal.view[rows.lowerBound - firstRow..<rows.upperBound - firstRow]
    let quantities = world.accounts.quantity[rows]
    let drafts = drafts.view[chunk * legs..<(chunk + 1) * legs]
    var (covers, opening): (Int64, Int64) = (0, 0)
    var count = 0
    Self.forEachDifference(goals, quantities) { leg in
      let range = LimitRange(symbols[leg], world.symbols)
      guard let draft = Draft(leg, goals[leg], quantities[leg], range, reach, world.symbols.tickSize) else { return }
      covers += draft.side == .buy ? draft.value(draft.closing) : 0
      opening += draft.value(draft.opening)
      drafts[count] = draft
      count += 1
    }
    let available = max(0, world.accounts.freeCash[rows.lowerBound] - covers)
    var isSending = false
    for number in 0..<count {
      let draft = drafts[number]
      let quantity = draft.closing + Self.part(draft.opening, available, of: opening)
      guard quantity > 0 else { continue }
      let leg = Int(draft.leg)
      box.append(
        agent: rows.lowerBound + leg, key: BoxKey(symbol: Int32(symbols[leg]), side: draft.side), price: draft.limit,
        quantity: Int32(quantity))
      isSending = true
    }
    return isSending
  }

  /// Calls `body` with every row in which two columns differ, in order; eight rows that do not cost a comparison.
  @inline(__always)
  static func forEachDifference(_ a: ColumnView<Int32>, _ b: ColumnView<Int32>, _ body: (_ row: Int) -> Void) {
    var row = 0
    while row &+ 8 <= a.count {
      let difference = a.load(row, as: SIMD8<Int32>.self) ^ b.load(row, as: SIMD8<Int32>.self)
      let four = difference.lowHalf | difference.highHalf
      let two = four.lowHalf | four.highHalf
      if two.x | two.y != 0 {
        for one in row..<row &+ 8 where a[one] != b[one] { body(one) }
      }
      row &+= 8
    }
    while row < a.count {
      if a[row] != b[row] { body(row) }
      row &+= 1
    }
  }

  /// ⌊shares · available / needed⌋, at most all; exact, so that the parts together never need more than there is.
  static func part(_ shares: Int64, _ available: Int64, of needed: Int64) -> Int64 {
    guard available < needed else { return shares }
    let (product, overflow) = shares.multipliedReportingOverflow(by: available)
    // Nearly always: a division of 64 bits takes a third of the time of one of 128.
    if !overflow { return product / needed }
    return needed.dividingFullWidth(shares.multipliedFullWidth(by: available)).quotient
  }

  /// What one leg asks for.
  struct Draft: BitwiseCopyable, Sendable {
    var leg: Int32 = 0
    var limit: Int32 = 1
    var closing: Int64 = 0  // shares
    var opening: Int64 = 0
    var price: Int64 = 0  // 1/10,000 dollar a share
    var side = Side.buy

    /// Of nothing.
    init() {}

    /// Nil when more is missing than any order is large.
    /// - Parameter goal: another one than `position`.
    @inline(__always)
    init?(_ leg: Int, _ goal: Int32, _ position: Int32, _ range: LimitRange, _ reach: Double, _ tickSize: TickSize) {
      self.leg = Int32(truncatingIfNeeded: leg)
      side = goal > position ? .buy : .sell
      limit = range.limit(side, reach: reach)
      price = tickSize.price(limit).raw
      let missing = (Int64(goal) - Int64(position)).magnitude
      let held = side == .buy ? -Int64(position) : Int64(position)
      closing = min(Int64(missing), max(0, held))
      opening = Int64(missing) - closing
      let (value, overflow) = price.multipliedReportingOverflow(by: Int64(missing))
      if overflow || value > BasketOrders.valueMax { return nil }
    }

    func value(_ shares: Int64) -> Int64 { price &* shares }
  }
}
