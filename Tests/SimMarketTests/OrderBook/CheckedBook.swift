import SimTestSupport
import SimTypes

@testable import SimMarket

/// Where books under test keep their orders; a class, so that two of them can share it.
final class SlotTable {
  let rows: RestingOrders
  init(count: Int) { rows = RestingOrders(count: count) }
}

/// A book that is asked everything twice: the ``OrderBook`` under test and the ``NaiveOrderBook`` get every operation,
/// and a ledger follows the shares by what the book reports alone. The first difference is thrown.
final class CheckedBook {
  enum Operation {
    case submit(IncomingOrder, slot: Int)
    case cancel(slot: Int)
    case shrink(slot: Int, to: Int32)
    case replace(slot: Int, price: Int32, quantity: Int32)
  }

  struct Disagreement: Error, CustomStringConvertible {
    var step: Int
    var operation: String
    var what: String
    var description: String { "after operation \(step), \(operation): \(what)" }
  }

  private(set) var book: OrderBook
  private(set) var naive = NaiveOrderBook()
  private(set) var steps = 0
  let slots: [Int]
  private let table: SlotTable
  private var last = ""
  // What the reports of the book say about each slot.
  private var left, limit: [Int32]
  // Shares: `sharesIn = 2 · traded + resting + cancelled + ended`, for a trade fills an order on both sides.
  private(set) var sharesIn: Int64 = 0
  private(set) var traded: Int64 = 0
  private(set) var cancelled: Int64 = 0
  private(set) var ended: Int64 = 0

  /// - Parameter slots: of `table`; nobody else uses them.
  init(_ table: SlotTable, slots: [Int]) {
    self.table = table
    self.slots = slots
    book = OrderBook(orders: table.rows.view, capacity: slots.count)
    left = Array(repeating: 0, count: table.rows.view.count)
    limit = left
  }

  convenience init(slots: Int = 16) { self.init(SlotTable(count: slots), slots: Array(0..<slots)) }

  var orders: RestingOrderView { book.orders }
  var trades: [NaiveOrderBook.Trade] {
    (0..<book.log.tradeCount).map {
      .init(slot: Int(book.log.slot[$0]), price: book.log.price[$0], quantity: book.log.quantity[$0])
    }
  }
  var cancelledSlots: [Int] { (0..<book.log.cancelledCount).map { Int(book.log.cancelledSlot[$0]) } }

  // MARK: - Operations

  /// Does it to both books and compares what they report.
  @discardableResult func apply(_ operation: Operation) throws -> Submission? {
    steps += 1
    last = "\(operation)"
    switch operation {
    case .submit(let order, let slot):
      sharesIn += Int64(order.quantity)
      let result = book.submit(order, slot: slot)
      try require(result == naive.submit(order, slot: slot), "submission \(result)")
      try follow(order, slot, result)
      return result
    case .cancel(let slot):
      let quantity = book.cancel(slot: slot)
      try require(quantity == naive.cancel(slot: slot) && quantity == left[slot], "cancelled \(quantity)")
      cancelled += Int64(quantity)
      left[slot] = 0
      return nil
    case .shrink(let slot, let quantity):
      book.shrink(slot: slot, to: quantity)
      naive.shrink(slot: slot, to: quantity)
      cancelled += Int64(left[slot] - quantity)
      left[slot] = quantity
      return nil
    case .replace(let slot, let price, let quantity):
      let isBuy = naive.bids.contains { $0.slot == slot }
      let result = book.replace(slot: slot, price: price, quantity: quantity)
      let expected = naive.replace(slot: slot, price: price, quantity: quantity)
      try require(result == expected, "replaced \(result as Any)")
      guard let result else { return nil }
      cancelled += Int64(left[slot])
      sharesIn += Int64(quantity)
      left[slot] = 0
      let order = IncomingOrder(
        side: isBuy ? .buy : .sell, price: price, quantity: quantity, owner: orders.owner[slot],
        lifetime: .goodTillCancelled)
      try follow(order, slot, result)
      return result
    }
  }

  /// Enters what the book reports about an incoming order, and checks that the log alone explains it.
  private func follow(_ order: IncomingOrder, _ slot: Int, _ result: Submission) throws {
    let trades = self.trades
    try require(trades == naive.trades, "trades \(trades)")
    try require(cancelledSlots == naive.cancelled, "cancelled slots \(cancelledSlots)")
    var filled: Int32 = 0
    for trade in trades {
      try require(trade.quantity >= 1 && trade.quantity <= left[trade.slot], "trade \(trade) beyond what is left")
      try require(trade.price == limit[trade.slot], "trade \(trade) off the limit of the order that rests")
      let isWithinLimit = order.side == .buy ? trade.price <= order.price : trade.price >= order.price
      try require(isWithinLimit, "trade \(trade) beyond the limit of the incoming order")
      try require(orders.owner[trade.slot] != order.owner, "trade \(trade) with itself")
      left[trade.slot] -= trade.quantity
      filled += trade.quantity
    }
    for own in cancelledSlots {
      try require(orders.owner[own] == order.owner, "cancelled a stranger's order in \(own)")
      cancelled += Int64(left[own])
      left[own] = 0
    }
    try require(filled == result.filled, "trades add up to \(filled), not \(result.filled)")
    try require(filled + result.rested + result.ended == order.quantity, "shares lost in \(result)")
    traded += Int64(filled)
    ended += Int64(result.ended)
    if result.rested > 0 { (left[slot], limit[slot]) = (result.rested, order.price) }
  }

  // MARK: - The whole book

