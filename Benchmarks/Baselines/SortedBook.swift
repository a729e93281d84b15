import SimMarket
import SimTypes

/// A limit order book as one would first write it: prices in a sorted array, a dictionary of the queue at each price,
/// another of where each order rests. The order book suite's baseline, and a second opinion on its answers.
///
/// The rules are `OrderBook`'s: price-time priority at the resting price, and the smaller of two orders of one owner
/// that meet is cancelled.
struct SortedBook {
  struct Order {
    var id: Int32
    var quantity: Int32  // shares
    var owner: Int32
  }

  struct Trade {
    var id: Int32  // of the resting order
    var price: Int32  // ticks
    var quantity: Int32  // shares
  }

  /// One side. Prices ascend from worst to best: asks are kept flipped, as bitwise complements.
  private struct Half {
    var keys: [Int32] = []
    var queues: [Int32: [Order]] = [:]

    /// The first place whose key is not below `key`.
    func place(of key: Int32) -> Int {
      var (low, high) = (0, keys.count)
      while low < high {
        let middle = (low + high) / 2
        if keys[middle] < key { low = middle + 1 } else { high = middle }
      }
      return low
    }

    mutating func add(_ order: Order, key: Int32) {
      if queues[key] == nil { keys.insert(key, at: place(of: key)) }
      queues[key, default: []].append(order)
    }

    mutating func remove(id: Int32, key: Int32) -> Order? {
      guard let index = queues[key]?.firstIndex(where: { $0.id == id }) else { return nil }
      let order = queues[key]?.remove(at: index)
      if queues[key]?.isEmpty == true {
        queues[key] = nil
        keys.remove(at: place(of: key))
      }
      return order
    }
  }

  private struct Address {
    var side: Side
    var key: Int32
  }

  private var bids = Half()
  private var asks = Half()
  private var addresses: [Int32: Address] = [:]
  /// Of the last order.
  private(set) var trades: [Trade] = []

  /// - Returns: shares that were traded, and shares that now rest.
  mutating func submit(_ order: IncomingOrder, id: Int32) -> (filled: Int32, rested: Int32) {
    trades.removeAll(keepingCapacity: true)
    let key = order.side == .buy ? order.price : ~order.price
    if order.lifetime == .fillOrKill && !canFill(order) { return (0, 0) }
    let left =
      order.side == .buy
      ? Self.match(order, against: &asks, &addresses, &trades) : Self.match(order, against: &bids, &addresses, &trades)
    let filled = trades.reduce(0) { $0 + $1.quantity }
    guard left > 0, order.lifetime == .goodTillCancelled, !order.isMarket else { return (filled, 0) }
    let rest = Order(id: id, quantity: left, owner: order.owner)
    if order.side == .buy { bids.add(rest, key: key) } else { asks.add(rest, key: key) }
    addresses[id] = Address(side: order.side, key: key)
    return (filled, left)
  }

  /// - Returns: shares that were left of it.
  @discardableResult mutating func cancel(id: Int32) -> Int32 {
    guard let address = addresses.removeValue(forKey: id) else { return 0 }
    let order = address.side == .buy ? bids.remove(id: id, key: address.key) : asks.remove(id: id, key: address.key)
    return order?.quantity ?? 0
  }

  mutating func replace(id: Int32, price: Int32, quantity: Int32) -> (filled: Int32, rested: Int32) {
    trades.removeAll(keepingCapacity: true)
    guard let address = addresses[id] else { return (0, 0) }
    let queue = address.side == .buy ? bids.queues[address.key] : asks.queues[address.key]
    guard let index = queue?.firstIndex(where: { $0.id == id }), let order = queue?[index] else { return (0, 0) }
    if price == Self.price(address.key) && quantity <= order.quantity {
      if address.side == .buy {
        bids.queues[address.key]?[index].quantity = quantity
      } else {
        asks.queues[address.key]?[index].quantity = quantity
      }
      return (0, quantity)
    }
    cancel(id: id)
    let replacement = IncomingOrder(
      side: address.side, price: price, quantity: quantity, owner: order.owner, lifetime: .goodTillCancelled)
    return submit(replacement, id: id)
  }

  /// The best prices of a side with their shares.
  func levels(_ side: Side, levelsMax: Int) -> [OrderBook.Level] {
    let half = side == .buy ? bids : asks
    return half.keys.suffix(levelsMax).reversed().map { key in
      let queue = half.queues[key] ?? []
      return OrderBook.Level(
        price: Self.price(key), quantity: queue.reduce(0) { $0 + Int64($1.quantity) }, orders: Int32(queue.count))
    }
  }

  /// Prices are positive, so only those of asks are negative when flipped.
  private static func price(_ key: Int32) -> Int32 { key < 0 ? ~key : key }

  private static func reaches(_ order: IncomingOrder, _ key: Int32) -> Bool {
    order.isMarket || (order.side == .buy ? ~key <= order.price : key >= order.price)
  }

  /// Trades while the best price is within reach. Returns the shares that are left.
  private static func match(
    _ order: IncomingOrder, against half: inout Half, _ addresses: inout [Int32: Address], _ trades: inout [Trade]
  ) -> Int32 {
    var left = order.quantity
    while left > 0, let key = half.keys.last, reaches(order, key) {
      var queue = half.queues[key] ?? []
      half.queues[key] = nil  // the queue is changed in place, not copied
      while left > 0, let resting = queue.first {
        if resting.owner == order.owner {
          if resting.quantity > left {
            left = 0
            break
          }
        } else {
          let traded = min(left, resting.quantity)
          trades.append(Trade(id: resting.id, price: price(key), quantity: traded))
          left -= traded
          if traded < resting.quantity {
            queue[0].quantity -= traded
            break
          }
        }
        addresses[resting.id] = nil
        queue.removeFirst()
      }
      if queue.isEmpty { half.keys.removeLast() } else { half.queues[key] = queue }
    }
    return left
  }

  private func canFill(_ order: IncomingOrder) -> Bool {
    let half = order.side == .buy ? asks : bids
    var left = order.quantity
    for key in half.keys.reversed() where left > 0 {
      guard Self.reaches(order, key) else { break }
      for resting in half.queues[key] ?? [] where left > 0 {
        if resting.owner != order.owner {
          left -= min(left, resting.quantity)
        } else if resting.quantity > left {
          return false
        }
      }
    }
    return left == 0
  }
}
