import SimRandom

/// The standard error of a statistic of a series with memory, by resampling the series in blocks.
///
/// A resample strings together blocks that start anywhere (the end of the series runs on into its start) and are of
/// random length, geometric with the mean that ``BlockLength`` finds for this statistic, until it is as long as the
/// series. The spread of the statistic over many resamples is its standard error. Memory shorter than the blocks is
/// kept, which a plain bootstrap would destroy.
/// - Source: D. N. Politis, J. P. Romano, "The stationary bootstrap", J. American Statistical Association 89(428), 1994,
///   1303-1313.
struct StationaryBootstrap {
  let key: StreamKey
  let resamples: Int

  /// - Parameter resamples: 500 give the error itself to 3 %, 1/√(2 · resamples).
  init(seed: UInt64, resamples: Int = 500) {
    precondition(resamples >= 2, "a spread needs two resamples")
    key = StreamKey(seed: seed, purpose: .blockBootstrap)
    self.resamples = resamples
  }

  struct Outcome: Equatable {
    let standardError: Double  // NaN when the statistic does not exist in more than a tenth of the resamples
    let blockLength: Double  // mean, in times
  }

  /// - Parameters:
  ///   - row: which statistic this is; another one sees other resamples.
  ///   - blockLength: mean length; nil takes the one for this statistic.
  /// - Complexity: n · width for running sums, then resamples · n / length · width.
  func run(_ statistic: MeanFunctional, row: UInt32, blockLength: Double? = nil) -> Outcome {
    let (count, width) = (statistic.count, statistic.width)
    let length = max(1, blockLength ?? BlockLength.mean(for: statistic.influence()))
    // Sum of the rows before t at t · width, of deviations, so that long series do not round.
    let centre = statistic.means()
    var running = [Double](repeating: 0, count: (count + 1) * width)
    for t in 0..<count {
      for j in 0..<width {
        running[(t + 1) * width + j] = running[t * width + j] + (statistic.terms[t * width + j] - centre[j])
      }
    }
    let inverseLogQ = GeometricGap.inverseLogQ(probability: 1 / length)
    var found: [Double] = []
    var means = [Double](repeating: 0, count: width)
    for resample in 0..<resamples {
      var stream = RowStream(key, row: row, tick: UInt32(resample))
      for j in 0..<width { means[j] = 0 }
      var filled = 0
      while filled < count {
        let start = Int(stream.bounded(UInt32(count)))
        let drawn = Int(stream.geometricGap(inverseLogQ: inverseLogQ))
        let end = start + min(drawn, count - filled)
        if end <= count {
          for j in 0..<width { means[j] += running[end * width + j] - running[start * width + j] }
        } else {  // round the end, where the running sum of deviations is 0 but for rounding
          let wrapped = end - count
          for j in 0..<width {
            means[j] += running[count * width + j] - running[start * width + j] + running[wrapped * width + j]
          }
        }
        filled += end - start
      }
      for j in 0..<width { means[j] = centre[j] + means[j] / Double(count) }
      let value = statistic.function(means)
      if value.isFinite { found.append(value) }
    }
    guard found.count * 10 >= resamples * 9 else { return Outcome(standardError: .nan, blockLength: length) }
    let mean = found.reduce(0, +) / Double(found.count)
    let squares = found.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return Outcome(standardError: (squares / Double(found.count - 1)).squareRoot(), blockLength: length)
  }
}

extension StreamPurpose {
  /// Where blocks of a bootstrap start and how long they are. Row: statistic; in the place of the tick: resample.
  static let blockBootstrap = StreamPurpose(rawValue: 0x200)
}
