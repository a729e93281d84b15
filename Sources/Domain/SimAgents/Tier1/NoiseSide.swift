import SimColumns
import SimRandom

/// Which side noise traders take, and how much they want to trade, a run of orders at a time.
///
///     may sell   owned ≥ least                    may buy   room ≥ least, room = max_shares - owned
///     sells      may sell, and (a coin says so or it may not buy)
///     wanted     least + ⌊word · (most - least + 1) / 2^32⌋        (``BoundedInteger``)
///     quantity   min(wanted, owned) to sell, min(wanted, room) to buy; not limited by cash yet
///
/// Whoever may do neither is told to buy a quantity smaller than its least.
enum NoiseSide {
  struct Columns {
    let owned, least, most, maxShares: ColumnView<Int32>  // shares
    let sideWord, sizeWord: ColumnView<UInt32>
    let sells: ColumnView<Int32>  // out: 1 to sell, 0 to buy
    let quantity: ColumnView<Int32>  // out: shares
  }

  /// The definition.
  /// - Parameter redraw: the choice among 0 ..< bound for a row whose word must be refused.
  static func scalar(_ rows: Range<Int>, _ columns: Columns, redraw: (_ row: Int, _ bound: UInt32) -> UInt32) {
    for row in rows {
      let (owned, least) = (columns.owned[row], columns.least[row])
      let room = columns.maxShares[row] &- owned
      let wantsToSell = columns.sideWord[row] >> 31 == 1
      let isSell = owned >= least && (wantsToSell || room < least)
      let span = UInt32(truncatingIfNeeded: columns.most[row] &- least) &+ 1
      let drawn = BoundedInteger.fromWord(columns.sizeWord[row], below: span) ?? redraw(row, span)
      columns.sells[row] = isSell ? 1 : 0
      columns.quantity[row] = min(least &+ Int32(truncatingIfNeeded: drawn), isSell ? owned : room)
    }
  }

  /// The same, eight orders at a time, without a branch: which side an order takes is a coin toss.
  @inline(__always)
  static func vector(_ rows: Range<Int>, _ columns: Columns, redraw: (_ row: Int, _ bound: UInt32) -> UInt32) {
    var row = rows.lowerBound
    var doubts = SIMD4<UInt64>()  // the top bit says that a word may have to be refused
    while row &+ 8 <= rows.upperBound {
      let owned = columns.owned.load(row, as: SIMD8<Int32>.self)
      let least = columns.least.load(row, as: SIMD8<Int32>.self)
      let room = columns.maxShares.load(row, as: SIMD8<Int32>.self) &- owned
      let coin = SIMD8<Int32>(truncatingIfNeeded: columns.sideWord.load(row, as: SIMD8<UInt32>.self))
      // All bits of a lane are its answer; amounts lie far from the ends of their type.
      let isSell = ~((owned &- least) &>> 31) & ((coin &>> 31) | ((room &- least) &>> 31))
      let most = columns.most.load(row, as: SIMD8<Int32>.self)
      let span = SIMD8<UInt32>(truncatingIfNeeded: most &- least) &+ SIMD8(repeating: 1)
      let word = columns.sizeWord.load(row, as: SIMD8<UInt32>.self)
      let low = chosen(word.lowHalf, span.lowHalf, &doubts)
      let high = chosen(word.highHalf, span.highHalf, &doubts)
      let wanted = least &+ SIMD8<Int32>(truncatingIfNeeded: SIMD8<UInt32>(lowHalf: low, highHalf: high))
      let limit = owned & isSell | room & ~isSell
      columns.sells.store(isSell & SIMD8(repeating: 1), row)
      columns.quantity.store(wanted.replacing(with: limit, where: wanted .> limit), row)
      row &+= 8
    }
    scalar(row..<rows.upperBound, columns, redraw: redraw)
    // One word in tens of millions.
    let two = doubts.lowHalf | doubts.highHalf
    if (two.x | two.y) >> 63 != 0 { scalar(rows.lowerBound..<row, columns, redraw: redraw) }
  }

  /// The high halves of word · span. A low half that is less than the span may be one to refuse.
  @inline(__always)
  private static func chosen(
    _ word: SIMD4<UInt32>, _ span: SIMD4<UInt32>, _ doubts: inout SIMD4<UInt64>
  ) -> SIMD4<UInt32> {
    let wide = SIMD4<UInt64>(truncatingIfNeeded: span)
    let product = SIMD4<UInt64>(truncatingIfNeeded: word) &* wide
    doubts |= (product & SIMD4(repeating: 0xFFFF_FFFF)) &- wide
    return SIMD4<UInt32>(truncatingIfNeeded: product &>> SIMD4(repeating: 32))
  }
}
