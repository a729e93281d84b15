import SimRandom
import Testing

struct StreamPurposeTests {
  /// The numbers are part of what a seed means: a golden run depends on them.
  @Test func numbersStayWhatTheyAre() {
    #expect(StreamPurpose.spawn.rawValue == 1)
    #expect(StreamPurpose.noiseTrader.rawValue == 2)
    #expect(StreamPurpose.marketMaker.rawValue == 3)
    #expect(StreamPurpose.auctionPriority.rawValue == 4)
    #expect(StreamPurpose.firstForPlugIns.rawValue == 0x1000_0000)
  }
}
