import SimColumns
import SimKernels

/// Hands the lanes their state out of one column of doubles, in runs of one value for each symbol.
///
/// One column, so that runs lie next to each other at a stride that is kind to caches. With an empty column and a
/// stride of 0 it hands out nothing and only counts: that is how the size of the column is found.
struct LaneMemory {
  private(set) var runCount = 0
  /// The newest candle's closes and those before it, as far back as any lane looks; kept once for all lanes.
  let closes: SlotRing
  /// Free for every lane to use while it takes one candle in.
  private(set) var scratch: [ColumnView<Double>] = []
  private let stride: Int  // rows of a run
  private let values: ColumnView<Double>

  /// - Parameter depth: candles behind the newest one that are kept.
  init(stride: Int, depth: Int, values: ColumnView<Double>) {
    (self.stride, self.values) = (stride, values)
    runCount = depth + 1
    closes = SlotRing(slotCount: runCount, stride: stride, values: values[0..<runCount * stride])
    scratch = (0..<3).map { _ in column() }
  }

  mutating func column() -> ColumnView<Double> { runs(1) }

  mutating func ring(_ slots: Int) -> SlotRing { SlotRing(slotCount: slots, stride: stride, values: runs(slots)) }

  mutating func sum(_ period: Int, scale: Double, into result: ColumnView<Double>) -> WindowSum {
    WindowSum(period: period, scale: scale, ring: ring(period), beginning: column(), result: result)
  }

  mutating func average(_ period: Int, into result: ColumnView<Double>) -> ExponentialAverage {
    ExponentialAverage(period: period, seed: column(), average: result)
  }

  mutating func moments(_ period: Int, of history: SlotRing, mean: ColumnView<Double>) -> SlidingMoments {
    SlidingMoments(
      period: period, history: history, anchor: column(), offset: column(), mean: mean, squares: column())
  }

  mutating func extremes(
    _ period: Int, highest: ColumnView<Double>, lowest: ColumnView<Double>
  ) -> WindowExtremes {
    WindowExtremes(
      period: period, highs: ring(period), lows: ring(period), beginningHigh: column(), beginningLow: column(),
      highest: highest, lowest: lowest)
  }

  private mutating func runs(_ count: Int) -> ColumnView<Double> {
    defer { runCount += count }
    return values[runCount * stride..<(runCount + count) * stride]
  }
}
