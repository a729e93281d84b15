import SimHooks
import SimTestSupport
import SimTypes
import Testing

@testable import SimEngine

struct MetricsHookTests {
  private func counts(orders: Int, filled: Int, trades: Int, volume: Int64, woken: Int, rejected: Int) -> TickCounts {
    var counts = TickCounts()
    (counts.orders, counts.filledOrders, counts.trades) = (orders, filled, trades)
    (counts.volume, counts.woken) = (volume, woken)
    counts.rejected[RejectReason.invalidPrice.rawValue] = rejected
    return counts
  }

  @Test func sumsAveragesAndPeaks() throws {
    let world = try HandMadeWorld()
    let hook = MetricsHook()
    let ticks = [
      counts(orders: 10, filled: 4, trades: 3, volume: 900, woken: 1, rejected: 0),
      counts(orders: 30, filled: 20, trades: 9, volume: 100, woken: 1, rejected: 2),
      counts(orders: 30, filled: 6, trades: 0, volume: 0, woken: 7, rejected: 4),
      counts(orders: 0, filled: 0, trades: 0, volume: 0, woken: 0, rejected: 0),
    ]
    for (tick, counts) in ticks.enumerated() { try world.ticks(hook, UInt32(tick), counts: counts) }
    let found = hook.metrics
    #expect(found.ticks == 4)
    #expect(found.totals == counts(orders: 70, filled: 30, trades: 12, volume: 1_000, woken: 9, rejected: 6))
    #expect((found.ordersPerTick, found.tradesPerTick) == (17.5, 3))
    #expect((found.volumePerTick, found.wokenPerTick, found.rejectedPerTick) == (250, 2.25, 1.5))
    #expect(found.fillRate == 30.0 / 70)
    // A peak belongs to the first tick that reached it.
    #expect((found.peakOrders.count, found.peakOrders.tick) == (30, 1))
    #expect((found.peakTrades.count, found.peakTrades.tick) == (9, 1))
    #expect((found.peakVolume.count, found.peakVolume.tick) == (900, 0))
    #expect((found.peakWoken.count, found.peakWoken.tick) == (7, 2))
  }

  @Test func anEmptyRunHasNoAverages() {
    let found = MetricsHook().metrics
    #expect((found.ordersPerTick, found.fillRate) == (0, 0))
  }

  @Test func manyTradesOfFewOrdersStillFillAtMostAllOfThem() throws {
    let world = try HandMadeWorld()
    let hook = MetricsHook()
    try world.ticks(hook, counts: counts(orders: 5, filled: 5, trades: 40, volume: 40, woken: 0, rejected: 0))
    #expect(hook.metrics.fillRate == 1)
  }
}
