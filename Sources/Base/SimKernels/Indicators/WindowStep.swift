/// Where the newest candle stands in a window of fixed length: the arithmetic that all windows share.
///
/// A window slides over blocks as long as itself. It is always the end of the last block and the beginning of this one:
///
///     candles   |  a  b  c  d  |  e  f  g  h  |            period 4
///     newest f         [c  d      e  f]                    window = end of abcd from c on, beginning of efgh up to f
///
/// The beginning grows by one candle a step. The ends of a block, all of them, are computed once, when it is complete,
/// from its last candle backwards. So a step is one merge of two aggregates, nothing is ever taken off a sum, and what
/// comes out is as exact as if the window were added up afresh, after any number of candles.
/// - Source: K. Tangwongsan, M. Hirzel, S. Schneider, "Low-Latency Sliding-Window Aggregation in Worst-Case Constant
///   Time", DEBS (2017), §2, there called two-stacks.
@frozen public struct WindowStep: Sendable, Equatable {
  /// Place of the newest candle in its block, `0 ..< period`; so many of the block came before it.
  public let slot: Int
  /// The last block just became complete: its ends are due.
  public let closesBlock: Bool
  /// `period` candles have been seen.
  public let isFull: Bool
  /// Candles of the window that belong to the last block; 0 while the window is not full.
  public let olderCount: Int

  /// - Parameters:
  ///   - candle: number of the newest candle, the first being 0.
  ///   - period: candles in the window, at least 1.
  @inlinable public init(candle: Int, period: Int) {
    slot = candle % period
    closesBlock = slot == 0 && candle > 0
    isFull = candle >= period - 1
    olderCount = candle >= period ? period - 1 - slot : 0
  }
}
