import SimColumns
import SimMarket
import SimTypes

/// Checking orders where some may rest, or a price band is drawn.
extension OrderValidation {
  /// The same as ``run(chunk:_:_:tickSize:rejected:)``, for chunks that sent more than limit orders of this tick.
  ///
  /// An order that replaces another may use what the other holds. A refused one leaves the other as it is. Slots come
  /// in ascending order from an agent and each at most once a tick, so what a slot holds is never counted twice.
  public static func runWithSlots(
    chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ symbols: SymbolView, _ resting: RestingOrderView,
    rejected: ColumnView<Int32>, desk: LendingDesk? = nil, legs: AgentLegs = .one
  ) {
    let own = OwnCash(freeCash: accounts.freeCash)
    switch (desk, JointCash(accounts, legs)) {
    case (let desk?, let joint?): checkWithSlots(chunk, boxes, accounts, symbols, resting, rejected, desk, joint)
    case (let desk?, nil): checkWithSlots(chunk, boxes, accounts, symbols, resting, rejected, desk, own)
    case (nil, let joint?): checkWithSlots(chunk, boxes, accounts, symbols, resting, rejected, NoDesk(), joint)
    case (nil, nil): checkWithSlots(chunk, boxes, accounts, symbols, resting, rejected, NoDesk(), own)
    }
  }

  private static func checkWithSlots(
    _ chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ symbols: SymbolView, _ resting: RestingOrderView,
    _ rejected: ColumnView<Int32>, _ desk: some BorrowingDesk, _ cash: some CashSource
  ) {
    rejected.fill(0..<rejected.count, with: 0)
    boxes.cancels[chunk] = 0
    let (runs, firstKey) = boxes.emptyRuns(ofChunk: chunk)
    let slotsPerAgent = Int(boxes.slotsPerAgent[chunk])
    let tickValue = symbols.tickSize.raw
    var agent = -1
    var purse = LendingDesk.Purse(cash: 0, shares: 0)  // what the agent's orders so far have left
    var nextSlot = 0
    desk.open()
    var isCalled = false
    for position in boxes.positions(ofChunk: chunk) {
      let sender = Int(boxes.agent[position])
      if sender != agent {
        precondition(sender > agent, "a strategy writes an agent's orders together, and agents in row order")
        let available = cash.cash(of: sender, previous: agent, left: purse.cash)
        (agent, nextSlot) = (sender, 0)
        purse = LendingDesk.Purse(cash: available, shares: Int64(accounts.freeShares[agent]))
        isCalled = desk.isCalled(agent)
      }
      let key = BoxKey(raw: boxes.key[position])
      let run = Int(key.raw &- firstKey)
      precondition(run >= 0 && run < runs.count, "an agent trades the symbols of its chunk")
      let kind = boxes.kind[position]
      var (heldCash, heldShares) = (Int64(0), Int64(0))
      if kind.usesSlot {
        guard kind.slot >= nextSlot && kind.slot < slotsPerAgent else {
          refuse(position, boxes, accounts, rejected, .invalidSlot)
          continue
        }
        let slot = boxes.slot(ofChunk: chunk, agent: agent, local: kind.slot)
        (heldCash, heldShares) = resting.held(slot, tickValue: tickValue)
      }
      let quantity = Int64(boxes.quantity[position])
      let price = Int64(boxes.price[position])
      let (value, overflow) = (price &* quantity).multipliedReportingOverflow(by: tickValue)
      let isBuy = key.side == .buy
      let need = kind.isCancel ? 0 : isBuy ? value : quantity
      let isSound = quantity >= 1 && price >= 1 && price < Int64(OrderBoxes.marketBuy) && !overflow
      let refusal: RejectReason?
      if isCalled {
        refusal = .marginCall
      } else if !isSound {
        refusal = unsound(quantity, price)
      } else if !kind.isCancel
        && !(Int64(symbols.bandLow[key.symbol])...Int64(symbols.bandHigh[key.symbol])).contains(price)
      {
        refusal = .outsidePriceBand
      } else if kind == .fillOrKill && symbols.mechanism(key.symbol) == .call {
        refusal = .needsContinuousMarket
      } else if kind.isCancel || need <= (isBuy ? purse.cash + heldCash : purse.shares + heldShares) {
        purse.cash += heldCash - (isBuy ? need : 0)
        purse.shares += heldShares - (isBuy ? 0 : need)
        if kind.rests && !isBuy { purse.highestSale = max(purse.highestSale, price &* tickValue) }
        refusal = nil
      } else {
        refusal = desk.admit(position, key.side, value: value, returned: heldShares, &purse)
        // A sale that is denied when shares are located leaves the order it would replace, with what that holds.
        if refusal == nil && !boxes.kind[position].waitsForLocate { purse.cash += heldCash }
      }
      if let refusal {
        refuse(position, boxes, accounts, rejected, refusal)
      } else {
        if kind.usesSlot { nextSlot = kind.slot + 1 }
        if kind.isCancel { boxes.cancels[chunk] &+= 1 } else { accounts.orders[agent] &+= 1 }
        runs[run] &+= 1
      }
    }
  }

  private static func refuse(
    _ position: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ rejected: ColumnView<Int32>,
    _ reason: RejectReason
  ) {
    boxes.quantity[position] = 0
    accounts.rejected[Int(boxes.agent[position])] &+= 1
    rejected[reason.rawValue] &+= 1
  }
}

extension RestingOrderView {
  /// What an account holds for the order in `slot`: cash for a buy, at 1/10,000 dollar, shares for a sale.
  public func held(_ slot: Int, tickValue: Int64) -> (cash: Int64, shares: Int64) {
    // Without a branch: on which side the order is, nobody could foresee.
    let quantity = Int64(heldQuantity[slot])
    return (Int64(heldPrice[slot]) &* max(quantity, 0) &* tickValue, max(-quantity, 0))
  }
}
