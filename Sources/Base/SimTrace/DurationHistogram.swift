/// How often each duration occurred: 32 buckets to every power of two, so a percentile is right to about 3 %.
///
/// Fixed size, no allocation while recording, and memory does not grow with the length of a run.
public struct DurationHistogram: Sendable {
  static let subBucketBits = 5
  static let bucketCount = (65 - subBucketBits) << subBucketBits

  public private(set) var count = 0
  public private(set) var total: UInt64 = 0  // nanoseconds
  private var buckets = [UInt32](repeating: 0, count: bucketCount)

  public init() {}

  public mutating func record(_ nanoseconds: UInt64) {
    count += 1
    total += nanoseconds
    buckets[Self.bucket(of: nanoseconds)] += 1
  }

  public var mean: Double { count == 0 ? 0 : Double(total) / Double(count) }

  /// The duration that a share `fraction` of the records does not exceed, in nanoseconds; 0 when nothing was recorded.
  public func percentile(_ fraction: Double) -> UInt64 {
    precondition((0...1).contains(fraction), "a percentile is a share from 0 to 1")
    guard count > 0 else { return 0 }
    let rank = max(1, Int((fraction * Double(count)).rounded(.up)))
    var seen = 0
    for (index, occurrences) in buckets.enumerated() where occurrences > 0 {
      seen += Int(occurrences)
      if seen >= rank { return Self.middle(of: index) }
    }
    preconditionFailure("the buckets hold every record")
  }

  /// Values below 32 have a bucket each; above, the top five bits after the leading one choose it.
  static func bucket(of value: UInt64) -> Int {
    guard value >= 1 << subBucketBits else { return Int(value) }
    let exponent = 63 - value.leadingZeroBitCount - subBucketBits
    return (exponent << subBucketBits) + Int(value >> UInt64(exponent))
  }

  static func middle(of bucket: Int) -> UInt64 {
    guard bucket >= 2 << subBucketBits else { return UInt64(bucket) }
    let exponent = (bucket >> subBucketBits) - 1
    let low = UInt64(bucket - (exponent << subBucketBits)) << UInt64(exponent)
    return low + (UInt64(1) << UInt64(exponent)) / 2
  }
}
