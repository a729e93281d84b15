import SimColumns
import SimParallel
import SimTrace

/// A buffer that a team walks from end to end: how fast this machine moves memory, now.
///
///     read         Σ word[i]              8 bytes a word
///     readWrite    word[i] += step        16 bytes a word
public final class MemoryStream {
  public enum Kind: String, CaseIterable, Sendable {
    case read, readWrite = "read+write"
  }

  public static let wordBytes = 8
  /// More slices than workers, so that a late helper does not leave half the buffer to the leader.
  private static let sliceCount = 16

  public let kind: Kind
  public let workers: Int
  private let words: Column<UInt64>
  private let sums: Column<UInt64>  // row = slice · 8: a cache line each
  private let team: WorkerTeam

  public var bytesPerWord: Int { kind == .read ? Self.wordBytes : 2 * Self.wordBytes }
  public var bytesPerPass: Int { words.count * bytesPerWord }

  /// - Parameter bufferBytes: a multiple of 4 KiB.
  public init(_ kind: Kind, bufferBytes: Int, workers: Int) {
    (self.kind, self.workers) = (kind, workers)
    words = Column(count: bufferBytes / Self.wordBytes, filledWith: 1)
    sums = Column(count: Self.sliceCount * 8, filledWith: 0)
    let (words, sums) = (words.view, sums.view)
    team = WorkerTeam(
      workers: workers, regions: [Region(itemCount: Self.sliceCount, isParallel: workers > 1, phases: [0])]
    ) { Pass(kind: kind, words: words, sums: sums) }
  }

  /// One walk over the buffer; an item is a slice.
  private final class Pass: TeamWork {
    private let kind: Kind
    private let words, sums: ColumnView<UInt64>
    private let slice: Int  // words

    init(kind: Kind, words: ColumnView<UInt64>, sums: ColumnView<UInt64>) {
      (self.kind, self.words, self.sums) = (kind, words, sums)
      slice = words.count / MemoryStream.sliceCount
      precondition(slice.isMultiple(of: 32), "slices are whole vectors")
    }

    func run(phase: Int, item: Int, worker: Int) {
      let rows = item * slice..<(item + 1) * slice
      switch kind {
      case .read: sums[item * 8] = MemoryStream.sum(rows, words)
      case .readWrite: MemoryStream.step(rows, words)
      }
    }
  }

  public func run(passes: Int) {
    team.together { leader in
      for _ in 0..<passes { _ = leader.run(0) }
    }
  }

  /// Of the slices read, or of the words written.
  public var sum: UInt64 {
    switch kind {
    case .read: (0..<Self.sliceCount).reduce(0) { $0 &+ sums.view[$1 * 8] }
    case .readWrite: Self.sum(0..<words.count, words.view)
    }
  }

  /// Four vectors at a time, so that loads and not additions are the limit.
  private static func sum(_ rows: Range<Int>, _ words: ColumnView<UInt64>) -> UInt64 {
    var (a, b, c, d) = (SIMD8<UInt64>(), SIMD8<UInt64>(), SIMD8<UInt64>(), SIMD8<UInt64>())
    for row in stride(from: rows.lowerBound, to: rows.upperBound, by: 32) {
      a &+= words.load(row, as: SIMD8<UInt64>.self)
      b &+= words.load(row &+ 8, as: SIMD8<UInt64>.self)
      c &+= words.load(row &+ 16, as: SIMD8<UInt64>.self)
      d &+= words.load(row &+ 24, as: SIMD8<UInt64>.self)
    }
    return (a &+ b &+ c &+ d).wrappedSum()
  }

  private static func step(_ rows: Range<Int>, _ words: ColumnView<UInt64>) {
    for row in rows { words[row] &+= 0x9e37_79b9_7f4a_7c15 }
  }
}

/// What a team achieved on buffers of several sizes: the yardstick of the roofline.
public struct MemoryBandwidth: Sendable, Equatable {
  public struct Figure: Sendable, Equatable {
    public let bufferBytes: Int
    public let gigabytesPerSecond: Double  // 10⁹ bytes, read and written together

    public init(bufferBytes: Int, gigabytesPerSecond: Double) {
      (self.bufferBytes, self.gigabytesPerSecond) = (bufferBytes, gigabytesPerSecond)
    }
  }

  public let workers: Int
  public let figures: [Figure]  // by buffer, the smallest first

  public init(workers: Int, figures: [Figure]) {
    precondition(!figures.isEmpty, "something was measured")
    (self.workers, self.figures) = (workers, figures)
  }

  /// About a first cache, a second one, beyond it, and far beyond.
  private static let buffers = [256 << 10, 1 << 20, 8 << 20, 64 << 20]

  /// Reads and writes each buffer for a while, in turns, and takes the median pass: a few hundred milliseconds in all.
  public static func measure(workers: Int, millisecondsPerBuffer: UInt64 = 80) -> MemoryBandwidth {
    let figures = buffers.map { bytes in
      let stream = MemoryStream(.readWrite, bufferBytes: bytes, workers: workers)
      let passes = max(1, (16 << 20) / bytes)  // so that waking the team weighs little
      stream.run(passes: passes)
      var speeds: [Double] = []
      let end = MonotonicClock.nanoseconds() + millisecondsPerBuffer * 1_000_000
      repeat {
        let start = MonotonicClock.nanoseconds()
        stream.run(passes: passes)
        let nanoseconds = MonotonicClock.nanoseconds() - start
        speeds.append(Double(passes * stream.bytesPerPass) / Double(max(1, nanoseconds)))  // bytes a nanosecond
      } while MonotonicClock.nanoseconds() < end
      return Figure(bufferBytes: bytes, gigabytesPerSecond: speeds.sorted()[speeds.count / 2])
    }
    return MemoryBandwidth(workers: workers, figures: figures)
  }

  /// The figure of the smallest buffer that holds the working set, else of the largest.
  public func figure(forWorkingSet bytes: Int) -> Figure {
    figures.first { $0.bufferBytes >= bytes } ?? figures[figures.count - 1]
  }
}
