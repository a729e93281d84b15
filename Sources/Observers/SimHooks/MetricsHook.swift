import SimEngine

/// Adds up what happened: totals, averages and peaks per tick.
///
/// - Complexity: a few additions a tick, no allocation. It keeps its own sums instead of the frame's, whose arrays the
///   engine would otherwise have to copy before it could change them again.
public final class MetricsHook: SimulationHook {
  public let name = "metrics"
  /// What was counted up to the last tick. Copy it whenever you like.
  public private(set) var metrics = RunMetrics()

  public init() {}

  public func tickEnds(_ frame: borrowing TickFrame) {
    metrics.add(frame.counts, tick: frame.tick)
  }
}

/// The counts of a run and what follows from them.
public struct RunMetrics: Sendable, Equatable {
  /// The largest count of one tick, and the first tick that reached it.
  public struct Peak: Sendable, Equatable {
    public private(set) var count: Int64 = 0
    public private(set) var tick: UInt32 = 0

    mutating func see(_ count: Int64, at tick: UInt32) {
      if count > self.count { (self.count, self.tick) = (count, tick) }
    }
  }

  public private(set) var ticks = 0
  public private(set) var totals = TickCounts()
  public private(set) var peakOrders = Peak()
  public private(set) var peakTrades = Peak()
  public private(set) var peakVolume = Peak()  // shares
  public private(set) var peakWoken = Peak()  // tier-2 agents

  public init() {}

  public mutating func add(_ counts: TickCounts, tick: UInt32) {
    ticks += 1
    totals.add(counts)
    peakOrders.see(Int64(counts.orders), at: tick)
    peakTrades.see(Int64(counts.trades), at: tick)
    peakVolume.see(counts.volume, at: tick)
    peakWoken.see(Int64(counts.woken), at: tick)
  }

  // Averages per tick; 0 before the first.
  public var ordersPerTick: Double { perTick(totals.orders) }
  public var rejectedPerTick: Double { perTick(totals.ordersRejected) }
  public var tradesPerTick: Double { perTick(totals.trades) }
  public var volumePerTick: Double { perTick(Int(totals.volume)) }  // shares
  public var wokenPerTick: Double { perTick(totals.woken) }

  /// The share of accepted orders that were filled at least in part, 0 to 1; 0 without orders.
  public var fillRate: Double { totals.orders == 0 ? 0 : Double(totals.filledOrders) / Double(totals.orders) }

  private func perTick(_ count: Int) -> Double { ticks == 0 ? 0 : Double(count) / Double(ticks) }
}