  /// Compares everything that can be asked, and checks what must always hold.
  func compareAll() throws {
    for side in Side.allCases {
      let expected = naive[side]
      let found = book.slotsByPriority(side)
      try require(found == expected.map(\.slot), "\(side) priority \(found)")
      for order in expected {
        let slot = order.slot
        try require(
          orders.price[slot] == order.price && orders.quantity[slot] == order.quantity
            && orders.owner[slot] == order.owner, "order in slot \(slot)")
      }
      try compareLevels(side)
      try checkQueues(side)
    }
    try require(book.bestBid == naive.bids.first?.price, "best bid \(book.bestBid as Any)")
    try require(book.bestAsk == naive.asks.first?.price, "best ask \(book.bestAsk as Any)")
    if let bid = book.bestBid, let ask = book.bestAsk {
      try require(bid < ask, "crossed: \(bid) against \(ask)")
      try require(book.spread == ask - bid, "spread \(book.spread as Any)")
      let doubledMid = Int32(clamping: Int64(bid) + Int64(ask))
      try require(book.doubledMid == doubledMid, "doubled mid \(book.doubledMid as Any)")
    } else {
      try require(book.spread == nil && book.doubledMid == nil, "a spread of one side")
    }
    try require(book.isEmpty == (naive.bids.isEmpty && naive.asks.isEmpty), "empty: \(book.isEmpty)")
    var resting: Int64 = 0
    for slot in slots {
      try require(orders.quantity[slot] == left[slot], "slot \(slot) holds \(orders.quantity[slot])")
      resting += Int64(left[slot])
    }
    try require(sharesIn == 2 * traded + resting + cancelled + ended, "shares are not conserved")
  }

  private func compareLevels(_ side: Side) throws {
    let levels = naive.levels(side)
    try require(book.snapshot(side, levelsMax: .max) == levels, "\(side) snapshot")
    try require(book.snapshot(side, levelsMax: 2) == Array(levels.prefix(2)), "\(side) snapshot of two")
    for levelsMax in [0, 1, 3, Int.max] {
      let depth = levels.prefix(levelsMax).reduce(0) { $0 + $1.quantity }
      try require(book.depth(side, levelsMax: levelsMax) == depth, "\(side) depth of \(levelsMax)")
    }
    guard !levels.isEmpty else { return }
    let middle = levels[levels.count / 2].price
    for price in [levels[0].price, middle - 1, middle, middle + 1] {
      let reached = levels.filter { side == .buy ? $0.price >= price : $0.price <= price }
      let depth = reached.reduce(0) { $0 + $1.quantity }
      try require(book.depth(side, to: price) == depth, "\(side) depth to \(price)")
    }
  }

  /// Levels stand in order of price and can be found; queues are linked both ways and add up.
  private func checkQueues(_ side: Side) throws {
    var levels: [Int] = []
    let collect = { (level: Int) -> Bool in
      levels.append(level)
      return true
    }
    book.prices.forEachFromBest(Int(side.rawValue), collect)
    try require(levels.count == naive.levels(side).count, "\(side) count of levels")
    var previousPrice: Int32?
    for level in levels {
      let price = book.levels[level].price
      if let previousPrice {
        try require(side == .buy ? price < previousPrice : price > previousPrice, "\(side) level \(price) out of order")
      }
      previousPrice = price
      let found = book.prices.find(Int(side.rawValue), side == .buy ? price : ~price).level
      try require(Int(found) == level, "\(side) level \(price) is found as \(found)")
      var previous: Int32 = -1
      var slot = book.levels[level].head
      var count: Int32 = 0
      var quantity: Int64 = 0
      while slot >= 0 && count <= slots.count {
        let row = Int(slot)
        try require(orders.previous[row] == previous && Int(orders.level[row]) == level, "links of slot \(slot)")
        try require(orders.price[row] == price && orders.quantity[row] > 0, "slot \(slot) waits at \(price)")
        count += 1
        quantity += Int64(orders.quantity[row])
        (previous, slot) = (slot, orders.next[row])
      }
      try require(count >= 1 && book.levels[level].tail == previous, "\(side) level \(price) ends in \(previous)")
      try require(
        book.levels[level].count == count && book.levels[level].quantity == quantity, "\(side) level \(price) adds up")
    }
  }

  private func require(_ isTrue: Bool, _ what: @autoclosure () -> String) throws {
    if !isTrue { throw Disagreement(step: steps, operation: last, what: what()) }
  }
}

// MARK: - As a test writes it

extension CheckedBook {
  /// Submits, and compares the whole book.
  @discardableResult func buy(
    _ quantity: Int32, at price: Int32, owner: Int32 = 1, _ lifetime: TimeInForce = .goodTillCancelled, slot: Int
  ) throws -> Submission {
    try submit(.init(side: .buy, price: price, quantity: quantity, owner: owner, lifetime: lifetime), slot)
  }

  @discardableResult func sell(
    _ quantity: Int32, at price: Int32, owner: Int32 = 2, _ lifetime: TimeInForce = .goodTillCancelled, slot: Int
  ) throws -> Submission {
    try submit(.init(side: .sell, price: price, quantity: quantity, owner: owner, lifetime: lifetime), slot)
  }

  private func submit(_ order: IncomingOrder, _ slot: Int) throws -> Submission {
    let result = try apply(.submit(order, slot: slot))
    try compareAll()
    return result!
  }

  /// Does anything else, and compares the whole book.
  @discardableResult func then(_ operation: Operation) throws -> Submission? {
    let result = try apply(operation)
    try compareAll()
    return result
  }
}
