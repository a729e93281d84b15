import SimAgents
import SimTestSupport
import Testing

/// A trailing stop as `docs/models/wake-index.md` describes it: a stop below, and a step above that moves it up.
struct TrailingStopTests {
  private struct Run {
    var stoppedAt: Int?  // tick
    var wakes = 0
    var lowestStop: Int32 = 0
  }

  /// Prices of a random walk.
  private func walk(seed: UInt64, _ count: Int) -> [Int32] {
    var random = TestGenerator(seed: seed)
    var price: Int32 = 1_000
    return (0..<count).map { _ in
      price = max(1, price + Int32.random(in: -6...6, using: &random))
      return price
    }
  }

  /// Waits with the index; moves the stop when the price has risen by `step` since.
  private func index(_ prices: [Int32], trail: Int32, step: Int32) -> Run {
    let bench = WakeBench(count: 1, prices: [1_000])
    var run = Run(lowestStop: 1_000 - trail)
    bench.state(0, Wish(below: .init(price: run.lowestStop), above: .init(price: 1_000 + step)))
    for (tick, price) in prices.enumerated() {
      guard let why = bench.why(price) else { continue }
      run.wakes += 1
      if why.contains(.below) {
        run.stoppedAt = tick
        break
      }
      run.lowestStop = price - trail
      bench.state(0, Wish(below: .init(price: run.lowestStop), above: .init(price: price + step)))
    }
    return run
  }

  /// Looks at every price.
  private func everyTick(_ prices: [Int32], trail: Int32) -> Run {
    var (high, run) = (Int32(1_000), Run())
    for (tick, price) in prices.enumerated() {
      high = max(high, price)
      run.lowestStop = high - trail
      if price <= run.lowestStop {
        run.stoppedAt = tick
        break
      }
    }
    return run
  }

  @Test(arguments: UInt64(1)...50) func withStepsOfOneTickItIsExact(seed: UInt64) {
    let prices = walk(seed: seed, 2_000)
    let (found, expected) = (index(prices, trail: 60, step: 1), everyTick(prices, trail: 60))
    #expect(found.stoppedAt == expected.stoppedAt)
    #expect(found.lowestStop == expected.lowestStop)
    #expect(found.wakes < prices.count / 4, "it sleeps most of the time")
  }

  @Test(arguments: UInt64(1)...50) func withCoarserStepsItLagsByLessThanAStep(seed: UInt64) {
    let prices = walk(seed: seed, 2_000)
    let (found, expected) = (index(prices, trail: 60, step: 15), everyTick(prices, trail: 60))
    // Until the exact stop is hit both have seen the same highs.
    let upTo = Array(prices[...(expected.stoppedAt ?? prices.count - 1)])
    let lag = expected.lowestStop - index(upTo, trail: 60, step: 15).lowestStop
    #expect((0..<15).contains(lag))
    if let stopped = found.stoppedAt { #expect(stopped >= expected.stoppedAt ?? .max) }
  }
}
