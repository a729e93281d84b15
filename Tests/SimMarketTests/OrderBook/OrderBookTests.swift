import SimTestSupport
import SimTypes
import Testing

@testable import SimMarket

/// The rules of the book, one example each. `CheckedBook` holds every step against the naive book as well.
struct OrderBookTests {
  typealias Trade = NaiveOrderBook.Trade

  // MARK: - Priority

  @Test func betterPricesTradeFirstThenEarlierOrders() throws {
    let book = CheckedBook()
    try book.sell(10, at: 102, slot: 0)
    try book.sell(10, at: 101, slot: 1)
    try book.sell(10, at: 101, slot: 2)
    try book.sell(10, at: 100, slot: 3)
    let result = try book.buy(35, at: 102, slot: 4)
    #expect(
      book.trades == [
        Trade(slot: 3, price: 100, quantity: 10), Trade(slot: 1, price: 101, quantity: 10),
        Trade(slot: 2, price: 101, quantity: 10), Trade(slot: 0, price: 102, quantity: 5),
      ])
    #expect(result.filled == 35 && result.levelsCrossed == 3)
  }

  @Test func bidsMirrorAsks() throws {
    let book = CheckedBook()
    try book.buy(10, at: 99, slot: 0)
    try book.buy(10, at: 100, slot: 1)
    try book.buy(10, at: 100, slot: 2)
    try book.sell(25, at: 99, slot: 3)
    #expect(
      book.trades == [
        Trade(slot: 1, price: 100, quantity: 10), Trade(slot: 2, price: 100, quantity: 10),
        Trade(slot: 0, price: 99, quantity: 5),
      ])
  }

  @Test func aPartlyFilledOrderKeepsItsPlace() throws {
    let book = CheckedBook()
    try book.sell(10, at: 100, slot: 0)
    try book.sell(10, at: 100, slot: 1)
    try book.buy(4, at: 100, slot: 2)
    #expect(book.orders.quantity[0] == 6)
    try book.buy(8, at: 100, slot: 2)
    #expect(book.trades == [Trade(slot: 0, price: 100, quantity: 6), Trade(slot: 1, price: 100, quantity: 2)])
  }

  @Test func tradesHappenAtTheRestingPrice() throws {
    let book = CheckedBook()
    try book.sell(5, at: 100, slot: 0)
    let bought = try book.buy(5, at: 120, slot: 1)
    #expect(bought.value == 500)
    try book.buy(5, at: 90, slot: 0)
    let sold = try book.sell(5, at: 1, slot: 1)
    #expect(sold.value == 450)
  }

  @Test func theRestOfALimitOrderWaitsBehindItsPrice() throws {
    let book = CheckedBook()
    try book.buy(5, at: 100, slot: 0)
    try book.sell(3, at: 101, slot: 1)
    let result = try book.buy(10, at: 101, slot: 2)
    #expect(result.filled == 3 && result.rested == 7)
    #expect(book.book.slotsByPriority(.buy) == [2, 0])
    #expect(book.book.bestAsk == nil)
  }

  // MARK: - Lifetimes

  @Test(arguments: TimeInForce.allCases) func aMarketOrderIntoAnEmptyBookEnds(_ lifetime: TimeInForce) throws {
    let book = CheckedBook()
    let bought = try book.buy(5, at: OrderBoxes.marketBuy, lifetime, slot: 0)
    let sold = try book.sell(5, at: OrderBoxes.marketSell, lifetime, slot: 1)
    for result in [bought, sold] {
      #expect(result.ended == 5 && result.filled == 0 && result.rested == 0)
      #expect(result.reason == (lifetime == .fillOrKill ? .killed : .expired))
    }
    #expect(book.book.bestBid == nil && book.book.bestAsk == nil)
  }

  @Test func whatAMarketOrderCannotFillExpires() throws {
    let book = CheckedBook()
    try book.buy(3, at: 1, slot: 0)
    let result = try book.sell(5, at: OrderBoxes.marketSell, slot: 1)
    #expect(result.filled == 3 && result.ended == 2 && result.reason == .expired && result.rested == 0)
  }

  @Test func immediateOrCancelNeverRests() throws {
    let book = CheckedBook()
    try book.sell(3, at: 100, slot: 0)
    try book.sell(3, at: 101, slot: 1)
    let result = try book.buy(5, at: 100, .immediateOrCancel, slot: 2)
    #expect(result.filled == 3 && result.ended == 2 && result.reason == .expired)
    #expect(book.book.bestBid == nil && book.book.bestAsk == 101)
  }

  @Test func fillOrKillFillsAllOrChangesNothing() throws {
    let book = CheckedBook()
    try book.sell(3, at: 100, slot: 0)
    try book.sell(3, at: 101, slot: 1)
    let before = book.book.snapshot(.sell)
    for (quantity, price) in [(4, 100), (7, 101), (7, OrderBoxes.marketBuy)] as [(Int32, Int32)] {
      let killed = try book.buy(quantity, at: price, .fillOrKill, slot: 2)
      #expect(killed.ended == quantity && killed.reason == .killed && killed.value == 0)
      #expect(book.book.snapshot(.sell) == before)
    }
    let filled = try book.buy(6, at: 101, .fillOrKill, slot: 2)
    #expect(filled.filled == 6 && filled.levelsCrossed == 2 && filled.reason == .none)
  }

  @Test func fillOrKillDoesNotCountItsOwner() throws {
    let book = CheckedBook()
    try book.sell(4, at: 100, owner: 2, slot: 0)
    try book.sell(4, at: 100, owner: 1, slot: 1)
    try book.sell(4, at: 101, owner: 3, slot: 2)
    let killed = try book.buy(9, at: 101, owner: 1, .fillOrKill, slot: 3)
    #expect(killed.reason == .killed)
    #expect(book.book.slotsByPriority(.sell) == [0, 1, 2], "a killed order leaves its owner's orders alone too")
    // Exactly 4 are left when it meets 4 of its own: those go, and strangers fill it.
    let filled = try book.buy(8, at: 101, owner: 1, .fillOrKill, slot: 3)
    #expect(filled.filled == 8 && book.cancelledSlots == [1])
  }

  @Test func fillOrKillIsKilledByALargerOrderOfItsOwner() throws {
    let book = CheckedBook()
    try book.sell(4, at: 100, owner: 2, slot: 0)
    try book.sell(5, at: 100, owner: 1, slot: 1)
    try book.sell(9, at: 101, owner: 3, slot: 2)
    #expect(try book.buy(8, at: 101, owner: 1, .fillOrKill, slot: 3).reason == .killed)
    // Filled before it comes to its owner's order, that one does not matter.
    #expect(try book.buy(4, at: 101, owner: 1, .fillOrKill, slot: 3).filled == 4)
    #expect(book.orders.quantity[1] == 5)
  }

  // MARK: - Cancel, shrink, replace

  @Test func cancellingAFilledOrderIsHarmless() throws {
    let book = CheckedBook()
    try book.sell(5, at: 100, slot: 0)
    try book.sell(5, at: 100, slot: 1)
    try book.buy(5, at: 100, slot: 2)
    try book.then(.cancel(slot: 0))
    try book.then(.cancel(slot: 15))
    #expect(book.book.slotsByPriority(.sell) == [1] && book.cancelled == 0)
  }

  @Test(arguments: 0..<3) func cancelTakesAnOrderFromAnyPlaceOfItsQueue(_ slot: Int) throws {
    let book = CheckedBook()
    for slot in 0..<3 { try book.buy(5, at: 100, slot: slot) }
    try book.then(.cancel(slot: slot))
    #expect(book.book.slotsByPriority(.buy) == [0, 1, 2].filter { $0 != slot })
    // The queue still takes orders at its end.
    try book.buy(5, at: 100, slot: 5)
    #expect(book.book.slotsByPriority(.buy).last == 5)
    #expect(book.book.depth(.buy, levelsMax: 1) == 15)
  }

  @Test func anEmptiedPriceIsGone() throws {
    let book = CheckedBook()
    try book.buy(5, at: 100, slot: 0)
    try book.buy(5, at: 99, slot: 1)
    try book.then(.cancel(slot: 0))
    #expect(book.book.bestBid == 99)
    try book.then(.cancel(slot: 1))
    #expect(book.book.bestBid == nil)
    // Its slot and its level may be used again, on the other side too.
    try book.sell(5, at: 100, slot: 0)
    #expect(book.book.bestAsk == 100)
  }

  @Test func onlyAReplacementThatJustShrinksKeepsItsPlace() throws {
    let book = CheckedBook()
    for slot in 0..<3 { try book.buy(10, at: 100, slot: slot) }
    try book.then(.replace(slot: 0, price: 100, quantity: 4))
    #expect(book.book.slotsByPriority(.buy) == [0, 1, 2], "smaller")
    try book.then(.replace(slot: 0, price: 100, quantity: 4))
    #expect(book.book.slotsByPriority(.buy) == [0, 1, 2], "the same")
    try book.then(.replace(slot: 0, price: 100, quantity: 5))
    #expect(book.book.slotsByPriority(.buy) == [1, 2, 0], "larger")
    try book.then(.replace(slot: 1, price: 99, quantity: 1))
    #expect(book.book.slotsByPriority(.buy) == [2, 0, 1], "smaller at another price")
    try book.then(.replace(slot: 1, price: 100, quantity: 1))
    #expect(book.book.slotsByPriority(.buy) == [2, 0, 1], "back again: last")
  }

  @Test func shrinkingComparesWithWhatIsLeft() throws {
    let book = CheckedBook()
    try book.buy(10, at: 100, slot: 0)
    try book.buy(10, at: 100, slot: 1)
    try book.sell(4, at: 100, slot: 2)
    // 6 are left: 7 is more, though less than the 10 it began with.
    try book.then(.replace(slot: 0, price: 100, quantity: 7))
    #expect(book.book.slotsByPriority(.buy) == [1, 0])
  }

  @Test func aReplacementMayTrade() throws {
    let book = CheckedBook()
    try book.buy(10, at: 99, slot: 0)
    try book.sell(4, at: 101, slot: 1)
    let result = try book.then(.replace(slot: 0, price: 101, quantity: 10))
    #expect(result?.filled == 4 && result?.rested == 6)
    #expect(book.book.bestBid == 101 && book.book.bestAsk == nil)
  }

  @Test func replacingAFilledOrderDoesNothing() throws {
    let book = CheckedBook()
    try book.buy(10, at: 99, slot: 0)
    try book.sell(10, at: 99, slot: 1)
    #expect(try book.then(.replace(slot: 0, price: 100, quantity: 3)) == nil)
    #expect(book.book.bestBid == nil)
  }

  // MARK: - Nobody trades with himself

  @Test func aSmallerIncomingOrderEnds() throws {
    let book = CheckedBook()
    try book.sell(10, at: 100, owner: 1, slot: 0)
    let result = try book.buy(4, at: 100, owner: 1, slot: 1)
    #expect(result.ended == 4 && result.reason == .selfTrade && result.filled == 0 && result.rested == 0)
    #expect(book.orders.quantity[0] == 10 && book.cancelledSlots.isEmpty)
  }

  @Test func aSmallerRestingOrderIsCancelled() throws {
    let book = CheckedBook()
    try book.sell(4, at: 100, owner: 1, slot: 0)
    let result = try book.buy(10, at: 100, owner: 1, slot: 1)
    #expect(result.rested == 10 && result.ended == 0 && result.levelsCrossed == 0)
    #expect(book.cancelledSlots == [0] && book.book.bestAsk == nil && book.book.bestBid == 100)
  }

  @Test func ofTwoEqualOnesTheRestingOrderIsCancelled() throws {
    let book = CheckedBook()
    try book.buy(5, at: 100, owner: 1, slot: 0)
    let result = try book.sell(5, at: 100, owner: 1, slot: 1)
    #expect(result.rested == 5 && book.cancelledSlots == [0])
    #expect(book.book.bestAsk == 100 && book.book.bestBid == nil)
  }

  @Test func aSweepGoesOnPastOrdersOfItsOwner() throws {
    let book = CheckedBook()
    try book.sell(3, at: 100, owner: 2, slot: 0)
    try book.sell(3, at: 100, owner: 1, slot: 1)
    try book.sell(3, at: 101, owner: 1, slot: 2)
    try book.sell(3, at: 102, owner: 3, slot: 3)
    let result = try book.buy(8, at: 102, owner: 1, slot: 4)
    #expect(book.trades == [Trade(slot: 0, price: 100, quantity: 3), Trade(slot: 3, price: 102, quantity: 3)])
    #expect(book.cancelledSlots == [1, 2])
    #expect(result.levelsCrossed == 2, "nothing traded at 101")
    #expect(result.rested == 2)
  }

  @Test func whatIsLeftDecidesWhichOfTwoIsSmaller() throws {
    let book = CheckedBook()
    try book.sell(6, at: 100, owner: 2, slot: 0)
    try book.sell(5, at: 100, owner: 1, slot: 1)
    // 10 came, 4 are left when it meets the 5 of its owner.
    let result = try book.buy(10, at: 100, owner: 1, slot: 2)
    #expect(result.filled == 6 && result.ended == 4 && result.reason == .selfTrade)
    #expect(book.orders.quantity[1] == 5)
    // The 5 shrink to 2: now the incoming 4 are more.
    try book.buy(3, at: 100, owner: 3, slot: 3)
    let next = try book.buy(4, at: 100, owner: 1, slot: 2)
    #expect(next.rested == 4 && book.cancelledSlots == [1])
  }

  // MARK: - Figures

  @Test func averagePriceOfTwoLevels() throws {
    // 60 at 101.00 and 40 at 102.00 average 101.40.
    let book = CheckedBook()
    try book.sell(60, at: 10_100, slot: 0)
    try book.sell(70, at: 10_200, slot: 1)
    let result = try book.buy(100, at: OrderBoxes.marketBuy, slot: 2)
    #expect(result.filled == 100 && result.levelsCrossed == 2)
    #expect(Double(result.value) / Double(result.filled) == 10_140)
  }

  @Test func levelsCrossedCountsPricesNotTrades() throws {
    let book = CheckedBook()
    for slot in 0..<5 { try book.sell(2, at: 100, slot: slot) }
    let result = try book.buy(9, at: 100, slot: 5)
    #expect(book.trades.count == 5 && result.levelsCrossed == 1)
  }

  @Test func extremePricesAndQuantities() throws {
    let book = CheckedBook()
    let highest = Int32.max - 1
    try book.buy(.max, at: 1, owner: 1, slot: 0)
    try book.sell(.max, at: highest, owner: 2, slot: 1)
    try book.sell(.max, at: highest, owner: 2, slot: 2)
    #expect(book.book.spread == highest - 1)
    #expect(book.book.depth(.sell, levelsMax: 1) == 2 * Int64(Int32.max))
    let bought = try book.buy(.max, at: highest, owner: 3, slot: 3)
    #expect(bought.value == Int64(highest) * Int64(Int32.max))
    let sold = try book.sell(.max, at: 1, owner: 3, .fillOrKill, slot: 3)
    #expect(sold.value == Int64(Int32.max))
    #expect(try book.buy(.max, at: OrderBoxes.marketBuy, owner: 3, .fillOrKill, slot: 3).filled == .max)
    #expect(book.book.bestBid == nil && book.book.bestAsk == nil)
  }

  @Test func aFullBookHasRoomForEachOfItsOrders() throws {
    let book = CheckedBook(slots: 100)
    for slot in 0..<100 { try book.apply(.submit(.ask(at: Int32(1_000 - slot)), slot: slot)) }
    try book.compareAll()
    let result = try book.buy(100, at: OrderBoxes.marketBuy, slot: 0)
    #expect(result.levelsCrossed == 100 && book.trades.first?.price == 901 && book.trades.last?.price == 1_000)
  }

  @Test func booksThatShareSlotsDoNotMeet() throws {
    let table = SlotTable(count: 4)
    let (one, other) = (CheckedBook(table, slots: [0, 2]), CheckedBook(table, slots: [1, 3]))
    try one.buy(5, at: 100, slot: 0)
    try other.sell(5, at: 90, slot: 1)
    #expect(one.trades.isEmpty && other.trades.isEmpty)
    #expect(one.book.bestAsk == nil && other.book.bestBid == nil)
    try one.sell(5, at: 100, slot: 2)
    try one.compareAll()
    try other.compareAll()
    #expect(other.book.slotsByPriority(.sell) == [1])
  }

  @Test func misuseTraps() async {
    await #expect(processExitsWith: .failure) {
      try CheckedBook().buy(0, at: 100, slot: 0)
    }
    await #expect(processExitsWith: .failure) {
      try CheckedBook().buy(1, at: 0, slot: 0)
    }
    await #expect(processExitsWith: .failure) {
      let book = CheckedBook()
      try book.buy(5, at: 100, slot: 0)
      try book.then(.shrink(slot: 0, to: 6))
    }
  }
}

extension IncomingOrder {
  /// One share of owner 2.
  fileprivate static func ask(at price: Int32) -> IncomingOrder {
    IncomingOrder(side: .sell, price: price, quantity: 1, owner: 2, lifetime: .goodTillCancelled)
  }
}
