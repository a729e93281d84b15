import SimMarket
import SimRandom
import SimTestSupport
import SimTypes
import Testing

struct ContinuousTradingTests {
  typealias Message = MarketBench.Message

  /// Every trade, fill, place in the queue and price of the tick, over thousands of ticks of orders of every kind: from
  /// one price, where everything trades, to a range where most rests.
  @Test(arguments: [1, 2, 5, 12, 60] as [Int32])
  func agreesWithTheNaiveMarket(width: Int32) {
    var stream = RowStream(StreamKey(seed: 31, purpose: .spawn), row: UInt32(width), tick: 0)
    let bench = MarketBench(.continuous)
    var seen = (trades: 0, partial: 0, own: 0, killed: 0)
    for tick in 0..<800 {
      let messages = bench.randomMessages(&stream, prices: 100...100 + width, fillOrKill: true)
      let before = bench.naive.last
      let expected = bench.naive.tradeContinuously(messages) { bench.draw($0, tick: UInt32(tick)) }
      let found = bench.trade(messages)
      #expect(found.trades == expected.trades, "tick \(tick)")
      #expect(bench.queue(.buy) == bench.naive.book.bids, "tick \(tick)")
      #expect(bench.queue(.sell) == bench.naive.book.asks, "tick \(tick)")
      for (index, message) in messages.enumerated() where !message.kind.isCancel {
        #expect(found.filled[index] == expected.filled[index], "tick \(tick), message \(index)")
        if message.kind == .fillOrKill && found.filled[index] == 0 { seen.killed += 1 }
        if found.filled[index] > 0 && found.filled[index] < message.quantity { seen.partial += 1 }
      }
      seen.own += found.events.count { $0.contains(.selfTrade) }
      seen.trades += found.trades.count

      let prices = found.trades.map(\.price)
      #expect(found.outcome.volume == found.trades.reduce(0) { $0 + Int64($1.quantity) })
      #expect(found.outcome.open == prices.first ?? before && found.outcome.last == prices.last ?? before)
      #expect(found.outcome.high == prices.max() ?? before && found.outcome.low == prices.min() ?? before)
      #expect(found.trades.allSatisfy { $0.buyer != $0.seller })
      if let spread = bench.spread { #expect(spread >= 1, "tick \(tick)") }
    }
    #expect(seen.trades > 500 && seen.partial > 50 && seen.own > 5 && seen.killed > 5)
  }

  /// Shares of every order that was filled: on arrival and while it rested they add up to the trades' of its owner.
  @Test func fillsAddUpToTrades() {
    var stream = RowStream(StreamKey(seed: 32, purpose: .spawn), row: 0, tick: 0)
    let bench = MarketBench(.continuous)
    for tick in 0..<400 {
      let messages = bench.randomMessages(&stream, prices: 100...104, fillOrKill: true)
      let found = bench.trade(messages)
      for agent in 0..<6 {
        var fills = (0..<3).reduce(0) { $0 + Int(found.slotFilled[3 * agent + $1]) }
        for (message, filled) in zip(messages, found.filled) where message.agent == agent { fills += Int(filled) }
        let trades = found.trades.filter { $0.buyer == agent || $0.seller == agent }
        #expect(fills == trades.reduce(0) { $0 + Int($1.quantity) }, "tick \(tick), agent \(agent)")
      }
    }
  }

  /// Two agents who want the same share: each is the first about half of the time, whatever their rows.
  @Test func whoComesFirstIsDrawnAnewInEveryTick() {
    let bench = MarketBench(.continuous)
    var firsts = 0
    for _ in 0..<1_000 {
      bench.trade([Message(agent: 5, side: .sell, price: 100, quantity: 1, kind: .resting(slot: 0))])
      let found = bench.trade([
        Message(agent: 1, side: .buy, price: 100, quantity: 1, kind: .thisTick),
        Message(agent: 4, side: .buy, price: 100, quantity: 1, kind: .thisTick),
      ])
      #expect(found.outcome.volume == 1)
      firsts += Int(found.filled[0])
    }
    #expect((420...580).contains(firsts))
  }

  /// A sale sent before a bid meets the market before it, although bids stand first in the boxes.
  @Test func anAgentsOwnOrdersKeepTheirSequence() {
    for sellsFirst in [true, false] {
      let bench = MarketBench(.continuous)
      let sale = Message(agent: 0, side: .sell, price: 100, quantity: 5, kind: .resting(slot: sellsFirst ? 0 : 1))
      let bid = Message(agent: 0, side: .buy, price: 100, quantity: 3, kind: .resting(slot: sellsFirst ? 1 : 0))
      bench.trade(sellsFirst ? [sale, bid] : [bid, sale])
      // The smaller of the two that meet goes: the bid on arrival, or while it rests.
      #expect(bench.queue(.sell).map(\.quantity) == [5] && bench.queue(.buy).isEmpty)
      let equal = Message(agent: 1, side: .buy, price: 90, quantity: 5, kind: .resting(slot: sellsFirst ? 1 : 0))
      let opposite = Message(agent: 1, side: .sell, price: 90, quantity: 5, kind: .resting(slot: sellsFirst ? 0 : 1))
      bench.trade(sellsFirst ? [opposite, equal] : [equal, opposite])
      // Of equal ones, the one that rests goes: what came second stays.
      #expect(bench.queue(.buy).map(\.price) == (sellsFirst ? [90] : []))
    }
  }

  @Test func theReferenceIsTheMiddleOfTheBookOnArrival() {
    let bench = MarketBench(.continuous, last: 97)
    bench.trade([Message(agent: 0, side: .sell, price: 101, quantity: 2, kind: .resting(slot: 0))])
    // One side alone has no middle: the last price stands in.
    let first = bench.trade([Message(agent: 1, side: .buy, price: 101, quantity: 1, kind: .thisTick)])
    #expect(first.trades.map(\.reference) == [194])
    bench.trade([Message(agent: 2, side: .buy, price: 98, quantity: 1, kind: .resting(slot: 0))])
    let second = bench.trade([Message(agent: 1, side: .buy, price: 101, quantity: 1, kind: .thisTick)])
    #expect(second.trades.map(\.reference) == [199])
  }
}
