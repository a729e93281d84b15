import SimMarket
import SimTypes
import Testing

struct CandleBankTests {
  @Test func aCandleCoversItsTicksAndClosesAtTheEndOfTheLast() {
    let bank = CandleBank(timeframes: [4], initialTicks: [100])
    let prices: [Int32] = [101, 99, 105, 102]
    for (tick, price) in prices.enumerated() {
      #expect(bank.view.closes(0, at: UInt32(tick)) == (tick == 3))
      bank.view.update(symbol: 0, tick: UInt32(tick), open: price, low: price, high: price, last: price, volume: 10)
    }
    let candle = bank.view.lastClosed(0, symbol: 0)
    #expect(candle == Candle(open: 101, high: 105, low: 99, close: 102, volume: 40, startTick: 0))
    #expect(bank.view.unfinished(0, symbol: 0).startTick == 4)
  }

  @Test func aSymbolThatDidNotTradeGetsAFlatCandleAtItsLastPrice() {
    let bank = CandleBank(timeframes: [2], initialTicks: [100])
    for tick in 0..<2 {
      bank.view.update(symbol: 0, tick: UInt32(tick), open: 103, low: 103, high: 103, last: 103, volume: 5)
    }
    for tick in 2..<4 {
      bank.view.update(symbol: 0, tick: UInt32(tick), open: 103, low: 103, high: 103, last: 103, volume: 0)
    }
    #expect(
      bank.view.lastClosed(0, symbol: 0) == Candle(open: 103, high: 103, low: 103, close: 103, volume: 0, startTick: 2))
  }

  @Test func everyTimeframeAndSymbolHasItsOwn() {
    let bank = CandleBank(timeframes: [1, 3], initialTicks: [10, 20])
    for tick in 0..<3 {
      for symbol in 0..<2 {
        let price = Int32(10 * (symbol + 1) + tick)
        bank.view.update(
          symbol: symbol, tick: UInt32(tick), open: price, low: price, high: price, last: price, volume: 1)
      }
    }
    #expect(bank.view.lastClosed(0, symbol: 1).open == 22)
    #expect(
      bank.view.lastClosed(1, symbol: 1) == Candle(open: 20, high: 22, low: 20, close: 22, volume: 3, startTick: 0))
    #expect(bank.view.lastClosed(1, symbol: 0).close == 12)
  }
}
