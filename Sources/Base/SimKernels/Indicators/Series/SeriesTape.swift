import SimColumns

/// A run of one symbol's values with earlier ones in front of them: windows are read from it without wrapping round.
///
///     place   -past … -1 │ 0 1 2 … count - 1          a candle is one place further than the one before
///             earlier    │ the run
///
/// Places before the symbol's first candle hold anything; no window that is full reaches them.
@frozen public struct SeriesTape: Sendable {
  public let past: Int
  public let count: Int
  let values: ColumnView<Double>  // place p at row past + p

  /// - Parameter values: `past` earlier values, oldest first, and then the run.
  public init(_ values: ColumnView<Double>, past: Int) {
    precondition(past >= 0 && past <= values.count, "the past lies in front of the run")
    (self.values, self.past, count) = (values, past, values.count - past)
  }

  /// Where a place is in `values`.
  func row(_ place: Int) -> Int { past + place }

  /// What stands `places` places before each value of the run.
  func earlier(_ places: Int) -> ColumnView<Double> { values[past - places..<past - places + count] }

  /// Without the first value of the run, which becomes one of the past.
  func dropFirst() -> SeriesTape { SeriesTape(values, past: past + 1) }

  /// The last `period` values up to a place, oldest first.
  func window(_ period: Int, endingAt place: Int) -> ColumnView<Double> {
    values[past + place + 1 - period..<past + place + 1]
  }
}

extension SlotRing {
  /// The rows of symbol 0 are `stride` apart in it.
  var symbolZero: ColumnView<Double> { values }

  /// Writes the last values of a symbol, oldest first, the newest being that of `candle`.
  func unroll(through candle: Int, into values: ColumnView<Double>) {
    guard candle >= 0 else { return }
    var slot = candle % slotCount
    for place in Swift.stride(from: values.count - 1, through: max(0, values.count - 1 - candle), by: -1) {
      values[place] = self[slot][0]
      slot = slot == 0 ? slotCount - 1 : slot - 1
    }
  }

  /// Takes a symbol's values from `candle` on in, as far as they are not overwritten by later ones.
  func roll(from candle: Int, _ values: ColumnView<Double>) {
    let first = max(0, values.count - slotCount)
    var slot = (candle + first) % slotCount
    for place in first..<values.count {
      self[slot][0] = values[place]
      slot = after(slot)
    }
  }
}
