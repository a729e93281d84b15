import SimTrace
import Testing

struct MonotonicClockTests {
  @Test func theClockNeverGoesBackAndDoesGoForward() {
    let start = MonotonicClock.nanoseconds()
    var last = start
    while last < start + 1_000_000 {
      let now = MonotonicClock.nanoseconds()
      #expect(now >= last)
      last = now
    }
  }
}
