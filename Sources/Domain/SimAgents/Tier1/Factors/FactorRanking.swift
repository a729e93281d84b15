import SimColumns
import SimMarket

/// Who of an agent's symbols is bought and who is sold short: the best and the worst, with inertia.
///
///     rank      0 1 2 3 4 5 6 7 8 9         2 long, 2 short, a margin of 1
///     enters    L L . . . . . . S S
///     stays     L L L . . . . S S S
///
/// A symbol that is held stays as long as it ranks within the margin of its side; places that come free go to the best,
/// or the worst, that are not held. So a symbol on the edge is not bought and sold again with every candle. Equal scores
/// rank by leg. Symbols without a score have no rank and no side.
///
/// Scratch of one chunk; an agent uses it for a moment.
struct FactorRanking {
  let keys: ColumnView<Key>  // best first; rows 0 ..< count
  let side: ColumnView<Int8>  // row = leg; 1 long, -1 short, 0 neither
  private(set) var count = 0

  /// A symbol in the order of ranks.
  struct Key: Comparable, BitwiseCopyable, Sendable {
    var score = 0.0
    var leg: Int32 = 0

    static func < (a: Key, b: Key) -> Bool { a.score > b.score || (a.score == b.score && a.leg < b.leg) }
  }

  init(keys: ColumnView<Key>, side: ColumnView<Int8>) { (self.keys, self.side) = (keys, side) }

  /// Ranks the legs by their scores, NaN for none.
  mutating func rank(_ score: (_ leg: Int) -> Double) {
    count = 0
    for leg in 0..<side.count {
      let value = score(leg)
      guard !value.isNaN else { continue }
      keys[count] = Key(score: value, leg: Int32(leg))
      count += 1
    }
    HeapSort.ascending(keys[0..<count])
  }

  /// Chooses sides. The two together are at most all ranked symbols.
  /// - Parameters:
  ///   - margin: ranks beyond the last of each side in which what is held stays.
  ///   - position: shares held of a leg.
  func choose(longs: Int, shorts: Int, margin: Int, position: (_ leg: Int) -> Int32) {
    precondition(longs + shorts <= count, "nobody is on both sides")
    side.fill(0..<side.count, with: 0)
    let last = count - 1
    // The other side's places are out of reach of the margin, so the two never meet.
    take(longs, 1, stay: min(longs + margin, count - shorts)) {
      Int(keys[$0].leg)
    } isHeld: {
      position($0) > 0
    }
    take(shorts, -1, stay: min(shorts + margin, count - longs)) {
      Int(keys[last - $0].leg)
    } isHeld: {
      position($0) < 0
    }
  }

  /// - Parameter leg: by rank from the side's own end.
  private func take(_ most: Int, _ sign: Int8, stay: Int, leg: (Int) -> Int, isHeld: (_ leg: Int) -> Bool) {
    var taken = 0
    for rank in 0..<stay where taken < most && isHeld(leg(rank)) {
      side[leg(rank)] = sign
      taken += 1
    }
    for rank in 0..<most where taken < most && side[leg(rank)] == 0 {
      side[leg(rank)] = sign
      taken += 1
    }
  }
}
