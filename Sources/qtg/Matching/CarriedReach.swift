import SimMarket
import SimTypes

/// Which of a side's resting orders take part in an auction: no more than can be filled, and what else decides its price.
///
/// Resting orders never cross each other, so a price has either resting bids or resting asks to trade, and who they
/// trade with is new. Written for asks, of which lower prices are better; bids are the mirror image.
///
///     a₀ < a₁ < …      prices of the resting asks
///     D(p)             shares wanted at p or higher; new bids alone wherever p ≥ a₀
///     S(p)             shares offered at p or lower, new and resting
///     k                the first with S(aₖ) ≥ D(aₖ), if there is one
///
/// **Prices beyond aₖ do not matter**, but that there are any. For p ≥ aₖ₊₁ is S(p) > S(aₖ) ≥ D(aₖ) ≥ D(p): the volume
/// at p is D(p), not above that at aₖ, and where it is equal, the imbalance S(p) - D(p) is larger. By ``ClearingRule``'s
/// first two rules no such p wins or ties. One share at aₖ₊₁ is enough for all of these inequalities, and below aₖ₊₁
/// nothing is left out, so winner, volume, demand and supply are those of the whole book.
///
/// **Prices before aₖ are filled whole**: S < D there, so at aₖ₋₁ all of its supply trades, and at no lower price as
/// much. **Of aₖ** at most D(aₖ) - S(below aₖ) shares are filled: the price is aₖ or higher if that is positive, the
/// volume then no more than D(aₖ), and better prices go first. Its other shares count as supply and are nobody's.
///
/// So of all orders brought in at most one a side stays in the book, the one that is filled in part. Without orders
/// that come and go again (fill or kill), an auction costs what its new orders and its trades cost, however many rest.
struct CarriedReach {
  /// What new orders want and offer, in order of price.
  private struct Curve {
    private var orders: [(key: Int32, quantity: Int32)] = []
    private var next = 0
    private(set) var total: Int64 = 0

    mutating func set(_ entries: [AuctionEntry], _ side: Side, flip: Int32) {
      orders.removeAll(keepingCapacity: true)
      (next, total) = (0, 0)
      for entry in entries where entry.side == side {
        orders.append((entry.price ^ flip, entry.quantity))
        total += Int64(entry.quantity)
      }
      if orders.count > 1 { orders.sort { $0.key < $1.key } }
    }

    var lastKey: Int32? { orders.last?.key }

    /// Shares of the orders below `key` that were not told before.
    mutating func sharesBelow(_ key: Int32) -> Int64 {
      var sum: Int64 = 0
      while next < orders.count, orders[next].key < key {
        sum += Int64(orders[next].quantity)
        next += 1
      }
      return sum
    }
  }

  private var wantedCurve = Curve()
  private var offeredCurve = Curve()
  /// Shares that count and are nobody's.
  private(set) var tails: [AuctionEntry] = []

  mutating func removeTails() { tails.removeAll(keepingCapacity: true) }

  /// Brings in the resting orders of `side`.
  /// - Parameters:
  ///   - fresh: the new orders of both sides that cross somebody.
  ///   - bring: is called with the slots of the orders that may be filled, the best first.
  mutating func find(
    _ side: Side, of place: BookShelf.Place, for fresh: [AuctionEntry], bring: (_ slot: Int) -> Void
  ) {
    // Prices turned round for bids, so that better ones are lower on both sides.
    let flip: Int32 = side == .sell ? 0 : -1
    wantedCurve.set(fresh, side == .buy ? .sell : .buy, flip: flip)
    guard let reach = wantedCurve.lastKey else { return }
    offeredCurve.set(fresh, side, flip: flip)
    var wanted = wantedCurve.total
    var offered: Int64 = 0
    var isCovered = false
    let quantities = place.book.orders.quantity
    place.book.forEachLevel(side) { level, firstSlot in
      let key = level.price ^ flip
      guard key <= reach else { return false }
      if isCovered {
        appendTail(1, side, level.price)
        return false
      }
      wanted -= wantedCurve.sharesBelow(key)
      offered += offeredCurve.sharesBelow(key)
      var unseen = level.quantity
      let quota = wanted - offered
      var slot: Int? = firstSlot
      while let next = slot, level.quantity - unseen < quota {
        bring(next)
        unseen -= Int64(quantities[next])
        slot = place.book.slot(behind: next)
      }
      appendTail(unseen, side, level.price)
      offered += level.quantity + offeredCurve.sharesBelow(key + 1)
      isCovered = offered >= wanted
      return true
    }
  }

  private mutating func appendTail(_ shares: Int64, _ side: Side, _ price: Int32) {
    var left = shares
    while left > 0 {
      let quantity = Int32(clamping: left)
      tails.append(AuctionEntry(slot: -1, agent: -1, price: price, quantity: quantity, side: side))
      left -= Int64(quantity)
    }
  }
}
