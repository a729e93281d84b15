/// The orders of one side that an auction filled, in order of arrival, on their way to the trades.
///
/// An auction's tape names agents. Their trades go to their orders in order of arrival, to each as many shares as it was
/// filled.
///
/// - Complexity: O(1) a trade, if agents trade in the order of their orders. Once one was passed over, because he met
///   himself, the orders of each agent are strung together; from then on O(1) a trade as well.
struct FilledOrders: ~Copyable {
  private struct Order {
    let slot: Int32
    let agent: Int32
    var left: Int32  // shares without a trade
    var next: Int32 = -1  // the agent's next
  }

  private var orders: [Order] = []
  private var first = 0  // nothing is left of those before it
  private var isStrung = false
  private var heads = IntegerTable()  // by agent: index of an order with none of his left before it, + 1

  mutating func removeAll() {
    orders.removeAll(keepingCapacity: true)
    first = 0
    if isStrung {
      heads = IntegerTable()
      isStrung = false
    }
  }

  mutating func append(slot: Int32, agent: Int32, filled: Int32) {
    orders.append(Order(slot: slot, agent: agent, left: filled))
  }

  /// The agent's first order of which something is left.
  mutating func next(of agent: Int32) -> Int {
    while orders[first].left == 0 { first += 1 }
    if orders[first].agent == agent { return first }
    if !isStrung { stringTogether() }
    var index = Int(heads[Int64(agent)]) - 1
    while orders[index].left == 0 { index = Int(orders[index].next) }
    heads[Int64(agent)] = UInt64(index) + 1
    return index
  }

  func left(_ index: Int) -> Int32 { orders[index].left }

  func slot(_ index: Int) -> Int { Int(orders[index].slot) }

  mutating func take(_ quantity: Int32, from index: Int) { orders[index].left -= quantity }

  private mutating func stringTogether() {
    isStrung = true
    for index in stride(from: orders.count - 1, through: first, by: -1) {
      let agent = Int64(orders[index].agent)
      orders[index].next = Int32(heads[agent]) - 1
      heads[agent] = UInt64(index) + 1
    }
  }
}
