import SimColumns
import SimMarket
import SimTypes

/// Settling where orders rest, or may trade at several prices.
extension FillApplication {
  /// Applies the market's answers to a chunk's new orders, then what happened to its agents' resting ones: fills change
  /// hands, and the account holds from now on what the order still needs.
  ///
  ///     held    a buy limit · shares left of cash, a sale its shares left        as much as a new order of that size
  ///
  /// Returns how many orders were filled at least in part.
  public static func runWithSlots(
    chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ symbols: SymbolView, _ tape: TapeView,
    _ resting: RestingOrderView, desk: LendingDesk? = nil, cost: inout ExecutionCost
  ) -> Int {
    if let desk {
      runWithSlots(chunk, boxes, accounts, symbols, tape, resting, desk, &cost)
    } else {
      runWithSlots(chunk, boxes, accounts, symbols, tape, resting, NoDesk(), &cost)
    }
  }

  private static func runWithSlots(
    _ chunk: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ symbols: SymbolView, _ tape: TapeView,
    _ resting: RestingOrderView, _ desk: some BorrowingDesk, _ cost: inout ExecutionCost
  ) -> Int {
    var filledOrders = 0
    let tickValue = symbols.tickSize.raw
    for position in boxes.positions(ofChunk: chunk) where boxes.quantity[position] != 0 && boxes.filled[position] != 0 {
      let key = BoxKey(raw: boxes.key[position])
      let filled = boxes.filled[position]
      let hasBook = symbols.mechanism(key.symbol) == .continuous
      let value = hasBook ? boxes.value[position] : Int64(tape.price[key.symbol]) &* Int64(filled)
      cost.add(
        isBuy: key.side == .buy, shares: Int64(filled), value: value,
        doubledReference: Int64(hasBook ? boxes.reference[position] : symbols.doubledReference[key.symbol]))
      apply(agent: Int(boxes.agent[position]), key.side, filled, value &* tickValue, accounts, desk)
      filledOrders &+= 1
    }
    for slot in boxes.slots(ofChunk: chunk) {
      let events = boxes.slotEvents[slot]
      boxes.slotNews[slot] = events.intersection(.anything)
      if events.isDisjoint(with: .anything) { continue }
      let agent = Int(boxes.agent[boxes.slotBase + slot])
      let filled = boxes.filled[boxes.slotBase + slot]
      let side: Side = events.contains(.sells) ? .sell : .buy
      if filled > 0 {
        // Resting orders trade at their own price in a book, at the one price in an auction.
        let symbol = Int(accounts.symbol[agent])
        let price = symbols.mechanism(symbol) == .continuous ? resting.price[slot] : tape.price[symbol]
        apply(agent: agent, side, filled, Int64(price) &* Int64(filled) &* tickValue, accounts, desk)
        boxes.filled[boxes.slotBase + slot] = 0
        filledOrders &+= 1
      }
      desk.settling(agent) { hold(slot, side, agent, resting, accounts, tickValue) }
      boxes.slotEvents[slot] = events.intersection(.sells)
    }
    return filledOrders
  }

  /// Holds from now on what the order in `slot` still needs.
  @inline(__always)
  private static func hold(
    _ slot: Int, _ side: Side, _ agent: Int, _ resting: RestingOrderView, _ accounts: AccountView, _ tickValue: Int64
  ) {
    let before = resting.held(slot, tickValue: tickValue)
    resting.heldPrice[slot] = resting.price[slot]
    resting.heldQuantity[slot] = side == .buy ? resting.quantity[slot] : -resting.quantity[slot]
    let after = resting.held(slot, tickValue: tickValue)
    accounts.freeCash[agent] &+= before.cash &- after.cash
    accounts.freeShares[agent] &+= Int32(truncatingIfNeeded: before.shares &- after.shares)
  }
}
