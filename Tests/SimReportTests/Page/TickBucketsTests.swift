import Testing

@testable import SimReport

struct TickBucketsTests {
  @Test func peaksSurvive() {
    var path = TickBuckets(ticks: 1_000, bucketsMax: 30)
    #expect(path.ticksPerBucket == 34 && path.buckets.count == 30)
    for tick in 0..<1_000 {
      let price = tick == 517 ? 250.0 : tick == 30 ? 3 : 100
      path.add(tick: tick, low: price, high: price, close: 100, volume: 2, trades: 1, quotes: nil, depth: nil)
    }
    #expect(path.high == 250 && path.low == 3 && path.buckets[15].high == 250 && path.buckets[14].high == 100)
    #expect(path.volume == 2_000 && path.trades == 1_000 && path.lastClose == 100)
    #expect(path.buckets[29].ticks == 14 && path.buckets[29].meanVolume == 2)
    #expect(path.middles.first == 17 && path.middles.last == 993)
  }

  @Test func spreadsAreOfQuotedTicks() {
    var path = TickBuckets(ticks: 4, bucketsMax: 2)
    path.add(tick: 0, low: 1, high: 1, close: 1, volume: 0, trades: 0, quotes: (99, 101), depth: (30, 10))
    path.add(tick: 1, low: 1, high: 1, close: 1, volume: 0, trades: 0, quotes: nil, depth: (0, 4))
    path.add(tick: 2, low: 1, high: 1, close: 1, volume: 0, trades: 0, quotes: nil, depth: nil)
    #expect(path.buckets[0].meanSpread == 200 && path.buckets[1].meanSpread.isNaN)
    #expect(path.buckets[0].meanBidDepth == 15 && path.buckets[0].meanDepth == 22)
    #expect(path.buckets[1].meanDepth.isNaN && path.meanBidDepth == 15 && path.meanAskDepth == 7)
    #expect(path.meanSpread == 200 && (path.shareQuoted - 1.0 / 3).magnitude < 1e-12)
  }

  @Test func aRunOfNoTicksHasNoBuckets() {
    let path = TickBuckets(ticks: 0, bucketsMax: 10)
    #expect(path.buckets.isEmpty && path.middles.isEmpty && path.lastClose.isNaN && path.high.isNaN)
  }
}
