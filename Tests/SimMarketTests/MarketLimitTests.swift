import SimMarket
import SimTypes
import Testing

struct MarketLimitTests {
  @Test func reachesATenthOrTheBand() {
    let table = SymbolTable(initialTicks: [1_000, 5, Int32.max - 1], tickSize: .cent)
    let symbols = table.view
    #expect(symbols.marketLimit(0, .buy) == 1_100 && symbols.marketLimit(0, .sell) == 900)
    #expect(symbols.marketLimit(1, .buy) == 6 && symbols.marketLimit(1, .sell) == 4)
    #expect(symbols.marketLimit(2, .buy) == Int32.max - 1)
    symbols.drawBand(0, width: 0.02)
    #expect(symbols.marketLimit(0, .buy) == 1_020 && symbols.marketLimit(0, .sell) == 980)
  }
}
