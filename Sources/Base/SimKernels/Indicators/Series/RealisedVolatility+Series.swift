import SimColumns
import SimRandom

extension RealisedVolatility {
  /// The same along one symbol, that of row 0, from candle `candle` on.
  ///
  /// - Parameters:
  ///   - close: the run of closes, and at least one before it.
  ///   - scratch: `moments.period + close.count` rows.
  ///   - volatilities: one for each close; NaN while the window is not full.
  public func series(
    candle: Int, _ close: SeriesTape, scratch: ColumnView<Double>, into volatilities: ColumnView<Double>
  ) {
    guard candle > 0 else { return start(close, scratch, volatilities) }
    let (now, before, past) = (close.earlier(0), close.earlier(1), moments.period)
    moments.history.unroll(through: candle - 2, into: scratch[0..<past])
    let returns = scratch[past..<past + close.count]
    for place in 0..<close.count { returns[place] = DeterministicMath.logOfNormal(now[place] / before[place]) }
    moments.history.roll(from: candle - 1, returns)
    let tape = SeriesTape(scratch[0..<past + close.count], past: past)
    let weight = weight
    moments.series(candle: candle - 1, tape) { place, _, squares in
      volatilities[place] = (squares * weight).magnitude.squareRoot()
    } blocks: { place, distance, _, squares in
      RefreshBlocks.store(VectorRoots.ofMagnitudes(squares * weight), volatilities, place, distance: distance)
      RefreshBlocks.prefetchNext(volatilities, place, distance: distance)
    }
    if close.count > 0, candle + close.count > past { volatility[0] = volatilities[close.count - 1] }
  }

  /// The first candle has no return.
  private func start(
    _ close: SeriesTape, _ scratch: ColumnView<Double>, _ volatilities: ColumnView<Double>
  ) {
    guard close.count > 0 else { return }
    volatilities[0] = .nan
    series(candle: 1, close.dropFirst(), scratch: scratch, into: volatilities[1..<volatilities.count])
  }
}
