import SimColumns

/// Shares wanted and offered at each price of a window of the price grid: what an auction counts its orders in.
///
///     rung      0        1    2    3   …   1,022      1,023
///     price   below    base  +1   +2   …  +1,021      above
///
/// Counting an order is one addition; a bit per rung remembers which ones are in use, so that a sweep visits, and
/// clearing touches, only those. Prices outside the window share the outer rungs, where the orders of one side still
/// count in full: a bid above the window is demand at every price in it.
struct PriceLadder: ~Copyable {
  static let rungCount = 1_024
  static let windowTicks = rungCount - 2

  let bids, asks: Column<Int64>  // shares per rung
  let inUse: Column<UInt64>  // a bit per rung
  var base: Int32 = 0

  init() {
    bids = Column(count: Self.rungCount, filledWith: 0)
    asks = Column(count: Self.rungCount, filledWith: 0)
    inUse = Column(count: Self.rungCount / 64, filledWith: 0)
  }

  func price(ofRung rung: Int) -> Int32 { Int32(truncatingIfNeeded: Int(base) &+ rung &- 1) }

  func rung(of price: Int32) -> Int {
    min(max(Int(price) &- Int(base) &+ 1, 0), Self.rungCount &- 1)
  }

  /// Counts the orders at `places` into `side`, which is this ladder's `bids` or `asks`.
  @inline(__always)
  func count(_ places: Range<Int>, price: ColumnView<Int32>, quantity: ColumnView<Int32>, into side: ColumnView<Int64>)
  {
    let inUse = inUse.view
    let shift = 1 &- Int(base)
    for place in places {
      let rung = min(max(Int(price[place]) &+ shift, 0), Self.rungCount &- 1)
      side[rung] &+= Int64(quantity[place])
      inUse[rung &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: rung)
    }
  }

  func markInUse(_ rung: Int) { inUse.view[rung >> 6] |= 1 << UInt64(rung & 63) }

  /// The lowest rung in use at or above `rung`; nil above the last.
  @inline(__always) func next(from rung: Int) -> Int? {
    let inUse = inUse.view
    var word = rung &>> 6
    guard word < inUse.count else { return nil }
    var bits = inUse[word] & (~0 &<< UInt64(truncatingIfNeeded: rung))
    while bits == 0 {
      word &+= 1
      guard word < inUse.count else { return nil }
      bits = inUse[word]
    }
    return word &* 64 &+ bits.trailingZeroBitCount
  }

  /// The highest rung in use below `rung`; nil below the first.
  @inline(__always) func previous(before rung: Int) -> Int? {
    let inUse = inUse.view
    var word = rung &>> 6
    var bits = inUse[word] & ((1 &<< UInt64(truncatingIfNeeded: rung)) &- 1)
    while bits == 0 {
      word &-= 1
      guard word >= 0 else { return nil }
      bits = inUse[word]
    }
    return word &* 64 &+ 63 &- bits.leadingZeroBitCount
  }

  /// Empties the rungs in use.
  func clear() {
    let (inUse, bids, asks) = (inUse.view, bids.view, asks.view)
    for word in 0..<inUse.count {
      var bits = inUse[word]
      while bits != 0 {
        let rung = word &* 64 &+ bits.trailingZeroBitCount
        bids[rung] = 0
        asks[rung] = 0
        bits &= bits &- 1
      }
      inUse[word] = 0
    }
  }
}
