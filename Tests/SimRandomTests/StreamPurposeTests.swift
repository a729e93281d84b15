import SimRandom
import Testing

struct StreamPurposeTests {
  /// The numbers are part of what a seed means: a golden run depends on them.
  @Test func numbersStayWhatTheyAre() {
    #expect(StreamPurpose.spawn.rawValue == 1)
    #expect(StreamPurpose.noiseTrader.rawValue == 2)
    #expect(StreamPurpose.marketMaker.rawValue == 3)
    #expect(StreamPurpose.auctionPriority.rawValue == 4)
    #expect([StreamPurpose.fairValueFactors, .fairValueOwn].map(\.rawValue) == [512, 513])
    let news: [StreamPurpose] = [
      .newsTiming, .newsEarnings, .newsGuidance, .newsRate, .newsSector, .newsReport, .newsCalendar,
    ]
    #expect(news.map(\.rawValue) == Array(520...526))
    #expect(
      [
        StreamPurpose.momentum, .trendFollower, .macdCrossover, .bollingerReversion, .vwapExecutor,
      ].map(\.rawValue) == [16, 17, 18, 19, 20])
    #expect(StreamPurpose.firstForPlugIns.rawValue == 0x1000_0000)
  }
}
