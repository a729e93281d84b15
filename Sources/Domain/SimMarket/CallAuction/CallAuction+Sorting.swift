import SimColumns

/// Clearing by sorting: for prices too far apart for the ladder. Slower, and right for any prices.
extension CallAuction {
  /// The same answer as the ladder's sweep, from one sorted list of all orders.
  mutating func clearBySorting(reference: Int32) -> Clearing? {
    let keys = keys.view
    var count = 0
    for place in 0..<orders.asks.upperBound {
      // Prices ascending as unsigned numbers, then the place, which also tells the side.
      keys[count] = UInt64(Self.ordered(orders.price[place])) << 32 | UInt64(place)
      count += 1
    }
    let sorted = keys[0..<count]
    HeapSort.ascending(sorted)
    let levels = Levels(sorted: sorted, quantity: orders.quantity, bidCount: orders.bids.count)

    var rule = ClearingRule(reference: reference)
    var demand = levels.total(of: orders.bids)
    var supply: Int64 = 0
    var referenceIsDue = true
    levels.forEach { level in
      if referenceIsDue && level.price >= reference {
        // A candidate of its own when nobody's limit: what is wanted and offered between two levels.
        if level.price > reference { rule.consider(reference, demand: demand, supply: supply) }
        referenceIsDue = false
      }
      supply += level.asks
      // The extremes are market orders; nobody named those prices.
      if level.price != OrderBoxes.marketBuy && level.price != OrderBoxes.marketSell {
        rule.consider(level.price, demand: demand, supply: supply)
      }
      demand -= level.bids
    }
    if referenceIsDue { rule.consider(reference, demand: demand, supply: supply) }
    guard let winner = rule.winner else { return nil }

    var bidMargin: Margin?
    var cut = winner.demand - winner.volume
    var askMargin: Margin?
    var kept = winner.volume
    levels.forEach { level in
      if bidMargin == nil && level.price >= winner.price
        && (level.bids > cut || (cut == 0 && level.price == winner.price))
      {
        bidMargin = Margin(price: level.price, fill: level.bids - cut, total: level.bids)
      } else if bidMargin == nil && level.price >= winner.price {
        cut -= level.bids
      }
      if askMargin == nil && level.asks > 0 && level.asks >= kept {
        askMargin = Margin(price: level.price, fill: kept, total: level.asks)
      } else if askMargin == nil {
        kept -= level.asks
      }
    }
    guard let bidMargin, let askMargin else { preconditionFailure("both sides hold the volume") }
    return Clearing(winner: winner, bids: bidMargin, asks: askMargin)
  }

  /// Prices as unsigned numbers of the same order.
  private static func ordered(_ price: Int32) -> UInt32 { UInt32(bitPattern: price) ^ 0x8000_0000 }

  /// The sorted orders, a price at a time.
  private struct Levels {
    struct Level {
      var price: Int32
      var bids: Int64 = 0
      var asks: Int64 = 0
    }

    let sorted: ColumnView<UInt64>
    let quantity: ColumnView<Int32>
    let bidCount: Int

    func total(of side: Range<Int>) -> Int64 {
      side.reduce(0) { $0 + Int64(quantity[$1]) }
    }

    func forEach(_ body: (Level) -> Void) {
      var index = 0
      while index < sorted.count {
        let price = sorted[index] >> 32
        var level = Level(price: Int32(bitPattern: UInt32(price) ^ 0x8000_0000))
        while index < sorted.count && sorted[index] >> 32 == price {
          let place = Int(sorted[index] & 0xffff_ffff)
          let shares = Int64(quantity[place])
          if place < bidCount { level.bids += shares } else { level.asks += shares }
          index += 1
        }
        body(level)
      }
    }
  }
}
