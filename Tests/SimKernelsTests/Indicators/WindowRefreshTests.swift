import SimKernels
import Testing

struct WindowRefreshTests {
  @Test(arguments: [1, 2, 20, 255, 256, 257, 5_000]) func windowsAreRefreshedNowAndThen(period: Int) {
    let due = (period - 1..<50_000).filter { WindowRefresh.isDue(candle: $0, period: period) }
    #expect(due.first == period - 1, "there is nothing to go on from")
    let later = due.dropFirst()
    #expect(zip(later.dropFirst(), later).allSatisfy { $0 - $1 == max(256, period) })
    #expect(later.count > 5)
  }
}
