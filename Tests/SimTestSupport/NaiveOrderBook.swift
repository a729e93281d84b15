import SimMarket
import SimTypes

/// The continuous book, written to be read: each side one array, the order that trades next comes first.
///
/// What `OrderBook` must agree with, on every trade, every order's remaining shares and every place in the queue.
public struct NaiveOrderBook: Sendable {
  public struct Resting: Equatable, Sendable {
    public var slot: Int
    public var price: Int32  // ticks
    public var quantity: Int32  // shares left
    public var owner: Int32
    public init(slot: Int, price: Int32, quantity: Int32, owner: Int32) {
      (self.slot, self.price, self.quantity, self.owner) = (slot, price, quantity, owner)
    }
  }

  public struct Trade: Equatable, Sendable {
    public var slot: Int  // the resting order
    public var price: Int32
    public var quantity: Int32
    public init(slot: Int, price: Int32, quantity: Int32) {
      (self.slot, self.price, self.quantity) = (slot, price, quantity)
    }
  }

  /// Highest price first, then first come.
  public private(set) var bids: [Resting] = []
  /// Lowest price first, then first come.
  public private(set) var asks: [Resting] = []
  /// Of the last order: its trades, and the slots of its owner's orders that were cancelled, as they happened.
  public private(set) var trades: [Trade] = []
  public private(set) var cancelled: [Int] = []

  public init() {}

  // MARK: - Operations

  public mutating func submit(_ order: IncomingOrder, slot: Int) -> Submission {
    (trades, cancelled) = ([], [])
    if order.lifetime == .fillOrKill {
      // All or nothing: try it on a copy.
      var trial = self
      if trial.match(order).filled < order.quantity {
        return Submission(filled: 0, rested: 0, ended: order.quantity, reason: .killed, value: 0, levelsCrossed: 0)
      }
    }
    var result = match(order)
    let left = order.quantity - result.filled - result.ended
    if left == 0 { return result }
    if order.lifetime == .goodTillCancelled && !order.isMarket {
      rest(order.side, Resting(slot: slot, price: order.price, quantity: left, owner: order.owner))
      result.rested = left
    } else {
      (result.ended, result.reason) = (left, .expired)
    }
    return result
  }

  /// Shares that were left of the order; 0 if it does not rest.
  public mutating func cancel(slot: Int) -> Int32 {
    for side in Side.allCases {
      if let place = self[side].firstIndex(where: { $0.slot == slot }) {
        return self[side].remove(at: place).quantity
      }
    }
    return 0
  }

  /// Makes a resting order smaller in its place.
  public mutating func shrink(slot: Int, to quantity: Int32) {
    for side in Side.allCases {
      if let place = self[side].firstIndex(where: { $0.slot == slot }) { self[side][place].quantity = quantity }
    }
  }

  /// Nil if the order does not rest.
  public mutating func replace(slot: Int, price: Int32, quantity: Int32) -> Submission? {
    guard let side = Side.allCases.first(where: { self[$0].contains { $0.slot == slot } }) else { return nil }
    let old = self[side].first { $0.slot == slot }!
    if price == old.price && quantity <= old.quantity {
      (trades, cancelled) = ([], [])
      shrink(slot: slot, to: quantity)
      return Submission(filled: 0, rested: quantity, ended: 0, reason: .none, value: 0, levelsCrossed: 0)
    }
    _ = cancel(slot: slot)
    let order = IncomingOrder(
      side: side, price: price, quantity: quantity, owner: old.owner, lifetime: .goodTillCancelled)
    return submit(order, slot: slot)
  }

  // MARK: - Questions

  public subscript(side: Side) -> [Resting] {
    get { side == .buy ? bids : asks }
    _modify { if side == .buy { yield &bids } else { yield &asks } }
  }

  /// The prices of a side, best first.
  public func levels(_ side: Side) -> [OrderBook.Level] {
    var found: [OrderBook.Level] = []
    for order in self[side] {
      if found.last?.price != order.price { found.append(.init(price: order.price, quantity: 0, orders: 0)) }
      found[found.count - 1].quantity += Int64(order.quantity)
      found[found.count - 1].orders += 1
    }
    return found
  }

  // MARK: - Steps

  /// Trades until the order is filled, ended by an order of its owner, or nobody is left within its limit.
  private mutating func match(_ order: IncomingOrder) -> Submission {
    let other: Side = order.side == .buy ? .sell : .buy
    var result = Submission(filled: 0, rested: 0, ended: 0, reason: .none, value: 0, levelsCrossed: 0)
    var left = order.quantity
    var pricesTraded: [Int32] = []
    while left > 0, let first = self[other].first {
      guard order.side == .buy ? first.price <= order.price : first.price >= order.price else { break }
      if first.owner == order.owner {
        if first.quantity > left {
          (result.ended, result.reason) = (left, .selfTrade)
          break
        }
        cancelled.append(first.slot)
        self[other].removeFirst()
        continue
      }
      let traded = min(left, first.quantity)
      trades.append(Trade(slot: first.slot, price: first.price, quantity: traded))
      if !pricesTraded.contains(first.price) { pricesTraded.append(first.price) }
      left -= traded
      result.filled += traded
      result.value += Int64(first.price) * Int64(traded)
      if traded == first.quantity { self[other].removeFirst() } else { self[other][0].quantity -= traded }
    }
    result.levelsCrossed = Int32(pricesTraded.count)
    return result
  }

  /// Behind everybody whose price is as good or better.
  private mutating func rest(_ side: Side, _ order: Resting) {
    let place = self[side].firstIndex { side == .buy ? $0.price < order.price : $0.price > order.price }
    self[side].insert(order, at: place ?? self[side].count)
  }
}
