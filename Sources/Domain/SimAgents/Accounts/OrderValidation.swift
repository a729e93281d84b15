import SimColumns
import SimMarket
import SimTypes

/// Step a of order validation: an agent's orders are checked one after the other against what its earlier ones left.
///
/// An accepted buy holds `limit × quantity` of the agent's free cash and an accepted sell its shares, until the market
/// has answered. Orders that live for one tick are answered before anybody decides again, so what they hold is carried
/// from order to order here and needs no column; the ledger is written when something was really traded.
/// A refused order stays in its box with quantity 0, which no market sees, and is counted by reason.
public enum OrderValidation {
  /// Checks the orders of one chunk, and counts the accepted ones by symbol and side.
  ///
  /// An agent's orders stand next to each other, agents in row order; a strategy that breaks this traps.
  /// - Parameters:
  ///   - rejected: a row per reason, the chunk's own; overwritten.
  ///   - desk: where shares can be borrowed; nil for agents that sell only what they own.
  ///   - legs: accounts of each agent.
  public static func run(
    chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, tickSize: TickSize, rejected: ColumnView<Int32>,
    desk: LendingDesk? = nil, legs: AgentLegs = .one
  ) {
    let own = OwnCash(freeCash: accounts.freeCash)
    switch (desk, JointCash(accounts, legs)) {
    case (let desk?, let joint?): check(chunk, boxes, accounts, tickSize, rejected, desk, joint)
    case (let desk?, nil): check(chunk, boxes, accounts, tickSize, rejected, desk, own)
    case (nil, let joint?): check(chunk, boxes, accounts, tickSize, rejected, NoDesk(), joint)
    case (nil, nil): check(chunk, boxes, accounts, tickSize, rejected, NoDesk(), own)
    }
  }

  private static func check(
    _ chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ tickSize: TickSize, _ rejected: ColumnView<Int32>,
    _ desk: some BorrowingDesk, _ cash: some CashSource
  ) {
    rejected.fill(0..<rejected.count, with: 0)
    let (runs, firstKey) = boxes.emptyRuns(ofChunk: chunk)
    let (agents, keys, prices, quantities) = (boxes.agent, boxes.key, boxes.price, boxes.quantity)
    let (orders, freeShares) = (accounts.orders, accounts.freeShares)
    let tickValue = tickSize.raw
    var agent = -1
    var purse = LendingDesk.Purse(cash: 0, shares: 0)  // what the agent's orders so far have left
    desk.open()
    let hasCalls = desk.hasCalls
    var isCalled = false
    for position in boxes.positions(ofChunk: chunk) {
      let sender = Int(agents[position])
      if sender != agent {
        precondition(sender > agent, "a strategy writes an agent's orders together, and agents in row order")
        let available = cash.cash(of: sender, previous: agent, left: purse.cash)
        agent = sender
        purse = LendingDesk.Purse(cash: available, shares: Int64(freeShares[agent]))
        if hasCalls { isCalled = desk.isCalled(agent) }
      }
      let key = keys[position]
      let run = Int(key &- firstKey)
      precondition(run >= 0 && run < runs.count, "an agent trades the symbols of its chunk")
      let isSell = Int64(key & 1)
      let quantity = Int64(quantities[position])
      let price = Int64(prices[position])
      // Below 2^62: a price and a quantity have 31 bits each.
      let (value, overflow) = (price &* quantity).multipliedReportingOverflow(by: tickValue)
      let isSound = quantity >= 1 && price >= 1 && price < Int64(OrderBoxes.marketBuy) && !overflow
      // What it needs and what there is, by side, without a branch: sides come as coins fall.
      let need = isSell == 0 ? value : quantity
      let free = isSell == 0 ? purse.cash : purse.shares
      if isSound && need <= free && !isCalled {
        purse.cash &-= isSell == 0 ? need : 0
        purse.shares &-= isSell == 0 ? 0 : need
        orders[agent] &+= 1
        runs[run] &+= 1
      } else {
        let refusal: RejectReason?
        if isCalled {
          refusal = .marginCall
        } else if isSound {
          var changed = purse  // a copy, so that the purse of the usual case stays in registers
          refusal = desk.admit(position, isSell == 0 ? .buy : .sell, value: value, returned: 0, &changed)
          purse = changed
        } else {
          refusal = unsound(quantity, price)
        }
        if let refusal {
          quantities[position] = 0
          accounts.rejected[agent] &+= 1
          rejected[refusal.rawValue] &+= 1
        } else {
          orders[agent] &+= 1
          runs[run] &+= 1
        }
      }
    }
  }

  /// What is wrong with an order that no account could pay.
  static func unsound(_ quantity: Int64, _ price: Int64) -> RejectReason {
    if quantity < 1 { return .invalidQuantity }
    if price < 1 || price >= Int64(OrderBoxes.marketBuy) { return .invalidPrice }
    return .notionalOverflow
  }
}
