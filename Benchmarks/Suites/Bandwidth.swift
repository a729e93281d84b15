import SimReport

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
      for kind in MemoryStream.Kind.allCases {
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
  let kind: MemoryStream.Kind
  let bufferBytes: Int
  let gigabytesPerSecond: Double  // median

  /// The figure of the smallest buffer that is no smaller than the working set, else of the largest.
  static func nearest(to traffic: Traffic, among figures: [BandwidthFigure]) -> BandwidthFigure? {
    let same = figures.filter { $0.kind == traffic.kind }
    return same.filter { $0.bufferBytes >= traffic.workingSetBytes }.min { $0.bufferBytes < $1.bufferBytes }
      ?? same.max { $0.bufferBytes < $1.bufferBytes }
  }
}
