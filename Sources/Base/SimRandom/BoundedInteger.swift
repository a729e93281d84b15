/// An even choice among `0 ..< n` from one word, by multiply and reject.
///
///     w · n = high · 2³² + low        answer: high, unless low < 2³² mod n
///
/// `high` cuts the words into `n` runs of ⌊2³²/n⌋ or ⌈2³²/n⌉; refusing the words with a small `low` shortens the long
/// runs by one, so all have the same length. A word is refused with probability (2³² mod n) / 2³² < n / 2³², at most
/// one half.
///
/// Source: D. Lemire, "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019, algorithm 5.
public enum BoundedInteger {
  /// - Parameter n: at least 1.
  /// - Returns: a value in `0 ..< n`, or nil when the word must be refused and another one drawn.
  @inlinable public static func fromWord(_ word: UInt32, below n: UInt32) -> UInt32? {
    precondition(n >= 1, "there is nothing to choose below 0")
    let product = word.multipliedFullWidth(by: n)
    // The remainder costs a division and is smaller than n: most words never need it.
    if product.low < n && product.low < (0 &- n) % n { return nil }
    return product.high
  }
}
