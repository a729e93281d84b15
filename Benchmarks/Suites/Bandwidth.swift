import SimColumns
import SimParallel

/// How fast this machine moves memory, now: what the other suites' bytes per second are read beside.
///
///     read         Σ word[i]              8 bytes a word
///     read+write   word[i] += step        16 bytes a word
///
/// Three buffers: about a second-level cache, beyond it, and far beyond. An iteration walks its buffer as often as it
/// takes to move the same number of bytes, so that waking the threads weighs equally little in all.
extension BenchmarkSuite {
  static let bandwidth = BenchmarkSuite("Bandwidth", "memory streams, the yardstick of the suites after it") { bench in
    var figures: [BandwidthFigure] = []
    let bytesPerIteration = bench.choose(full: 64 << 20, toy: 256 << 10)
    for bufferBytes in bench.choose(full: [1 << 20, 8 << 20, 64 << 20], toy: [128 << 10]) {
      for kind in Traffic.Kind.allCases {
        let workers = [1, bench.options.workers]
        let streams = workers.map { MemoryStream(kind, bufferBytes: bufferBytes, workers: $0) }
        let passes = bytesPerIteration / bufferBytes
        let workload = Workload(
          size: bufferBytes, unit: "bytes", setting: kind.rawValue,
          items: passes * bufferBytes / MemoryStream.wordBytes,
          traffic: Traffic(kind: kind, bytesPerItem: streams[0].bytesPerWord, workingSetBytes: bufferBytes))
        let measurements = try bench.measure(
          workload, share: 0.25,
          streams.map { stream in
            Variant(
              "\(stream.workers) thread\(stream.workers == 1 ? "" : "s")", run: { _ in stream.run(passes: passes) },
              answer: { _ in stream.sum })
          })
        if let speed = measurements[0].gigabytesPerSecond {
          figures.append(BandwidthFigure(kind: kind, bufferBytes: bufferBytes, gigabytesPerSecond: speed))
        }
      }
    }
    bench.bandwidth = figures
  }
}

/// What one thread achieved on a buffer.
struct BandwidthFigure {
  let kind: Traffic.Kind
  let bufferBytes: Int
  let gigabytesPerSecond: Double  // median

  /// The figure of the smallest buffer that is no smaller than the working set, else of the largest.
  static func nearest(to traffic: Traffic, among figures: [BandwidthFigure]) -> BandwidthFigure? {
    let same = figures.filter { $0.kind == traffic.kind }
    return same.filter { $0.bufferBytes >= traffic.workingSetBytes }.min { $0.bufferBytes < $1.bufferBytes }
      ?? same.max { $0.bufferBytes < $1.bufferBytes }
  }
}

/// A buffer that a team walks from end to end.
private final class MemoryStream {
  static let wordBytes = 8
  /// More slices than workers, so that a late helper does not leave half the buffer to the leader.
  private static let sliceCount = 16

  let kind: Traffic.Kind
  let workers: Int
  private let words: Column<UInt64>
  private let sums: Column<UInt64>  // row = slice · 8: a cache line each
  private let team: WorkerTeam

  var bytesPerWord: Int { kind == .read ? Self.wordBytes : 2 * Self.wordBytes }

  init(_ kind: Traffic.Kind, bufferBytes: Int, workers: Int) {
    (self.kind, self.workers) = (kind, workers)
    words = Column(count: bufferBytes / Self.wordBytes, filledWith: 1)
    sums = Column(count: Self.sliceCount * 8, filledWith: 0)
    let (words, sums) = (words.view, sums.view)
    let slice = words.count / Self.sliceCount
    precondition(slice.isMultiple(of: 32), "slices are whole vectors")
    let stage = Region.Stage(phase: 0) { _, item in
      let rows = item * slice..<(item + 1) * slice
      switch kind {
      case .read: sums[item * 8] = Self.sum(rows, words)
      case .readWrite: Self.step(rows, words)
      }
    }
    team = WorkerTeam(
      workers: workers, regions: [Region(itemCount: Self.sliceCount, isParallel: workers > 1, stages: [stage])])
  }

  func run(passes: Int) {
    team.together { leader in
      for _ in 0..<passes { _ = leader.run(0) }
    }
  }

  /// Of the slices read, or of the words written.
  var sum: UInt64 {
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
