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

  static let bytesPerAccount = MemoryLayout<Int32>.stride
  /// The largest order, 1/10,000 dollar: 56 billion dollars, so that the orders for 16,000 symbols add up to 64 bits.
  private static let valueMax: Int64 = 1 << 49

  init(_ population: PopulationPlan, placement: MemoryPlacement) {
    goal = Column(count: population.rows.count, filledWith: 0, placement: placement)
    firstRow = population.rows.lowerBound
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
  ///   - reach: fraction of the price.
  func send(
    _ rows: Range<Int>, _ symbols: [Int], reach: Double, _ world: DecisionView, _ box: inout OrderWriter
  ) -> Bool {
    let (market, quantities) = (world.symbols, world.accounts.quantity)
    var (covers, opening): (Int64, Int64) = (0, 0)
    for (leg, row) in rows.enumerated() {
      guard let order = Order(goal.view[row - firstRow], quantities[row], symbols[leg], reach, market) else { continue }
      covers += order.side == .buy ? order.value(order.closing) : 0
      opening += order.value(order.opening)
    }
    let available = max(0, world.accounts.freeCash[rows.lowerBound] - covers)
    var isSending = false
    for (leg, row) in rows.enumerated() {
      guard let order = Order(goal.view[row - firstRow], quantities[row], symbols[leg], reach, market) else { continue }
      let quantity = order.closing + Self.part(order.opening, available, of: opening)
      guard quantity > 0 else { continue }
      box.append(
        agent: row, key: BoxKey(symbol: Int32(symbols[leg]), side: order.side), price: order.limit,
        quantity: Int32(quantity))
      isSending = true
    }
    return isSending
  }

  /// ⌊shares · available / needed⌋, at most all; exact, so that the parts together never need more than there is.
  static func part(_ shares: Int64, _ available: Int64, of needed: Int64) -> Int64 {
    guard available < needed else { return shares }
    return needed.dividingFullWidth(shares.multipliedFullWidth(by: available)).quotient
  }

  /// What one leg asks for.
  private struct Order {
    let side: Side
    let limit: Int32
    let closing, opening: Int64  // shares
    private let price: Int64  // 1/10,000 dollar a share

    /// Nil when nothing is missing, or more than any order is large.
    @inline(__always)
    init?(_ goal: Int32, _ position: Int32, _ symbol: Int, _ reach: Double, _ market: SymbolView) {
      guard goal != position else { return nil }
      side = goal > position ? .buy : .sell
      limit = LimitRange(symbol, market).limit(side, reach: reach)
      price = market.tickSize.price(limit).raw
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
