import SimTestSupport
import Testing

@testable import SimTrace

struct DurationHistogramTests {
  /// Durations as they occur: many short ones and a long tail, over nine powers of ten.
  private func durations(_ count: Int, seed: UInt64) -> [UInt64] {
    var generator = TestGenerator(seed: seed)
    return (0..<count).map { _ in generator.next() >> UInt64.random(in: 30...63, using: &generator) }
  }

  @Test(arguments: [1, 2, 3, 100, 10_000], UInt64(1)...4)
  func percentilesAreThoseOfTheSortedData(count: Int, seed: UInt64) {
    let data = durations(count, seed: seed)
    var histogram = DurationHistogram()
    for duration in data { histogram.record(duration) }
    let sorted = data.sorted()
    for fraction in [0, 0.01, 0.25, 0.5, 0.9, 0.99, 1] {
      let exact = Double(sorted[max(0, Int((fraction * Double(count)).rounded(.up)) - 1)])
      let found = Double(histogram.percentile(fraction))
      #expect(abs(found - exact) <= 0.032 * exact, "\(fraction): \(found) for \(exact)")
    }
    #expect(histogram.count == count)
    #expect(histogram.total == data.reduce(0, +))
    #expect(histogram.mean == Double(data.reduce(0, +)) / Double(count))
  }

  @Test func shortDurationsAreExact() {
    for duration in UInt64(0)..<64 {
      var histogram = DurationHistogram()
      histogram.record(duration)
      #expect(histogram.percentile(0.5) == duration)
    }
  }

  @Test func bucketsFollowEachOtherAndHoldTheirMiddle() {
    for exponent in 0..<63 {
      let power = UInt64(1) << UInt64(exponent)
      for value in [power, power + 1, 2 * (power - 1) + 1] {
        let bucket = DurationHistogram.bucket(of: value)
        #expect(DurationHistogram.bucket(of: value - 1) <= bucket)
        #expect(DurationHistogram.bucket(of: value + 1) - bucket <= 1)
        #expect(bucket < DurationHistogram.bucketCount)
        #expect(DurationHistogram.bucket(of: DurationHistogram.middle(of: bucket)) == bucket)
      }
    }
    for bucket in 0..<DurationHistogram.bucketCount {
      #expect(DurationHistogram.bucket(of: DurationHistogram.middle(of: bucket)) == bucket)
    }
  }

  @Test func theLongestDurationHasABucket() {
    #expect(DurationHistogram.bucket(of: .max) < DurationHistogram.bucketCount)
    var histogram = DurationHistogram()
    histogram.record(.max)
    #expect(abs(Double(histogram.percentile(1)) / Double(UInt64.max) - 1) < 0.032)
  }

  @Test func nothingRecordedIsZero() {
    #expect(DurationHistogram().percentile(0.5) == 0)
    #expect(DurationHistogram().mean == 0)
  }
}
