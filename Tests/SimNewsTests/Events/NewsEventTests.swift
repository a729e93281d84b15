import SimNews
import Testing

struct NewsEventTests {
  private func event(_ kind: NewsKind, target: Int32 = 1, sentiment: Double = 0.5, amount: Double = 0) -> NewsEvent {
    NewsEvent(
      id: 1, kind: kind, target: target, tick: 100, duration: 50, sentiment: sentiment, magnitude: 0.5,
      amount: amount)
  }

  @Test func sentimentDecaysOnALineToNothing() {
    let news = event(.earnings, sentiment: -0.8)
    for elapsed in 0...50 {
      let tick = 100 + UInt32(elapsed)
      #expect(abs(news.decay(at: tick) - (1 - Double(elapsed) / 50)) < 1e-15)
      #expect(news.effect(at: tick) == -0.8 * news.decay(at: tick))
      #expect(news.isActive(at: tick) == (elapsed < 50))
    }
    #expect(news.decay(at: 150) == 0 && news.decay(at: 151) == 0 && news.decay(at: 99) == 0)
    #expect(!news.isActive(at: 99))
  }

  @Test func newsConcernThoseTheyAreAbout() {
    #expect(event(.earnings).reach == .symbol(1) && event(.guidance).reach == .symbol(1))
    #expect(event(.sector).reach == .sector(1) && event(.rate).reach == .everybody)
    #expect(event(.earnings).concerns(symbol: 1, sector: 0) && !event(.earnings).concerns(symbol: 0, sector: 1))
    #expect(event(.sector).concerns(symbol: 0, sector: 1) && !event(.sector).concerns(symbol: 1, sector: 0))
    #expect(event(.rate).concerns(symbol: 7, sector: 7))
  }

  @Test func headlinesSayWhatHappened() {
    func headline(_ kind: NewsKind, _ sentiment: Double, _ amount: Double) -> String {
      event(kind, sentiment: sentiment, amount: amount).headline(symbols: ["AAA", "BBB"], sectors: ["X", "Energy"])
    }
    #expect(headline(.earnings, 0.2, 0.0316) == "BBB beats earnings by 3.2%")
    #expect(headline(.earnings, -0.2, -0.1) == "BBB misses earnings by 10.0%")
    #expect(headline(.guidance, 0.1, 0.053) == "BBB raises guidance to 5.3%")
    #expect(headline(.guidance, -0.1, -0.004) == "BBB lowers guidance to -0.4%")
    #expect(headline(.rate, 0.1, 0.0425) == "Fed sets rate at 4.25%")
    #expect(headline(.rate, 0.1, 0.0405) == "Fed sets rate at 4.05%")
    #expect(headline(.sector, -0.37, -0.37) == "Energy sector news: sentiment -37%")
    #expect(headline(.sector, 0, -0.001) == "Energy sector news: sentiment 0%")
  }

  @Test func kindsKeepTheirNumbersAndNames() {
    #expect(NewsKind.allCases.map(\.rawValue) == [0, 1, 2, 3])
    #expect(
      NewsKind.allCases.map(\.name) == ["earnings_surprise", "guidance_change", "rate_decision", "sector_news"])
  }
}
