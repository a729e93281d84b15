import SimHooks
import SimTestSupport
import SimTypes
import Testing

@testable import SimEngine

struct TradeLogHashTests {
  @Test func aSingleTradeHasThePublishedHash() throws {
    let world = try HandMadeWorld(symbols: 1)
    // Rows 4 and 0 are the agents 5 and 1; 9,953 cents are 995,300 units, so the golden price needs a grid of one unit.
    let hash = TradeLogHash()
    world.trade(0, buyer: 4, seller: 0, quantity: 300, price: 9_953)
    try world.ticks(hash, 7)
    var expected = TradeRecordHash()
    expected.combine(tick: 7, symbol: 0, price: 995_300, quantity: 300, buyer: 5, seller: 1)
    #expect(hash.value == expected.value)
  }

  @Test func tradesGoInBySymbolAndInExecutionOrder() throws {
    let world = try HandMadeWorld()
    let hash = TradeLogHash()
    var expected = TradeRecordHash()
    world.trade(2, buyer: 1, seller: 2, quantity: 3, price: 50)
    (world.tape.first[0], world.tape.count[0]) = (2, 2)
    for row in 2..<4 { world.tape.tradePrice[row] = 60 }
    for (row, quantity) in [(2, Int32(7)), (3, 8)] {
      (world.tape.buyer[row], world.tape.seller[row], world.tape.quantity[row]) = (4, 5, quantity)
    }
    for tick in [UInt64(0), 1] {
      try world.ticks(hash, UInt32(tick))
      expected.combine(tick: tick, symbol: 0, price: 6_000, quantity: 7, buyer: 5, seller: 6)
      expected.combine(tick: tick, symbol: 0, price: 6_000, quantity: 8, buyer: 5, seller: 6)
      expected.combine(tick: tick, symbol: 2, price: 5_000, quantity: 3, buyer: 2, seller: 3)
    }
    #expect(hash.value == expected.value)
  }

  @Test func withoutTradesItStaysAtTheBasis() throws {
    let hash = TradeLogHash()
    try HandMadeWorld().ticks(hash)
    #expect(hash.value == 0xcbf2_9ce4_8422_2325)
  }
}
