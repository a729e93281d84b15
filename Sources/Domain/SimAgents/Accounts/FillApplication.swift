import SimColumns
import SimKernels
import SimMarket
import SimTypes

/// What the market's answers do to accounts: shares and money change hands, profit is realised.
///
///     buy   cash -= value   quantity += q   cost += value
///     sell  cash += value   quantity -= q   cost -= share of cost   realised += value - share of cost
///     share of cost = round(cost · q / quantity)       halves away from zero; the last sale takes all that is left
///
/// A position that is short cost less than nothing, and the same rules hold with the signs turned round: selling more
/// adds to it, buying closes it and realises what it was sold for less what it was bought back for. A trade that goes
/// through zero closes with its part of the value and opens with the rest.
///
/// Cost is a total and stays an integer, so nothing is lost to an average that was rounded twice. What an order held
/// beyond its fill was never written (``OrderValidation``) and so is free again.
public enum FillApplication {
  /// Orders settled at once.
  static let block = 64

  /// Applies the answers to one chunk's orders, in the order its agents sent them. Returns how many orders were filled
  /// at least in part, and adds what they paid beyond the price before the auction to `cost`.
  ///
  /// A block of orders at a time: before one is settled, the accounts of the next one's filled orders are asked for, so
  /// that their cache misses run beside this one's work.
  public static func run(
    chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, clearingPrice: ColumnView<Int32>,
    doubledReference: ColumnView<Int32>, tickSize: TickSize, desk: LendingDesk? = nil, cost: inout ExecutionCost
  ) -> Int {
    if let desk {
      run(chunk, boxes, accounts, clearingPrice, doubledReference, tickSize, desk, &cost)
    } else {
      run(chunk, boxes, accounts, clearingPrice, doubledReference, tickSize, NoDesk(), &cost)
    }
  }

  private static func run(
    _ chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ clearingPrice: ColumnView<Int32>,
    _ doubledReference: ColumnView<Int32>, _ tickSize: TickSize, _ desk: some BorrowingDesk, _ cost: inout ExecutionCost
  ) -> Int {
    let positions = boxes.positions(ofChunk: chunk)
    let (quantities, fills) = (boxes.quantity, boxes.filled)
    var filledOrders = 0
    prefetch(positions.prefix(block), boxes, accounts)
    for start in stride(from: positions.lowerBound, to: positions.upperBound, by: block) {
      let end = min(start &+ block, positions.upperBound)
      prefetch((end..<positions.upperBound).prefix(block), boxes, accounts)
      for position in start..<end where quantities[position] != 0 && fills[position] != 0 {
        settle(position, boxes, accounts, clearingPrice, tickSize, desk)
        let key = BoxKey(raw: boxes.key[position])
        let filled = Int64(fills[position])
        cost.add(
          isBuy: key.side == .buy, shares: filled, value: Int64(clearingPrice[key.symbol]) &* filled,
          doubledReference: Int64(doubledReference[key.symbol]))
        filledOrders &+= 1
      }
    }
    return filledOrders
  }

  static func prefetch(_ positions: Range<Int>, _ boxes: OrderBoxView, _ accounts: AccountView) {
    let (agents, fills) = (boxes.agent, boxes.filled)
    let (freeCash, cash, owned) = (accounts.freeCash, accounts.cash, accounts.quantity)
    for position in positions {
      // Row 0, which is always near, where there is nothing to settle.
      let agent = Int(agents[position]) &* Int(UInt32(bitPattern: 0 &- fills[position]) >> 31)
      freeCash.prefetch(agent)
      cash.prefetch(agent)
      owned.prefetch(agent)
    }
  }

  @inline(__always)
  private static func settle(
    _ position: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ clearingPrice: ColumnView<Int32>,
    _ tickSize: TickSize, _ desk: some BorrowingDesk
  ) {
    let key = BoxKey(raw: boxes.key[position])
    let filled = boxes.filled[position]
    // Validation has seen that limit × quantity fits 64 bits; the price traded at is no worse than the limit, and a
    // sale at a better one is still below 2^31 ticks.
    let value = tickSize.price(clearingPrice[key.symbol]).raw &* Int64(filled)
    apply(agent: Int(boxes.agent[position]), key.side, filled, value, accounts, desk)
  }

