import SimColumns
import SimTypes

/// One symbol's limit order book: price-time priority, kept from tick to tick.
///
///     side      best ◂─────────────── worse
///     bids      100.02    100.01    99.98          PriceLevels: best and find
///                 │         │         │
///     levels    [5,8,2]   [9]       [1,7]          LevelTable: head, tail, shares
///                 │
///     orders    5 ⇄ 8 ⇄ 2                          RestingOrders: intrusive queue, head trades first
///
/// - An order trades while it crosses the other side: best price first, within a price first come first served, at the
///   resting order's price. A partly filled resting order keeps its place.
/// - What is left of a limit order rests at the end of its price's queue, of a market or immediate-or-cancel order it
///   expires. A fill-or-kill order that cannot be filled whole changes nothing.
/// - Nobody trades with himself: when an order meets one of its owner, the smaller of the two is cancelled, and if they
///   are equal the one that rests.
///
/// A book never allocates: it has room for the orders it was made for. Not thread-safe; books are independent of each
/// other, also when they share ``RestingOrders``.
///
/// - Complexity: submit O(1) and O(1) a trade, but for finding the level of a price (``PriceLevels``), and for a fill or
///   kill order, which looks at the orders it could meet before it trades; cancel O(1).
public struct OrderBook: ~Copyable {
  public let orders: RestingOrderView
  var prices: PriceLevels
  var levels: LevelTable
  /// What the last order that was submitted did to resting orders.
  public internal(set) var log: ExecutionLog

  /// - Parameters:
  ///   - orders: where its orders rest; shared with other books.
  ///   - capacity: the most orders that rest in this book at one time.
  public init(orders: RestingOrderView, capacity: Int) {
    self.orders = orders
    prices = PriceLevels(capacity: capacity)
    levels = LevelTable(capacity: capacity)
    log = ExecutionLog(capacity: capacity)
  }

  /// Bytes a book has for each order it was made for, levels and log.
  public static let bytesPerOrder =
    LevelTable.bytesPerLevel + PriceLevels.bytesPerLevel + ExecutionLog.bytesPerOrder

  // MARK: - Changes

  /// Matches an order and lets what is left of it rest in `slot`, which is free.
  ///
  /// Afterwards ``log`` holds its trades in execution order, and the orders of its owner that were cancelled. A resting
  /// order that was filled or cancelled has left its slot: its quantity there is 0.
  @inline(__always)
  public mutating func submit(_ order: IncomingOrder, slot: Int) -> Submission {
    precondition(order.quantity >= 1 && (order.price >= 1 || order.isMarket), "an order has a quantity and a limit")
    log.clear()
    var result = Submission(filled: 0, rested: 0, ended: 0, reason: .none, value: 0, levelsCrossed: 0)
    // Keys and limits as `PriceLevels` has them: higher is better for whoever rests, so prices of asks are flipped.
    let own = Int(order.side.rawValue)
    let flip = 0 &- order.side.rawValue
    let reach = order.price ^ ~flip
    if order.lifetime == .fillOrKill && !canFill(own ^ 1, reach, order, flip: ~flip) {
      return Self.killed(order)
    }
    match(order, own ^ 1, reach, &result)
    if result.rested > 0 {
      rest(order, own, key: order.price ^ flip, result.rested, slot)
    }
    return result
  }

  /// Takes an order out of the book. Returns the shares that were left of it; 0 when the slot is free, which is no
  /// error: it may have been filled before the request came.
  @discardableResult public mutating func cancel(slot: Int) -> Int32 {
    let quantity = orders.quantity[slot]
    guard quantity > 0 else { return 0 }
    orders.quantity[slot] = 0
    let level = orders.level[slot]
    let row = Int(level)
    levels[row].quantity &-= Int64(quantity)
    unlink(slot, row)
    if levels[row].count == 0 {
      let price = levels[row].price
      let side = isBid(slot) ? 0 : 1
      prices.remove(side, price ^ (0 &- Int32(truncatingIfNeeded: side)))
      levels.remove(level)
    }
    return quantity
  }

  /// Makes an order smaller without losing its place.
  /// - Parameter quantity: shares, at least 1 and no more than are left.
  public mutating func shrink(slot: Int, to quantity: Int32) {
    let before = orders.quantity[slot]
    precondition(quantity >= 1 && quantity <= before, "an order that keeps its place only becomes smaller")
    orders.quantity[slot] = quantity
    levels[Int(orders.level[slot])].quantity &-= Int64(before &- quantity)
  }

  /// Cancels an order and submits another in its place, which rests in the same slot. The new one comes last at its
  /// price, unless only the quantity shrinks (``shrink(slot:to:)``): then the order keeps its place.
  /// Replacing an order that has been filled does nothing and returns nil.
  public mutating func replace(slot: Int, price: Int32, quantity: Int32) -> Submission? {
    let left = orders.quantity[slot]
    guard left > 0 else { return nil }
    log.clear()
    if price == orders.price[slot] && quantity <= left {
      shrink(slot: slot, to: quantity)
      return Submission(filled: 0, rested: quantity, ended: 0, reason: .none, value: 0, levelsCrossed: 0)
    }
    let order = IncomingOrder(
      side: isBid(slot) ? .buy : .sell, price: price, quantity: quantity, owner: orders.owner[slot],
      lifetime: .goodTillCancelled)
    cancel(slot: slot)
    return submit(order, slot: slot)
  }

