import SimColumns
import SimKernels
import SimRandom
import Testing

/// Memory for one indicator kernel of `stride` symbols, handed out run by run and compared as a whole.
final class KernelMemory {
  let stride: Int
  private let pool: Column<Double>
  private let inputs = Column<Double>(count: 8, filledWith: 0)
  private var inputCount = 0
  private var taken = 0

  init(stride: Int, runs: Int = 60) {
    self.stride = stride
    pool = Column(count: stride * runs, filledWith: .nan)
  }

  func column(_ value: Double = .nan) -> ColumnView<Double> {
    let view = run(1)
    view.fill(0..<view.count, with: value)
    return view
  }

  func ring(_ slots: Int) -> SlotRing { SlotRing(slotCount: slots, stride: stride, values: run(slots)) }

  /// Moments with a history of their own.
  func moments(_ period: Int) -> SlidingMoments {
    SlidingMoments(
      period: period, history: ring(period + 1), anchor: column(), offset: column(), mean: column(), squares: column())
  }

  /// One value as an input column, valid until eight more were asked for.
  func input(_ value: Double) -> ColumnView<Double> {
    inputCount += 1
    inputs.view[inputCount % inputs.count] = value
    return inputs.view[inputCount % inputs.count..<inputCount % inputs.count + 1]
  }

  /// Writes a candle's closes into a history, as the bank does before its lanes look at it.
  func keep(_ closes: ColumnView<Double>, _ candle: Int, in history: SlotRing) {
    history.at(candle: candle).copy(from: closes)
  }

  private func run(_ count: Int) -> ColumnView<Double> {
    defer { taken += count * stride }
    return pool.view[taken..<taken + count * stride]
  }

  var bits: [UInt64] { pool.view.array().map(\.bitPattern) }
}

/// Candles of many symbols: some calm, some flat, some that jump by a factor of a million and back, some untraded.
final class RandomBars {
  let high, low, close, previous, volume: Column<Double>
  private var draws: TestDraws

  init(rows: Int, seed: UInt64) {
    high = Column(count: rows, filledWith: 100)
    low = Column(count: rows, filledWith: 100)
    close = Column(count: rows, filledWith: 100)
    previous = Column(count: rows, filledWith: 100)
    volume = Column(count: rows, filledWith: 0)
    draws = TestDraws(seed: seed)
  }

  func advance() {
    for row in 0..<close.count {
      previous.view[row] = close.view[row]
      switch draws.below(40) {
      case 0: close.view[row] = close.view[row] > 1e4 ? 100 : 1e8
      case 1...12: break
      default: close.view[row] *= 0.99 + 0.02 * draws.unit()
      }
      high.view[row] = close.view[row] * (1 + 0.01 * draws.unit())
      low.view[row] = close.view[row] * (1 - 0.01 * draws.unit())
      volume.view[row] = draws.below(3) == 0 ? 0 : Double(draws.below(1_000))
    }
  }
}

struct TestDraws {
  private var words: SplitMix64
  init(seed: UInt64) { words = SplitMix64(state: seed) }
  mutating func unit() -> Double { Double(words.next() >> 11) * 0x1p-53 }
  mutating func below(_ count: UInt64) -> UInt64 { words.next() % count }
}

/// Row counts on both sides of every boundary.
let boundaryRows = [0, 1, 7, 8, 9, 63, 64, 65, 1_000]

/// Lets the two forms of a kernel take the same candles in and compares every bit of their memory, rows outside the
/// range included.
///
/// - Parameter make: a kernel on the memory, as its two forms.
func expectTwins(
  rows: Int, sourceLocation: SourceLocation = #_sourceLocation,
  _ make: (KernelMemory) -> (
    scalar: (Range<Int>, Int, RandomBars) -> Void, vector: (Range<Int>, Int, RandomBars) -> Void
  )
) {
  let start = rows % 3  // ranges need not be aligned
  let (a, b) = (KernelMemory(stride: start + rows + 2), KernelMemory(stride: start + rows + 2))
  let (one, other) = (make(a), make(b))
  let bars = RandomBars(rows: start + rows + 2, seed: UInt64(rows) &+ 1)
  for candle in 0..<(rows < 10 ? 262 : rows < 100 ? 16 : 9) {  // past the refresh at 256; past the warm-up
    bars.advance()
    one.scalar(start..<start + rows, candle, bars)
    other.vector(start..<start + rows, candle, bars)
    // The sign and payload of a NaN say nothing.
    if a.bits != b.bits { Issue.record("candle \(candle) of \(rows) rows", sourceLocation: sourceLocation); return }
  }
}
