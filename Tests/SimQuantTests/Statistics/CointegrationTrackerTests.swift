import SimQuant
import SimRandom
import SimTestSupport
import Testing

struct CointegrationTrackerTests {
  @Test(arguments: [20, 33, 100])
  func inEveryPeriodItIsTheBatchOfItsWindow(lookback: Int) throws {
    let pair = CointegrationTests.pair(350, seed: 9, memory: 0.9)
    var tracker = CointegrationTracker(lookback: lookback, testEvery: 10)
    var space = CointegrationSpace(prices: 100)
    for period in 0..<350 {
      tracker.update(priceA: pair.a[period], priceB: pair.b[period], &space)
      #expect(tracker.count == period + 1)
      guard period + 1 >= lookback else {
        #expect(tracker.reading == nil && tracker.test == nil, "the window is not full")
        continue
      }
      let window = period + 1 - lookback...period
      let batch = try Cointegration(a: Array(pair.a[window]), b: Array(pair.b[window]))
      let reading = try #require(tracker.reading)
      #expect(isClose(reading.alpha, batch.alpha, 1e-9) && isClose(reading.beta, batch.beta, 1e-9))
      #expect(isClose(reading.zScore, batch.zScore, 1e-8))
      #expect(isClose(reading.spread / reading.spreadDeviation, reading.zScore))
      if (period + 1 - lookback).isMultiple(of: 10) { #expect(tracker.test == batch) }
      #expect(tracker.isCointegrated == tracker.test?.isCointegrated)
    }
  }

  /// Prices wander off by a factor of e²⁰ and stay there.
  @Test func itDoesNotDrift() throws {
    var tracker = CointegrationTracker(lookback: 50, testEvery: 1_000_000)
    var space = CointegrationSpace(prices: 50)
    var stream = RowStream(StreamKey(seed: 80, purpose: .spawn), row: 0, tick: 0)
    var recent = (a: [Double](), b: [Double]())
    var (walk, gap) = (0.0, 0.0)
    for period in 0..<200_000 {
      walk += (period < 100_000 ? 2e-4 : 0) + 0.001 * (stream.uniform() - 0.5)
      gap = 0.8 * gap + 0.001 * (stream.uniform() - 0.5)
      let (a, b) = (DeterministicMath.exp(walk + gap), DeterministicMath.exp(walk))
      tracker.update(priceA: a, priceB: b, &space)
      if period >= 199_950 {
        recent.a.append(a)
        recent.b.append(b)
      }
    }
    let (reading, batch) = (try #require(tracker.reading), try Cointegration(a: recent.a, b: recent.b))
    #expect(isClose(reading.beta, batch.beta, 1e-9) && isClose(reading.zScore, batch.zScore, 1e-8))
  }

  @Test func aPairThatStandsStillHasNoReading() {
    var tracker = CointegrationTracker(lookback: 20, testEvery: 1)
    var space = CointegrationSpace(prices: 20)
    for _ in 0..<50 { tracker.update(priceA: 10, priceB: 20, &space) }
    #expect(tracker.reading == nil && tracker.test == nil && !tracker.isCointegrated)
  }

  @Test func aPriceOfNothingTraps() async {
    await #expect(processExitsWith: .failure) {
      var tracker = CointegrationTracker(lookback: 20, testEvery: 1)
      var space = CointegrationSpace(prices: 20)
      tracker.update(priceA: 0, priceB: 1, &space)
    }
  }

  /// The memory the compiler takes for code that is not optimised is its own business.
  @Test(.enabled(if: Allocations.areCounted && Allocations.isOptimised)) func updatesTakeNoMemory() async {
    await #expect(processExitsWith: .success) {
      let pair = CointegrationTests.pair(350, seed: 9, memory: 0.9)
      var tracker = CointegrationTracker(lookback: 100, testEvery: 5)
      var space = CointegrationSpace(prices: 100)
      for period in 0..<110 { tracker.update(priceA: pair.a[period], priceB: pair.b[period], &space) }
      let found = Allocations.count {
        for period in 110..<350 { tracker.update(priceA: pair.a[period], priceB: pair.b[period], &space) }
      }
      precondition(found == 0 && tracker.test != nil)
    }
  }
}
