import SimColumns

/// What part of its money a rotator puts into each sector.
///
///     wish     clamp(base + scale · sentiment, low, high)                base = 1 / sectors
///     weight   clamp(wish + level, low, high), with the level at which all of them make 1
///
/// Dividing the wishes by their sum would make 1 too, but carry some beyond the bounds. Instead what is missing is
/// poured in evenly, and a sector that is full takes no more; what is too much is let out the same way. These are the
/// weights nearest to the wishes, by their squared distance, of all that keep the bounds.
///
/// Bounds that leave no such weights, fewer than 1 / high sectors or more than 1 / low, give way to 1 / sectors.
/// - Source: C. Michelot, "A finite algorithm for finding the projection of a point onto the canonical simplex of ℝⁿ",
///   Journal of Optimization Theory and Applications 50 (1986), for why this ends.
enum SectorWeights {
  /// - Parameter weights: in: base + scale · sentiment of each sector, at least one; out: weights, which make 1.
  /// - Complexity: O(sectors²) at most.
  static func settle(_ weights: ColumnView<Double>, low: Double, high: Double) {
    let (rows, share) = (0..<weights.count, 1 / Double(weights.count))
    let (low, high) = (min(low, share), max(high, share))
    for row in rows { weights[row] = min(max(weights[row], low), high) }
    // One pass more than there are sectors: each fills one at least, or is the last.
    for _ in 0...weights.count {
      let missing = 1 - rows.reduce(0) { $0 + weights[$1] }
      let takers = rows.count { missing > 0 ? weights[$0] < high : weights[$0] > low }
      guard takers > 0, missing != 0 else { return }
      let each = missing / Double(takers)
      for row in rows { weights[row] = min(max(weights[row] + each, low), high) }
    }
  }
}
