import SimTypes

/// A call auction as one would first write it: orders in arrays, sorted by price. The auction suite's baseline, and a
/// second opinion on its answers.
///
/// The rules are the textbook's: most volume, then least imbalance, then market pressure, then the reference, then the
/// higher price. At the margin the earlier order fills first; who fills changes neither price nor volume.
struct SortedAuction {
  struct Order {
    var price: Int32  // limit in ticks
    var quantity: Int32  // shares
    var agent: Int32
    var filled: Int32 = 0
  }

  struct Trade {
    var buyer, seller: Int32
    var quantity: Int32
  }

  var bids: [Order] = []
  var asks: [Order] = []
  var trades: [Trade] = []

  mutating func removeAll() {
    bids.removeAll(keepingCapacity: true)
    asks.removeAll(keepingCapacity: true)
    trades.removeAll(keepingCapacity: true)
  }

  /// Sorts both sides best price first, finds the price, fills, and pairs buyers with sellers.
  mutating func run(reference: Int32) -> (price: Int32, volume: Int64) {
    bids.sort { $0.price > $1.price }
    asks.sort { $0.price < $1.price }
    let candidates = candidates(reference: reference)
    guard let winner = Self.winner(candidates, reference: reference) else { return (reference, 0) }
    Self.fill(&bids, winner.volume)
    Self.fill(&asks, winner.volume)
    pair()
    return (winner.price, winner.volume)
  }

  private struct Candidate {
    let price: Int32
    let demand, supply: Int64
    var volume: Int64 { min(demand, supply) }
    var imbalance: Int64 { demand - supply }
  }

  /// Every distinct limit and the reference, ascending, with what is wanted and offered there.
  private func candidates(reference: Int32) -> [Candidate] {
    var candidates: [Candidate] = []
    var demand = bids.reduce(0) { $0 + Int64($1.quantity) }
    var supply: Int64 = 0
    var (bid, ask) = (bids.count - 1, 0)  // the lowest of each side not passed yet
    var referenceIsDue = true
    while bid >= 0 || ask < asks.count || referenceIsDue {
      var price = referenceIsDue ? reference : Int32.max
      if bid >= 0 { price = min(price, bids[bid].price) }
      if ask < asks.count { price = min(price, asks[ask].price) }
      while ask < asks.count && asks[ask].price == price {
        supply += Int64(asks[ask].quantity)
        ask += 1
      }
      candidates.append(Candidate(price: price, demand: demand, supply: supply))
      while bid >= 0 && bids[bid].price == price {
        demand -= Int64(bids[bid].quantity)
        bid -= 1
      }
      if price == reference { referenceIsDue = false }
    }
    return candidates
  }

  private static func winner(_ candidates: [Candidate], reference: Int32) -> Candidate? {
    let volume = candidates.map(\.volume).max() ?? 0
    guard volume > 0 else { return nil }
    let largest = candidates.filter { $0.volume == volume }
    let imbalance = largest.map { abs($0.imbalance) }.min()
    let best = largest.filter { abs($0.imbalance) == imbalance }
    if best.allSatisfy({ $0.imbalance > 0 }) { return best.last }
    if best.allSatisfy({ $0.imbalance < 0 }) { return best.first }
    return best.min { a, b in
      let (fromA, fromB) = (abs(a.price - reference), abs(b.price - reference))
      return fromA != fromB ? fromA < fromB : a.price > b.price
    }
  }

  private static func fill(_ orders: inout [Order], _ volume: Int64) {
    var left = volume
    for index in orders.indices {
      let fill = min(Int64(orders[index].quantity), left)
      orders[index].filled = Int32(fill)
      left -= fill
      if left == 0 { break }
    }
  }

  private mutating func pair() {
    var (bid, ask) = (0, 0)
    var wanted = bids[0].filled
    var offered = asks[0].filled
    while wanted > 0 && offered > 0 {
      let quantity = min(wanted, offered)
      trades.append(Trade(buyer: bids[bid].agent, seller: asks[ask].agent, quantity: quantity))
      wanted -= quantity
      offered -= quantity
      if wanted == 0 {
        bid += 1
        wanted = bid < bids.count ? bids[bid].filled : 0
      }
      if offered == 0 {
        ask += 1
        offered = ask < asks.count ? asks[ask].filled : 0
      }
    }
  }
}
