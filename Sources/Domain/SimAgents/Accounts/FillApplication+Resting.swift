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
  /// - Complexity: an eighth of a step for a slot to which nothing happened, one for any other and for each order.
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
    var filledOrders = settleNew(boxes.positions(ofChunk: chunk), boxes, accounts, symbols, tape, desk, &cost)
    let slots = boxes.slots(ofChunk: chunk)
    var touched = TouchedSlots(repeating: 0)
    for start in stride(from: slots.lowerBound, to: slots.upperBound, by: touched.count) {
      let count = tell(start..<min(start &+ touched.count, slots.upperBound), boxes, &touched)
      for index in 0..<count {
        let slot = Int(touched[index])
        resting.prefetch(slot)
        boxes.filled.prefetch(boxes.slotBase &+ slot)
        accounts.freeCash.prefetch(Int(boxes.agent[boxes.slotBase &+ slot]))
      }
      for index in 0..<count {
        filledOrders &+= settle(slot: Int(touched[index]), boxes, accounts, symbols, tape, resting, desk)
      }
    }
    return filledOrders
  }

  /// Slots of which a few are settled together, so that their cache misses run side by side.
  private typealias TouchedSlots = InlineArray<512, Int32>

  private static func settleNew(
    _ positions: Range<Int>, _ boxes: OrderBoxView, _ accounts: AccountView, _ symbols: SymbolView, _ tape: TapeView,
    _ desk: some BorrowingDesk, _ cost: inout ExecutionCost
  ) -> Int {
    let tickValue = symbols.tickSize.raw
    let (quantities, fills) = (boxes.quantity, boxes.filled)
    var filledOrders = 0
    prefetch(positions.prefix(block), boxes, accounts)
    for start in stride(from: positions.lowerBound, to: positions.upperBound, by: block) {
      let end = min(start &+ block, positions.upperBound)
      prefetch((end..<positions.upperBound).prefix(block), boxes, accounts)
      for position in start..<end where quantities[position] != 0 && fills[position] != 0 {
        let key = BoxKey(raw: boxes.key[position])
        let filled = fills[position]
        let hasBook = symbols.mechanism(key.symbol) == .continuous
        let value = hasBook ? boxes.value[position] : Int64(tape.price[key.symbol]) &* Int64(filled)
        cost.add(
          isBuy: key.side == .buy, shares: Int64(filled), value: value,
          doubledReference: Int64(hasBook ? boxes.reference[position] : symbols.doubledReference[key.symbol]))
        apply(agent: Int(boxes.agent[position]), key.side, filled, value &* tickValue, accounts, desk)
        filledOrders &+= 1
      }
    }
    return filledOrders
  }

  /// Tells owners what happened to their slots in the tick, and lists the slots to which anything did. Returns how many.
  ///
  /// Most are left alone, so eight are asked at once: a word is the events of eight slots.
  private static func tell(_ slots: Range<Int>, _ boxes: OrderBoxView, _ touched: inout TouchedSlots) -> Int {
    let (events, news) = (boxes.slotEvents, boxes.slotNews)
    let anything = UInt64(SlotEvents.anything.rawValue) &* 0x0101_0101_0101_0101
    var count = 0
    var slot = slots.lowerBound
    while slot &+ 8 <= slots.upperBound {
      var happened = events.word(slot) & anything
      news.storeWord(happened, slot)
      while happened != 0 {
        let place = happened.trailingZeroBitCount &>> 3
        touched[count] = Int32(truncatingIfNeeded: slot &+ place)
        count &+= 1
        happened &= ~(0xff &<< UInt64(8 &* place))
      }
      slot &+= 8
    }
    for slot in slot..<slots.upperBound {
      news[slot] = events[slot].intersection(.anything)
      guard !news[slot].isEmpty else { continue }
      touched[count] = Int32(truncatingIfNeeded: slot)
      count &+= 1
    }
    return count
  }

  /// Settles a slot to which something happened, and forgets it. Returns how many orders were filled, 1 or 0.
  private static func settle(
    slot: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ symbols: SymbolView, _ tape: TapeView,
    _ resting: RestingOrderView, _ desk: some BorrowingDesk
  ) -> Int {
    let events = boxes.slotEvents[slot]
    let tickValue = symbols.tickSize.raw
    let agent = Int(boxes.agent[boxes.slotBase + slot])
    let filled = boxes.filled[boxes.slotBase + slot]
    let side: Side = events.contains(.sells) ? .sell : .buy
    if filled > 0 {
      // Resting orders trade at their own price in a book, at the one price in an auction.
      let symbol = Int(accounts.symbol[agent])
      let price = symbols.mechanism(symbol) == .continuous ? resting.price[slot] : tape.price[symbol]
      apply(agent: agent, side, filled, Int64(price) &* Int64(filled) &* tickValue, accounts, desk)
      boxes.filled[boxes.slotBase + slot] = 0
    }
    desk.settling(agent) { hold(slot, side, agent, resting, accounts, tickValue) }
    boxes.slotEvents[slot] = events.intersection(.sells)
    return filled > 0 ? 1 : 0
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
