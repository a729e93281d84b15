import SimMarket
import SimTypes

/// Orders that free cash or owned shares do not cover: sales of borrowed shares, and buys that close a short position
/// with the money that secures it.
///
/// A short sale is accepted when
///
///     the agent may be short that much                                                      or short_limit
///     free cash ≥ what waiting sales hold with it, and what its position has lost since     or insufficient_margin
///     somebody lends the shares (``ShareLocation``)                                         or no_borrow
///
/// where a position "has lost" what 150 % of its value at the last price is above what it was sold for, and the sale
/// itself what its limit is below the last price.
extension LendingDesk {
  /// What an agent's orders of the tick have left so far.
  struct Purse {
    var cash: Int64  // free, 1/10,000 dollar
    var shares: Int64  // free; negative when all its sales would leave it short
    var borrowed: Int64 = -1  // shares it has or may have to borrow, the most so far; -1: not looked at
    var hold: Int64 = 0  // of `cash`'s account, for waiting short sales
    var highestSale: Int64 = 0  // limit of a sale that waits or may come to wait, 1/10,000 dollar
    var sells = false  // whether a short sale was accepted
    var covered: Int64 = 0  // shares that buys with the position's own security would close

    init(cash: Int64, shares: Int64) { (self.cash, self.shares) = (cash, shares) }
  }

  func open() { lending.sales[chunk] = 0 }

  /// Takes from the purse what an accepted order holds.
  /// - Parameters:
  ///   - value: limit times quantity, 1/10,000 dollar.
  ///   - returned: shares held by the order it replaces.
  @inline(never)
  func admit(
    _ position: Int, _ side: Side, value: Int64, returned: Int64, _ purse: inout Purse
  ) -> RejectReason? {
    let agent = Int(boxes.agent[position])
    let quantity = Int64(boxes.quantity[position])
    let kind = boxes.kind[position]
    if side == .buy {
      // What a resting buy would release is not there while it waits.
      return kind.rests ? .insufficientCash : admitCover(agent, quantity: quantity, value: value, &purse)
    }
    let borrowedBefore = purse.borrowed < 0 ? lookUp(agent, &purse) : purse.borrowed
    let price = symbols.tickSize.price(boxes.price[position]).raw
    if let refusal = admitSale(agent, quantity: quantity, price: price, returned: returned, &purse) { return refusal }
    let borrowing = purse.borrowed - borrowedBefore
    if borrowing > 0 && lending.terms.locateRequired {
      boxes.kind[position] = kind.waitingForLocate(true)
      boxes.filled[position] = Int32(truncatingIfNeeded: borrowing)
      lending.sales[chunk] &+= 1
    }
    return nil
  }

  /// Fills the purse with what the agent's waiting short sales hold. Returns the shares it has borrowed.
  private func lookUp(_ agent: Int, _ purse: inout Purse) -> Int64 {
    purse.borrowed = max(0, -Int64(accounts.freeShares[agent]))
    let short = max(0, -Int64(accounts.quantity[agent]))
    let highest = highestSale(agent)
    purse.hold = hold(pending: purse.borrowed - short, price: highest)
    purse.highestSale = max(purse.highestSale, highest)
    return purse.borrowed
  }

  private func admitSale(
    _ agent: Int, quantity: Int64, price: Int64, returned: Int64, _ purse: inout Purse
  ) -> RejectReason? {
    let terms = lending.terms
    let symbol = Int(accounts.symbol[agent])
    let short = max(0, -Int64(accounts.quantity[agent]))
    let shares = purse.shares + returned - quantity
    let borrowed = max(purse.borrowed, -shares)
    // A position is 32 bits wide, also where nobody limits it.
    let limit = min(isLimited ? lending.shortLimit[symbol] : .max, Int64(Int32.max))
    if -shares > limit { return .shortLimit }

    let highest = max(purse.highestSale, price)
    let last = symbols.lastPrice(symbol).raw
    let more = max(0, -shares) - max(0, -purse.shares - returned)
    let (worth, overflow) = short.multipliedReportingOverflow(by: last)
    let (below, belowOverflow) = more.multipliedReportingOverflow(by: max(0, last - price))
    guard !overflow, !belowOverflow, worth < Collateral.valueMax, below < Collateral.valueMax,
      let hold = Collateral.hold(pending: max(borrowed, short) - short, price: highest, terms)
    else { return .notionalOverflow }
    let lost = max(0, Collateral.fraction(terms.initialMargin, of: worth) - lock(agent))
    let needed = hold - purse.hold + Collateral.fraction(terms.initialMargin, of: below)
    guard purse.cash >= needed + lost else { return .insufficientMargin }

    purse.cash -= needed
    purse.sells = true
    (purse.shares, purse.borrowed, purse.hold, purse.highestSale) = (shares, borrowed, hold, highest)
    return nil
  }

  /// A buy for `value` in this tick, 1/10,000 dollar, that free cash alone does not pay. What it closes of a short
  /// position releases that part's security; how much that is cannot be said when more was sold short before it, which
  /// may bring less for a share.
  private func admitCover(_ agent: Int, quantity: Int64, value: Int64, _ purse: inout Purse) -> RejectReason? {
    let short = max(0, -Int64(accounts.quantity[agent]))
    let left = short - purse.covered
    guard left > 0, !purse.sells else { return .insufficientCash }
    let lock = lock(agent)
    func share(of shares: Int64) -> Int64 { FillApplication.shareOfCost(lock, selling: shares, of: short) }
    let closes = min(quantity, left)
    let released = share(of: left) - share(of: left - closes) - Collateral.roundingMax(lending.terms)
    guard value <= purse.cash + released else { return .insufficientCash }
    // What is released beyond the price is free only when the order has been filled.
    purse.cash += min(0, released - value)
    purse.covered += closes
    return nil
  }

  private func lock(_ agent: Int) -> Int64 {
    Collateral.lock(cost: accounts.cost[agent], owned: Int64(accounts.quantity[agent]), lending.terms)
  }
}
