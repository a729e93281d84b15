import SimColumns

/// One step of exponentially weighted second moments for every pair of symbols.
///
///     c[i,j] = λ · c[i,j] + (1 - λ) · r[i] · r[j]             j ≤ i
///
/// Pairs are packed row by row, so that pair (i, j) stands at `offset(i) + j` and a symbol's partners are neighbours:
///
///     (0,0)   (1,0) (1,1)   (2,0) (2,1) (2,2)   …             offset(i) = i · (i + 1) / 2
///
/// A map: what a pair becomes depends on nothing but itself and two returns.
/// - Complexity: 8 bytes read and 8 written a pair, the returns from the cache.
/// - Source: J.P. Morgan/Reuters, *RiskMetrics Technical Document*, 4th ed. (1996), §5.2.
public enum CovarianceDecay {
  public typealias Lanes = SIMD4<Double>

  /// Pairs of `symbols`, each with itself included.
  @inlinable public static func pairCount(symbols: Int) -> Int { symbols * (symbols + 1) / 2 }

  /// Where the pairs of `symbol` with the ones up to itself begin.
  @inlinable public static func offset(_ symbol: Int) -> Int { symbol * (symbol + 1) / 2 }

  /// The definition. - Parameter symbols: whose pairs to update; any cut gives the same result.
  @inlinable public static func scalar(
    _ symbols: Range<Int>, pairs: ColumnView<Double>, returns: ColumnView<Double>, decay: Double
  ) {
    for i in symbols {
      let start = offset(i)
      let share = (1 - decay) * returns[i]
      for j in 0...i { pairs[start + j] = decay * pairs[start + j] + share * returns[j] }
    }
  }

  /// The same, four pairs at a time.
  @inlinable public static func vector(
    _ symbols: Range<Int>, pairs: ColumnView<Double>, returns: ColumnView<Double>, decay: Double
  ) {
    let decays = Lanes(repeating: decay)
    for i in symbols {
      let start = offset(i)
      let share = (1 - decay) * returns[i]
      let shares = Lanes(repeating: share)
      var j = 0
      while j &+ Lanes.scalarCount <= i &+ 1 {
        let old = pairs.load(start &+ j, as: Lanes.self)
        pairs.store(decays * old + shares * returns.load(j, as: Lanes.self), start &+ j)
        j &+= Lanes.scalarCount
      }
      while j <= i {
        pairs[start &+ j] = decay * pairs[start &+ j] + share * returns[j]
        j &+= 1
      }
    }
  }
}
