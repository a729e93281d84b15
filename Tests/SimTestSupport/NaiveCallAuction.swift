/// The call auction, written to be read: no columns, no windows, every candidate price tried on every order.
///
/// What `CallAuction` must agree with, on price, volume and every order's fill.
public struct NaiveCallAuction {
  public struct Order: Sendable {
    public var isBuy: Bool
    public var price: Int32  // ticks; Int32.max and Int32.min are market orders
    public var quantity: Int32
    public var agent: Int32
    public init(isBuy: Bool, price: Int32, quantity: Int32, agent: Int32) {
      (self.isBuy, self.price, self.quantity, self.agent) = (isBuy, price, quantity, agent)
    }
    public var isMarket: Bool { price == .max || price == .min }
  }

  public struct Result: Equatable, Sendable {
    public var price: Int32
    public var volume: Int64
    public var demand: Int64
    public var supply: Int64
    /// Shares of each order, in the order given.
    public var fills: [Int64]
  }

  /// Who is filled where a side runs out.
  public enum Margin {
    /// In the order given.
    case arrival
    /// Lower goes first; equal ones in the order given.
    case priority((Order) -> UInt32)
    /// The same fraction each, rounded down, and the rest one by one to the largest remainders, equal ones in the
    /// order given.
    case proRata
  }

  /// Nil when nothing can trade.
  /// - Parameter priority: lower goes first at the margin; equal ones in the order given.
  public static func run(_ orders: [Order], reference: Int32, priority: @escaping (Order) -> UInt32) -> Result? {
    run(orders, reference: reference, margin: .priority(priority))
  }

  /// Nil when nothing can trade.
  public static func run(_ orders: [Order], reference: Int32, margin: Margin) -> Result? {
    func demand(_ p: Int32) -> Int64 {
      orders.filter { $0.isBuy && $0.price >= p }.reduce(0) { $0 + Int64($1.quantity) }
    }
    func supply(_ p: Int32) -> Int64 {
      orders.filter { !$0.isBuy && $0.price <= p }.reduce(0) { $0 + Int64($1.quantity) }
    }
    let candidates = Set(orders.filter { !$0.isMarket }.map(\.price) + [reference]).sorted()
    let evaluated = candidates.map { (price: $0, demand: demand($0), supply: supply($0)) }

    // Rule 1: the largest volume.
    let largest = evaluated.map { min($0.demand, $0.supply) }.max()!
    guard largest > 0 else { return nil }
    var left = evaluated.filter { min($0.demand, $0.supply) == largest }
    // Rule 2: the smallest imbalance.
    let smallest = left.map { abs($0.demand - $0.supply) }.min()!
    left = left.filter { abs($0.demand - $0.supply) == smallest }
    // Rule 3: market pressure. Rule 4: nearest the reference. Rule 5: the higher.
    let winner: (price: Int32, demand: Int64, supply: Int64)
    if left.allSatisfy({ $0.demand > $0.supply }) {
      winner = left.last!
    } else if left.allSatisfy({ $0.demand < $0.supply }) {
      winner = left.first!
    } else {
      winner = left.min { a, b in
        let (x, y) = (abs(Int64(a.price) - Int64(reference)), abs(Int64(b.price) - Int64(reference)))
        return x != y ? x < y : a.price > b.price
      }!
    }

    var fills = [Int64](repeating: 0, count: orders.count)
    for isBuy in [true, false] {
      let side = orders.indices.filter {
        orders[$0].isBuy == isBuy && (isBuy ? orders[$0].price >= winner.price : orders[$0].price <= winner.price)
      }
      // Price by price, the best first.
      let prices = Set(side.map { orders[$0].price }).sorted { isBuy ? $0 > $1 : $0 < $1 }
      var open = largest
      for price in prices {
        let level = side.filter { orders[$0].price == price }
        let total = level.reduce(0) { $0 + Int64(orders[$1].quantity) }
        let shares = ration(level.map { orders[$0] }, min(open, total), margin)
        for (order, share) in zip(level, shares) { fills[order] = share }
        open -= min(open, total)
      }
    }
    return Result(price: winner.price, volume: largest, demand: winner.demand, supply: winner.supply, fills: fills)
  }

  /// Shares `fill` out among orders of one price.
  private static func ration(_ orders: [Order], _ fill: Int64, _ margin: Margin) -> [Int64] {
    var shares = [Int64](repeating: 0, count: orders.count)
    func inTurn(_ queue: [Int]) {
      var open = fill
      for order in queue {
        shares[order] = min(open, Int64(orders[order].quantity))
        open -= shares[order]
      }
    }
    switch margin {
    case .arrival: inTurn(Array(orders.indices))
    case .priority(let draw):
      inTurn(
        orders.indices.sorted { a, b in
          let (p, q) = (draw(orders[a]), draw(orders[b]))
          return p != q ? p < q : a < b
        })
    case .proRata:
      let total = Int128(orders.reduce(0) { $0 + Int64($1.quantity) })
      let parts = orders.map { (Int128($0.quantity) * Int128(fill)).quotientAndRemainder(dividingBy: total) }
      shares = parts.map { Int64($0.quotient) }
      let queue = orders.indices.sorted { a, b in
        parts[a].remainder != parts[b].remainder ? parts[a].remainder > parts[b].remainder : a < b
      }
      for order in queue.prefix(Int(fill - shares.reduce(0, +))) { shares[order] += 1 }
    }
    return shares
  }
}
