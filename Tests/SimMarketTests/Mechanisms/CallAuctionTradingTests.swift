import SimMarket
import SimRandom
import SimTestSupport
import SimTypes
import Testing

/// The call auction as a mechanism: orders that rest take part in every auction until they are filled.
struct CallAuctionTradingTests {
  typealias Message = MarketBench.Message

  static let margins: [String] = ["random_time", "arrival", "pro_rata"]

  /// Price, demand, supply, and the book that is left, over thousands of ticks of orders of every kind.
  @Test(arguments: [1, 3, 12, 60] as [Int32], margins)
  func agreesWithTheNaiveMarket(width: Int32, margin: String) {
    var stream = RowStream(StreamKey(seed: 41, purpose: .spawn), row: UInt32(width), tick: 0)
    let bench = MarketBench(.call)
    var (volume, restingFills) = (Int64(0), 0)
    for tick in 0..<250 {
      let messages = bench.randomMessages(&stream, prices: 100...100 + width, fillOrKill: false)
      let before = bench.naive.last
      let (rule, naive): (MarginRule, NaiveCallAuction.Margin) =
        switch margin {
        case "arrival": (.arrival, .arrival)
        case "pro_rata": (.proRata, .proRata)
        default: (.randomTime(bench.arrival), .priority { bench.draw(Int($0.agent), tick: UInt32(tick)) })
        }
      let expected = bench.naive.auction(messages, naive)
      let found = bench.trade(messages, margin: rule)
      #expect(found.outcome.last == expected?.price ?? before, "tick \(tick)")
      #expect(found.outcome.demand == expected?.demand ?? 0, "tick \(tick)")
      #expect(found.outcome.supply == expected?.supply ?? 0, "tick \(tick)")
      // Shares that meet their own owner's alone are cancelled after the auction.
      #expect(found.outcome.volume <= expected?.volume ?? 0, "tick \(tick)")
      #expect(bench.queue(.buy) == bench.naive.book.bids, "tick \(tick)")
      #expect(bench.queue(.sell) == bench.naive.book.asks, "tick \(tick)")
      #expect(bench.spread ?? 1 >= 1, "tick \(tick)")
      #expect(found.trades.allSatisfy { $0.buyer != $0.seller && $0.price == found.outcome.last })
      #expect(found.trades.reduce(0) { $0 + Int64($1.quantity) } == found.outcome.volume)
      for agent in 0..<6 {
        var fills = (0..<3).reduce(0) { $0 + Int(found.slotFilled[3 * agent + $1]) }
        for (message, filled) in zip(messages, found.filled) where message.agent == agent { fills += Int(filled) }
        let trades = found.trades.filter { $0.buyer == agent || $0.seller == agent }
        #expect(fills == trades.reduce(0) { $0 + Int($1.quantity) }, "tick \(tick), agent \(agent)")
      }
      volume += found.outcome.volume
      restingFills += found.slotFilled.count { $0 > 0 }
    }
    #expect(volume > 500 && restingFills > 50)
  }

  @Test func whatIsLeftRestsAndTakesPartInTheNextAuction() {
    let bench = MarketBench(.call)
    let first = bench.trade([
      Message(agent: 0, side: .buy, price: 101, quantity: 10, kind: .resting(slot: 0)),
      Message(agent: 1, side: .sell, price: 100, quantity: 4, kind: .thisTick),
    ])
    #expect(first.outcome.volume == 4 && first.filled == [4, 4] && first.events[0] == .rested)
    #expect(bench.queue(.buy) == [.init(slot: 0, price: 101, quantity: 6, owner: 0)])
    let second = bench.trade([Message(agent: 1, side: .sell, price: 99, quantity: 9, kind: .thisTick)])
    #expect(second.outcome.volume == 6 && second.slotFilled[0] == 6 && second.events[0] == .filled)
    #expect((second.outcome.demand, second.outcome.supply) == (6, 9))
    #expect(bench.isEmpty)
  }

  @Test func whoeverMeetsOnlyHimselfIsTold() {
    let bench = MarketBench(.call)
    bench.trade([Message(agent: 0, side: .buy, price: 101, quantity: 5, kind: .resting(slot: 0))])
    let found = bench.trade([Message(agent: 0, side: .sell, price: 100, quantity: 3, kind: .thisTick)])
    #expect(found.outcome.volume == 0 && found.trades.isEmpty && found.slotFilled[0] == 0)
    #expect(found.events[0] == .selfTrade)
    #expect(bench.queue(.buy) == [.init(slot: 0, price: 101, quantity: 2, owner: 0)])
  }

  /// The resting order was first at its price.
  @Test func atTheMarginWhatRestsWasThereEarlier() {
    let bench = MarketBench(.call)
    bench.trade([Message(agent: 5, side: .buy, price: 100, quantity: 3, kind: .resting(slot: 0))])
    let found = bench.trade(
      [
        Message(agent: 0, side: .buy, price: 100, quantity: 3, kind: .thisTick),
        Message(agent: 1, side: .sell, price: 100, quantity: 3, kind: .thisTick),
      ], margin: .arrival)
    #expect(found.slotFilled[15] == 3 && found.filled == [0, 3])
  }

  /// A tick that sends nothing special to an empty book takes the short way: the outcome is the same.
  @Test func thePlainWayIsTheSameAuction() {
    var stream = RowStream(StreamKey(seed: 42, purpose: .spawn), row: 0, tick: 0)
    for _ in 0..<300 {
      let orders = (0..<6).map {
        Message(
          agent: $0, side: stream.bounded(2) == 0 ? .buy : .sell, price: 100 + Int32(stream.bounded(4)),
          quantity: Int32(stream.bounded(9)) + 1, kind: .thisTick)
      }
      let plain = MarketBench(.call).trade(orders)
      // A cancel of nothing asks for the long way.
      let long = MarketBench(.call).trade(
        [Message(agent: 0, side: .buy, price: 1, quantity: 1, kind: .cancel(slot: 0))] + orders)
      #expect(plain.outcome == long.outcome && plain.trades == long.trades)
      #expect(plain.filled == Array(long.filled.dropFirst()))
    }
  }
}
