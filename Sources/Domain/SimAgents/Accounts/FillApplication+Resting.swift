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
    var (filled, others) = (RowList(), RowList())
    for start in stride(from: slots.lowerBound, to: slots.upperBound, by: RowList.capacity) {
      tell(start..<min(start &+ RowList.capacity, slots.upperBound), boxes, &filled, &others)
      for index in 0..<others.count { prefetch(slot: others[index], boxes, accounts, resting) }
      for index in 0..<filled.count {
        prefetch(slot: filled[index], boxes, accounts, resting)
        boxes.filled.prefetch(boxes.slotBase &+ filled[index])
      }
      for index in 0..<others.count {
        settle(slot: others[index], boxes, accounts, symbols, resting, desk)
      }
      for index in 0..<filled.count {
        filledOrders &+= fill(slot: filled[index], boxes, accounts, symbols, tape, resting, desk)
        settle(slot: filled[index], boxes, accounts, symbols, resting, desk)
      }
    }
    return filledOrders
  }

  /// Slots, or orders, of which a few are settled together, so that their cache misses run side by side. Lists are made
  /// without a branch: which orders were filled, nobody could foresee.
  private struct RowList {
    static let capacity = 512
    private var rows = InlineArray<513, Int32>(repeating: 0)
    var count = 0

    @inline(__always) subscript(index: Int) -> Int { Int(rows[index]) }

    /// Adds a row if `keep` is 1, nothing if it is 0. There is room for one more than is kept.
    @inline(__always) mutating func append(_ row: Int, if keep: Int) {
      rows[count] = Int32(truncatingIfNeeded: row)
      count &+= keep
    }
  }

  @inline(__always)
  private static func prefetch(
    slot: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ resting: RestingOrderView
  ) {
    resting.prefetch(slot)
    accounts.freeCash.prefetch(Int(boxes.agent[boxes.slotBase &+ slot]))
  }

  private static func settleNew(
    _ positions: Range<Int>, _ boxes: OrderBoxView, _ accounts: AccountView, _ symbols: SymbolView, _ tape: TapeView,
    _ desk: some BorrowingDesk, _ cost: inout ExecutionCost
  ) -> Int {
    let tickValue = symbols.tickSize.raw
    let (quantities, fills) = (boxes.quantity, boxes.filled)
    var list = RowList()
    var filledOrders = 0
    for start in stride(from: positions.lowerBound, to: positions.upperBound, by: RowList.capacity) {
      list.count = 0
      for position in start..<min(start &+ RowList.capacity, positions.upperBound) {
        // Neither is negative, so both signs are set when neither is 0.
        let signs = (0 &- quantities[position]) & (0 &- fills[position])
        list.append(position, if: Int(UInt32(bitPattern: signs) &>> 31))
      }
      for index in 0..<list.count {
        let agent = Int(boxes.agent[list[index]])
        accounts.freeCash.prefetch(agent)
        accounts.cash.prefetch(agent)
        accounts.quantity.prefetch(agent)
      }
      for index in 0..<list.count {
        let position = list[index]
        let key = BoxKey(raw: boxes.key[position])
        let filled = fills[position]
        let hasBook = symbols.mechanism(key.symbol) == .continuous
        let value = hasBook ? boxes.value[position] : Int64(tape.price[key.symbol]) &* Int64(filled)
        cost.add(
          isBuy: key.side == .buy, shares: Int64(filled), value: value,
          doubledReference: Int64(hasBook ? boxes.reference[position] : symbols.doubledReference[key.symbol]))
        apply(agent: Int(boxes.agent[position]), key.side, filled, value &* tickValue, accounts, desk)
      }
      filledOrders &+= list.count
    }
    return filledOrders
  }

  /// Tells owners what happened to their slots in the tick, and lists the slots to which anything did.
  ///
  /// Most are left alone, so eight are asked at once: a word is the events of eight slots.
  private static func tell(
    _ slots: Range<Int>, _ boxes: OrderBoxView, _ filled: inout RowList, _ others: inout RowList
  ) {
    let (events, news) = (boxes.slotEvents, boxes.slotNews)
    let anything = UInt64(SlotEvents.anything.rawValue) &* 0x0101_0101_0101_0101
    (filled.count, others.count) = (0, 0)
    var slot = slots.lowerBound
    while slot &+ 8 <= slots.upperBound {
      var happened = events.word(slot) & anything
      news.storeWord(happened, slot)
      while happened != 0 {
        let shift = UInt64(happened.trailingZeroBitCount) & ~7
        list(slot &+ Int(shift &>> 3), SlotEvents(rawValue: UInt8(truncatingIfNeeded: happened &>> shift)))
        happened &= ~(0xff &<< shift)
      }
      slot &+= 8
    }
    for slot in slot..<slots.upperBound {
      news[slot] = events[slot].intersection(.anything)
      if !news[slot].isEmpty { list(slot, news[slot]) }
    }

    func list(_ slot: Int, _ events: SlotEvents) {
      let wasFilled = events.contains(.filled) ? 1 : 0
      filled.append(slot, if: wasFilled)
      others.append(slot, if: 1 &- wasFilled)
    }
  }

  /// Applies the fill of the order in a slot. Returns 1, or 0 when an auction kept all of it from a trade with its owner.
  @inline(__always)
  private static func fill(
    slot: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ symbols: SymbolView, _ tape: TapeView,
    _ resting: RestingOrderView, _ desk: some BorrowingDesk
  ) -> Int {
    let (position, side) = (boxes.slotBase &+ slot, side(slot, boxes))
    let filled = boxes.filled[position]
    guard filled > 0 else { return 0 }
    let agent = Int(boxes.agent[position])
    // Resting orders trade at their own price in a book, at the one price in an auction.
    let symbol = Int(accounts.symbol[agent])
    let price = symbols.mechanism(symbol) == .continuous ? resting.price[slot] : tape.price[symbol]
    apply(agent: agent, side, filled, Int64(price) &* Int64(filled) &* symbols.tickSize.raw, accounts, desk)
    boxes.filled[position] = 0
    return 1
  }

  /// Settles a slot to which something happened, and forgets it.
  @inline(__always)
  private static func settle(
    slot: Int, _ boxes: OrderBoxView, _ accounts: AccountView, _ symbols: SymbolView, _ resting: RestingOrderView,
    _ desk: some BorrowingDesk
  ) {
    let agent = Int(boxes.agent[boxes.slotBase &+ slot])
    let side = side(slot, boxes)
    desk.settling(agent) { hold(slot, side, agent, resting, accounts, symbols.tickSize.raw) }
    boxes.slotEvents[slot] = boxes.slotEvents[slot].intersection(.sells)
  }

  @inline(__always) private static func side(_ slot: Int, _ boxes: OrderBoxView) -> Side {
    boxes.slotEvents[slot].contains(.sells) ? .sell : .buy
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
