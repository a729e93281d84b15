import Testing

@testable import SimKernels

struct RefreshBlocksTests {
  @Test func fourWholeBlocksBehindTheFirstWindow() {
    let blocks = RefreshBlocks(period: 20)
    #expect(blocks.distance == 256 && blocks.span == 1_024)
    #expect(blocks.fit(candle: 0, 256, of: 1_280) && !blocks.fit(candle: 0, 256, of: 1_279))
    #expect(blocks.fit(candle: 250, 6, of: 3_000) && !blocks.fit(candle: 250, 7, of: 3_000))
    #expect(!blocks.fit(candle: 0, 0, of: 3_000), "no window is full")
  }

  @Test(arguments: [1, 256, 257, 5_000]) func theyBeginWhereARefreshIsDue(period: Int) {
    let blocks = RefreshBlocks(period: period)
    let begins = (0..<30_000).filter { blocks.fit(candle: 0, $0, of: 100_000) }
    #expect(begins.count > 4 && begins.allSatisfy { WindowRefresh.isDue(candle: $0, period: period) })
    #expect(zip(begins.dropFirst(), begins).allSatisfy { $0 - $1 == blocks.distance })
  }

  @Test func blocksThatDoNotFitAreLeft() {
    var blocks = RefreshBlocks(period: 20)
    blocks.avoid(256)
    #expect(!blocks.fit(candle: 0, 512, of: 9_000) && blocks.fit(candle: 0, 1_280, of: 9_000))
  }
}