  // MARK: - Steps

  /// Trades while the best level of the other side is within reach.
  @inline(__always)
  private mutating func match(_ order: IncomingOrder, _ side: Int, _ reach: Int32, _ result: inout Submission) {
    var left = order.quantity
    var trades = 0
    search: while left > 0 && prices[side].key >= reach && prices[side].level >= 0 {
      let level = Int(prices[side].level)
      let price = levels[level].price
      var head = levels[level].head
      var (crossed, gone): (Int32, Int32) = (0, 0)
      var taken: Int64 = 0
      while left > 0 && head >= 0 {
        let slot = Int(head)
        let resting = orders.quantity[slot]
        orders.prefetch(Int(orders.next[slot]))
        if orders.owner[slot] == order.owner {
          if resting > left {
            (result.ended, result.reason) = (left, .selfTrade)
            left = 0
            break
          }
          log.cancelled(head)
          taken &+= Int64(resting)
        } else {
          let traded = min(left, resting)
          log.traded(trades, head, price, traded)
          trades &+= 1
          result.value &+= Int64(price) &* Int64(traded)
          result.filled &+= traded
          crossed = 1
          left &-= traded
          taken &+= Int64(traded)
          if traded < resting {
            orders.quantity[slot] = resting &- traded
            break
          }
        }
        orders.quantity[slot] = 0
        head = orders.next[slot]
        gone &+= 1
      }
      result.levelsCrossed &+= crossed
      if head >= 0 {
        levels[level].head = head
        levels[level].quantity &-= taken
        levels[level].count &-= gone
        orders.previous[Int(head)] = -1
        break search  // nothing is left of the order
      }
      levels.remove(Int32(truncatingIfNeeded: level))
      prices.removeBest(side)
    }
    log.tradeCount = trades
    if left > 0 {
      if order.lifetime == .goodTillCancelled && !order.isMarket {
        result.rested = left
      } else {
        (result.ended, result.reason) = (left, .expired)
      }
    }
  }

  /// Puts what is left of an order at the end of its price's queue.
  @inline(__always)
  private mutating func rest(_ order: IncomingOrder, _ side: Int, key: Int32, _ quantity: Int32, _ slot: Int) {
    assert(orders.quantity[slot] == 0, "an order rests in a free slot")
    let position = prices.find(side, key)
    var level = position.level
    if level < 0 {
      level = levels.add(price: order.price)
      prices.insert(side, key, level: level, at: position)
    }
    let row = Int(level)
    let tail = levels[row].tail
    let name = Int32(truncatingIfNeeded: slot)
    let isFirst = levels[row].count == 0
    orders.price[slot] = order.price
    orders.quantity[slot] = quantity
    orders.owner[slot] = order.owner
    orders.next[slot] = -1
    orders.previous[slot] = isFirst ? -1 : tail
    orders.level[slot] = level
    if isFirst { levels[row].head = name } else { orders.next[Int(tail)] = name }
    levels[row].tail = name
    levels[row].count &+= 1
    levels[row].quantity &+= Int64(quantity)
  }

  /// Takes an order out of its level's queue.
  @inline(__always) private mutating func unlink(_ slot: Int, _ level: Int) {
    let (next, previous) = (orders.next[slot], orders.previous[slot])
    if previous < 0 { levels[level].head = next } else { orders.next[Int(previous)] = next }
    if next < 0 { levels[level].tail = previous } else { orders.previous[Int(next)] = previous }
    levels[level].count &-= 1
  }

  /// Whether a fill-or-kill order would be filled whole. Orders of its owner do not count, and one that is larger than
  /// what would be left by then ends it.
  private mutating func canFill(_ side: Int, _ reach: Int32, _ order: IncomingOrder, flip: Int32) -> Bool {
    var left = Int64(order.quantity)
    prices.forEachFromBest(side) { level in
      let price = levels[level].price
      guard price ^ flip >= reach else { return false }
      var head = levels[level].head
      while head >= 0 && left > 0 {
        let slot = Int(head)
        let resting = Int64(orders.quantity[slot])
        if orders.owner[slot] != order.owner {
          left -= resting
        } else if resting > left {
          return false
        }
        head = orders.next[slot]
      }
      return left > 0
    }
    return left <= 0
  }

  private static func killed(_ order: IncomingOrder) -> Submission {
    Submission(filled: 0, rested: 0, ended: order.quantity, reason: .killed, value: 0, levelsCrossed: 0)
  }

  /// The book is never crossed, so the price of a resting order tells its side.
  func isBid(_ slot: Int) -> Bool { orders.price[slot] <= prices[0].key }
}
