import SimColumns

extension DeviationBands {
  /// The same along one symbol, that of row 0, from candle `candle` on.
  ///
  /// - Parameters:
  ///   - tape: the run of values, and at least the window before it. The history is not looked at.
  ///   - uppers, middles, lowers: one for each value; NaN while the window is not full.
  public func series(
    candle: Int, _ tape: SeriesTape, uppers: ColumnView<Double>,
    middles: ColumnView<Double>, lowers: ColumnView<Double>
  ) {
    let count = tape.count
    precondition(uppers.count == count && middles.count == count && lowers.count == count, "a result for each value")
    let (width, weight) = (width, weight)
    moments.series(candle: candle, tape) { place, mean, squares in
      let reach = width * (squares * weight).magnitude.squareRoot()
      uppers[place] = mean + reach
      middles[place] = mean
      lowers[place] = mean - reach
    } blocks: { place, distance, mean, squares in
      let reach = width * VectorRoots.ofMagnitudes(squares * weight)
      RefreshBlocks.store(mean + reach, uppers, place, distance: distance)
      RefreshBlocks.store(mean, middles, place, distance: distance)
      RefreshBlocks.store(mean - reach, lowers, place, distance: distance)
      RefreshBlocks.prefetchNext(uppers, place, distance: distance)
      RefreshBlocks.prefetchNext(middles, place, distance: distance)
      RefreshBlocks.prefetchNext(lowers, place, distance: distance)
    }
    if count > 0 { (upper[0], lower[0]) = (uppers[count - 1], lowers[count - 1]) }
  }
}
