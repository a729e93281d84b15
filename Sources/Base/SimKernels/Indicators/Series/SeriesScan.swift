import SimColumns

/// Looks for averages that faded away along a series: they are computed first as if none did, without a branch.
enum SeriesScan {
  /// - Parameters:
  ///   - averages: of changes, see ``Negligible``.
  ///   - prices: one for each average.
  static func hasFaded(_ averages: ColumnView<Double>, prices: ColumnView<Double>) -> Bool {
    typealias Lanes = SIMD8<Double>
    let whole = prices.count - prices.count % 8
    var hits = SIMDMask<SIMD8<Int64>>(repeating: false)
    var place = 0
    while place < whole {
      hits .|= Negligible.isReached(averages.load(place, as: Lanes.self), price: prices.load(place, as: Lanes.self))
      place &+= 8
    }
    return any(hits) || (whole..<prices.count).contains { Negligible.isReached(averages[$0], price: prices[$0]) }
  }
}
