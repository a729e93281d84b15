import SimAgents
import Testing

struct WakeNewsTests {
  @Test func anEventConcernsItsSymbolItsSectorOrAll() {
    var news = WakeNews(sectors: [7, 3, 7])
    news.announce(symbol: 1)
    #expect(news.view.array() == [0, 1, 0])
    news.announce(sector: 7)
    #expect(news.view.array() == [2, 1, 2])
    news.announceMacro()
    #expect(news.view.array() == [6, 5, 6])
    news.beginTick()
    #expect(news.view.array() == [0, 0, 0])
  }
}
