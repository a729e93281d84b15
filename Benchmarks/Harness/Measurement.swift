/// What measuring one variant came to: a row of the table and of the CSV file.
struct Measurement {
  let suite: String
  let variant: String
  let size: Int
  let setting: String
  let samples: Int  // iterations timed
  // Nanoseconds per iteration.
  let min: Double?
  let median: Double
  let p99: Double
  let items: Int  // per iteration
  let gigabytesPerSecond: Double?  // 10⁹ bytes
  let fractionOfBandwidth: Double?

  var nanosecondsPerItem: Double { median / Double(items) }
  var itemsPerSecond: Double { median > 0 ? Double(items) * 1e9 / median : 0 }

  init(suite: String, variant: String, _ workload: Workload, samples: [UInt64], _ bandwidth: [BandwidthFigure]) {
    let sorted = samples.sorted()
    (self.suite, self.variant) = (suite, variant)
    (size, setting, items) = (workload.size, workload.setting, workload.items)
    self.samples = sorted.count
    min = Double(sorted[0])
    p99 = Self.percentile(0.99, of: sorted)
    let median = Self.percentile(0.5, of: sorted)
    self.median = median
    // A byte per nanosecond is a gigabyte per second.
    let speed = workload.traffic.map { Double($0.bytesPerItem * workload.items) / Swift.max(median, 1) }
    let yardstick = workload.traffic.flatMap { BandwidthFigure.nearest(to: $0, among: bandwidth) }
    gigabytesPerSecond = speed
    fractionOfBandwidth = speed.flatMap { speed in yardstick.map { speed / $0.gigabytesPerSecond } }
  }

  /// A figure that was recorded elsewhere, such as a phase of the tick; `items` per record.
  init(
    suite: String, variant: String, size: Int, setting: String = "", samples: Int, median: Double, p99: Double,
    items: Int
  ) {
    (self.suite, self.variant, self.size, self.setting) = (suite, variant, size, setting)
    (self.samples, self.median, self.p99, self.items) = (samples, median, p99, items)
    (min, gigabytesPerSecond, fractionOfBandwidth) = (nil, nil, nil)
  }

  /// The smallest sample that a share `fraction` of the samples does not exceed.
  /// - Parameter sorted: ascending, at least one.
  static func percentile(_ fraction: Double, of sorted: [UInt64]) -> Double {
    let rank = Int((fraction * Double(sorted.count)).rounded(.up))
    return Double(sorted[Swift.max(0, rank - 1)])
  }
}
