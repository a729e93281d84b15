import SimColumns

/// Which blocks of rows have to be looked into. A block's summary says between which prices, and until when, none of
/// its rows has anything to do.
///
///     price < quietLow[block]   or   price > quietHigh[block]   or   due[block] ≤ tick
public enum RestlessBlocks {
  /// The definition.
  /// - Parameters:
  ///   - blocks: up to 64.
  ///   - quietLow, quietHigh: price ticks.
  /// - Returns: a bit for each block, `blocks.lowerBound` lowest.
  @inlinable public static func scalar(
    _ blocks: Range<Int>, quietLow: ColumnView<Int32>, quietHigh: ColumnView<Int32>, due: ColumnView<UInt32>,
    price: Int32, tick: UInt32
  ) -> UInt64 {
    RowWord.scalar(blocks) { price < quietLow[$0] || price > quietHigh[$0] || due[$0] <= tick }
  }

  /// The same, eight blocks at a time.
  /// - Complexity: reads 12 bytes a block; no allocation.
  @inlinable public static func vector(
    _ blocks: Range<Int>, quietLow: ColumnView<Int32>, quietHigh: ColumnView<Int32>, due: ColumnView<UInt32>,
    price: Int32, tick: UInt32
  ) -> UInt64 {
    let (prices, ticks) = (SIMD8(repeating: price), DueRows.signed(SIMD8(repeating: tick)))
    return RowWord.vector(
      blocks,
      eight: { block in
        (quietLow.load(block, as: SIMD8<Int32>.self) .> prices)
          .| (quietHigh.load(block, as: SIMD8<Int32>.self) .< prices)
          .| (DueRows.signed(due.load(block, as: SIMD8<UInt32>.self)) .<= ticks)
      },
      one: { price < quietLow[$0] || price > quietHigh[$0] || due[$0] <= tick })
  }
}
