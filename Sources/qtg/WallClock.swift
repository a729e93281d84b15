import SimEngine
import SimTrace

/// How long the ticks of a run took, from the first to the last, hooks included. Registered last, so that what hooks do
/// before the first tick (a table of agents stored) and after the last one (a queue flushed) is not counted.
final class WallClock: SimulationHook {
  let name = "wall clock"
  private var start: UInt64 = 0
  private var last: UInt64 = 0

  var nanoseconds: UInt64 { last - start }

  func runStarts(_ run: RunContext) {
    start = MonotonicClock.nanoseconds()
    last = start
  }

  func tickEnds(_ frame: borrowing TickFrame) { last = MonotonicClock.nanoseconds() }
}