  /// Moves `filled` shares and `value`, 1/10,000 dollar, in or out of an account.
  @inline(__always)
  static func apply<Desk: BorrowingDesk>(
    agent: Int, _ side: Side, _ filled: Int32, _ value: Int64, _ accounts: AccountView, _ desk: Desk
  ) {
    desk.settling(agent) {
      let owned = accounts.quantity[agent]
      if Desk.mayBeShort && (side == .buy ? owned < 0 : owned < filled) {
        exchangeShort(agent: agent, side, filled, value, accounts)
      } else {
        exchangeOwned(agent: agent, side, filled, value, accounts)
      }
    }
    accounts.fills[agent] &+= 1
  }

  /// A trade of an agent that owns what it sells, and owes no shares when it buys.
  @inline(__always)
  private static func exchangeOwned(
    agent: Int, _ side: Side, _ filled: Int32, _ value: Int64, _ accounts: AccountView
  ) {
    let owned = accounts.quantity[agent]
    let cost = accounts.cost[agent]
    if side == .buy {
      accounts.cash[agent] &-= value
      accounts.freeCash[agent] &-= value
      accounts.quantity[agent] = owned &+ filled
      accounts.freeShares[agent] &+= filled
      accounts.cost[agent] = cost &+ value
    } else {
      let released = shareOfCost(cost, selling: Int64(filled), of: Int64(owned))
      accounts.cash[agent] &+= value
      accounts.freeCash[agent] &+= value
      accounts.quantity[agent] = owned &- filled
      accounts.freeShares[agent] &-= filled
      accounts.cost[agent] = cost &- released
      accounts.realised[agent] &+= value &- released
    }
    precondition(
      accounts.cash[agent].magnitude < ExactDouble.magnitudeMax.magnitude, "an agent owns over 225 billion dollars")
  }

  /// A trade that makes a short position larger or smaller, or crosses zero.
  @inline(never)
  private static func exchangeShort(
    agent: Int, _ side: Side, _ filled: Int32, _ value: Int64, _ accounts: AccountView
  ) {
    let owned = Int64(accounts.quantity[agent])
    let cost = accounts.cost[agent]
    let change = side == .buy ? Int64(filled) : -Int64(filled)
    let paid = side == .buy ? value : -value
    // The part that goes back towards zero, if any.
    let closing = (owned < 0) == (side == .buy) ? min(owned.magnitude, change.magnitude) : 0
    let released = closing == 0 ? 0 : shareOfCost(cost, selling: Int64(closing), of: Int64(owned.magnitude))
    let paidToClose = shareOfCost(paid, selling: Int64(closing), of: Int64(filled))
    accounts.cash[agent] &-= paid
    accounts.freeCash[agent] &-= paid
    accounts.quantity[agent] = Int32(truncatingIfNeeded: owned &+ change)
    accounts.freeShares[agent] &+= Int32(truncatingIfNeeded: change)
    accounts.cost[agent] = cost &- released &+ (paid &- paidToClose)
    accounts.realised[agent] &-= released &+ paidToClose
  }

  /// `cost · sold / owned`, rounded to nearest, halves away from zero. Exact for any 64-bit cost.
  public static func shareOfCost(_ cost: Int64, selling sold: Int64, of owned: Int64) -> Int64 {
    if sold == owned { return cost }
    let half = owned.magnitude / 2
    let product = cost.magnitude.multipliedFullWidth(by: sold.magnitude)
    let (low, carry) = product.low.addingReportingOverflow(half)
    let high = product.high &+ (carry ? 1 : 0)
    // Most products fit one word, whose division is several times faster.
    let quotient = high == 0 ? low / owned.magnitude : owned.magnitude.dividingFullWidth((high, low)).quotient
    return cost < 0 ? -Int64(quotient) : Int64(quotient)
  }
}
