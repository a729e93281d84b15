import SimColumns

/// The last values of many symbols: a row of symbols for each place in the window.
///
///     slot 0   s0 s1 s2 …          one candle of all symbols is one run of memory
///     slot 1   s0 s1 s2 …
///
/// All symbols close a candle together, so they are at the same slot together, and a pass over them reads and writes
/// runs, never single values. Candle number c is in slot c modulo the number of slots.
@frozen public struct SlotRing: Sendable {
  public let slotCount: Int
  /// Rows from one slot to the next, at least the number of symbols.
  public let stride: Int
  @usableFromInline let values: ColumnView<Double>

  /// - Parameter values: `slotCount · stride` rows.
  public init(slotCount: Int, stride: Int, values: ColumnView<Double>) {
    precondition(slotCount > 0 && stride >= 0, "a ring has slots")
    precondition(values.count == slotCount * stride, "the values fill the slots")
    (self.slotCount, self.stride, self.values) = (slotCount, stride, values)
  }

  /// The symbols of one slot.
  @inlinable public subscript(slot: Int) -> ColumnView<Double> { values[slot * stride..<(slot + 1) * stride] }

  /// The symbols of a candle, which has to be one of the last `slotCount`.
  @inlinable public func at(candle: Int) -> ColumnView<Double> { self[candle % slotCount] }

  /// The slot of the candle after the one in `slot`; a comparison is a tenth of a division.
  @inlinable @inline(__always) public func after(_ slot: Int) -> Int { slot + 1 == slotCount ? 0 : slot + 1 }

  /// A stride for so many symbols: whole cache lines, and no multiple of 4 KB, at which the same place of every slot
  /// would fall into the same few lines of the first cache. The slots of a single symbol lie next to each other.
  public static func stride(symbolCount: Int) -> Int {
    if symbolCount == 1 { return 1 }
    let whole = (symbolCount + 7) / 8 * 8
    return whole.isMultiple(of: 512) ? whole + 8 : whole
  }
}
