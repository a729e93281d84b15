import SimColumns
import SimMarket
import SimTypes

/// Share lending as the agents of one chunk meet it: their short sales, their fees, their margin calls. Writes only
/// their rows.
///
/// An object, because it looks at a hundred columns: handing it on is one word, where a value would be copied.
public final class LendingDesk: Sendable {
  let lending: ShareLendingView
  let accounts: AccountView
  let symbols: SymbolView
  let boxes: OrderBoxView
  let resting: RestingOrderView
  let chunk: Int
  let isLimited: Bool
  public let brokerBox: Int
  let borrowerOffset: Int
  let joint: JointCash?  // nil for agents with one account
  /// Maintenance margin of a share at a price of one tick, 1/10,000 dollar, and a 2^-40th more.
  let plainMargin: Double

  /// Nil when the chunk's agents never sell short.
  public init?(
    _ lending: ShareLendingView, chunk: Int, _ accounts: AccountView, _ symbols: SymbolView, _ boxes: OrderBoxView,
    _ resting: RestingOrderView, legs: AgentLegs = .one
  ) {
    guard let group = lending.group(ofChunk: chunk) else { return nil }
    (self.lending, self.accounts, self.symbols) = (lending, accounts, symbols)
    (self.boxes, self.resting, self.chunk) = (boxes, resting, chunk)
    (isLimited, brokerBox) = (group.isLimited, Int(group.brokerBox))
    borrowerOffset = Int(group.borrowerOffset)
    joint = JointCash(accounts, legs)
    plainMargin =
      Double(lending.terms.maintenanceMargin) / 10_000 * Double(symbols.tickSize.raw) * (1 + 0x1p-40)
  }

  /// Money that the agent's short position and its waiting short sales keep from use, 1/10,000 dollar.
  public func collateral(_ agent: Int) -> Int64 {
    let (owned, free) = (Int64(accounts.quantity[agent]), Int64(accounts.freeShares[agent]))
    guard free < 0 else { return 0 }
    let lock = Collateral.lock(cost: accounts.cost[agent], owned: owned, lending.terms)
    return lock + hold(pending: -free - max(0, -owned), price: highestSale(agent))
  }

  /// Waiting sales were accepted with what they hold, so the product fits. It need not while a tick is settled: between a
  /// fill and what its slot holds from then on, more seems to wait. Any value will do there, as it is taken back.
  func hold(pending: Int64, price: Int64) -> Int64 {
    Collateral.hold(pending: pending, price: price, lending.terms)
      ?? Collateral.fraction(lending.terms.initialMargin - 10_000, of: Collateral.valueMax)
  }

  /// The highest limit of the agent's resting sales, 1/10,000 dollar; 0 without one.
  func highestSale(_ agent: Int) -> Int64 {
    var highest: Int32 = 0
    for local in 0..<Int(boxes.slotsPerAgent[chunk]) {
      let slot = boxes.slot(ofChunk: chunk, agent: agent, local: local)
      if resting.heldQuantity[slot] < 0 { highest = max(highest, resting.heldPrice[slot]) }
    }
    return symbols.tickSize.price(highest).raw
  }

  @inline(__always)
  func settling(_ agent: Int, _ body: () -> Void) {
    // Free shares are at most what is owned, so when they are not negative, nothing is borrowed and nothing secured.
    let borrowedBefore = max(0, -Int64(accounts.freeShares[agent]))
    let collateralBefore = borrowedBefore == 0 ? 0 : collateral(agent)
    let wasShort = accounts.quantity[agent] < 0
    if wasShort { payFee(agent) }
    body()
    let borrowed = max(0, -Int64(accounts.freeShares[agent]))
    if borrowed | borrowedBefore == 0 { return }
    let symbol = Int(accounts.symbol[agent])
    if !wasShort && accounts.quantity[agent] < 0 {
      lending.paidIndex[agent + borrowerOffset] = lending.feeIndex[symbol]
    }
    accounts.freeCash[agent] &+= collateralBefore &- collateral(agent)
    guard borrowed != borrowedBefore else { return }
    let key = BoxKey(symbol: Int32(truncatingIfNeeded: symbol), side: .buy)
    lending.change[boxes.run(ofChunk: chunk, key)] &+= borrowed &- borrowedBefore
  }

  // MARK: - Fees

  /// Takes from a short agent's cash what it owes for the shares it has sold short, to the nearest 1/10,000 dollar.
  private func payFee(_ agent: Int) {
    let index = lending.feeIndex[Int(accounts.symbol[agent])]
    let growth = index &- lending.paidIndex[agent + borrowerOffset]
    lending.paidIndex[agent + borrowerOffset] = index
    let (high, low) = UInt64(-Int64(accounts.quantity[agent])).multipliedFullWidth(by: growth)
    let (rounded, carry) = low.addingReportingOverflow(1 << 31)
    let fee = Int64((high &+ (carry ? 1 : 0)) &<< 32 | rounded &>> 32)
    accounts.cash[agent] &-= fee
    accounts.freeCash[agent] &-= fee
    accounts.realised[agent] &-= fee
    lending.fees[chunk] &+= fee
  }

  /// Collects the fees of all short agents in `rows`, when they are due.
  public func collectFees(_ rows: Range<Int>, tick: UInt32) {
    guard (Int(tick) + 1) % lending.terms.feeInterval == 0 else { return }
    forEachShort(rows) { agent in
      payFee(agent)
      joint?.level(agent)
    }
  }

  /// Account rows whose position is short, in ascending order.
  func forEachShort(_ rows: Range<Int>, _ body: (Int) -> Void) {
    let owned = accounts.quantity
    var row = rows.lowerBound
    while row < rows.upperBound {
      // Signs of a block laid over each other: nearly always nobody is short.
      let end = min(row &+ 64, rows.upperBound)
      var signs: Int32 = 0
      for agent in row..<end { signs |= owned[agent] }
      if signs < 0 { for agent in row..<end where owned[agent] < 0 { body(agent) } }
      row = end
    }
  }
}
