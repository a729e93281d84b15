import SimRandom
import SimTestSupport
import Testing

@testable import SimMarket

typealias Order = NaiveCallAuction.Order

struct CallAuctionTests {
  /// Eight limit orders around 100.00 dollars, in cents: the book of the specification's worked example.
  static let workedExample = [
    Order(isBuy: true, price: 10_100, quantity: 100, agent: 1),
    Order(isBuy: true, price: 10_050, quantity: 200, agent: 2),
    Order(isBuy: true, price: 10_000, quantity: 150, agent: 3),
    Order(isBuy: true, price: 9_950, quantity: 300, agent: 4),
    Order(isBuy: false, price: 9_900, quantity: 100, agent: 5),
    Order(isBuy: false, price: 9_980, quantity: 200, agent: 6),
    Order(isBuy: false, price: 10_020, quantity: 250, agent: 7),
    Order(isBuy: false, price: 10_080, quantity: 100, agent: 8),
  ]

  @Test func theWorkedExampleClearsAtOneHundred() {
    let table = AuctionTable(capacity: 8)
    let (outcome, fills, trades) = table.run(Self.workedExample, reference: 10_000)
    #expect(outcome.price == 10_000 && outcome.volume == 300 && outcome.tradeCount == trades.count)
    #expect(outcome.demand == 450 && outcome.supply == 300)
    #expect(outcome.quotes.bid == 10_000 && outcome.quotes.bidDepth == 450)
    #expect(outcome.quotes.ask == 10_020 && outcome.quotes.askDepth == 350)
    #expect(fills == [100, 200, 0, 0, 100, 200, 0, 0])
    #expect(trades == [.init(buyer: 1, seller: 5, quantity: 100), .init(buyer: 2, seller: 6, quantity: 200)])
  }

  @Test func oneSideAloneDoesNotTrade() {
    let table = AuctionTable(capacity: 8)
    let bids = Self.workedExample.filter(\.isBuy)
    let (outcome, fills, _) = table.run(bids, reference: 10_000)
    #expect(outcome.price == 10_000 && outcome.volume == 0 && outcome.tradeCount == 0)
    #expect(outcome.demand == 0 && outcome.supply == 0)
    #expect(outcome.quotes.bid == 10_100 && outcome.quotes.bidDepth == 750 && outcome.quotes.ask == 0)
    #expect(fills.allSatisfy { $0 == 0 })
  }

  @Test func pricesThatDoNotMeetDoNotTrade() {
    let table = AuctionTable(capacity: 2)
    let (outcome, _, _) = table.run(
      [
        Order(isBuy: true, price: 99, quantity: 5, agent: 1), Order(isBuy: false, price: 100, quantity: 5, agent: 2),
      ], reference: 100)
    #expect(outcome.volume == 0)
  }

  @Test func marketOrdersOnBothSidesTradeAtTheReference() {
    let table = AuctionTable(capacity: 2)
    let (outcome, fills, _) = table.run(
      [
        Order(isBuy: true, price: .max, quantity: 7, agent: 1), Order(isBuy: false, price: .min, quantity: 5, agent: 2),
      ], reference: 12_345)
    #expect(outcome.price == 12_345)
    #expect(fills == [5, 5])
  }

  @Test func pressureOfDemandTakesTheHighestPrice() {
    // 10 wanted at 105, 5 offered at 100: any price from 100 to 105 trades 5 with 5 too many wanted.
    let table = AuctionTable(capacity: 2)
    let (outcome, _, _) = table.run(
      [
        Order(isBuy: true, price: 105, quantity: 10, agent: 1), Order(isBuy: false, price: 100, quantity: 5, agent: 2),
      ], reference: 101)
    #expect(outcome.price == 105)
  }

  @Test func nobodyTradesWithHimselfWhileSomebodyElseIsThere() {
    // Agent 1 is first in line on both sides.
    let table = AuctionTable(capacity: 4)
    let (outcome, fills, trades) = table.run(
      [
        Order(isBuy: true, price: 100, quantity: 5, agent: 1), Order(isBuy: true, price: 100, quantity: 5, agent: 2),
        Order(isBuy: false, price: 100, quantity: 5, agent: 1), Order(isBuy: false, price: 100, quantity: 5, agent: 3),
      ], reference: 100)
    #expect(outcome.volume == 10)
    #expect(fills == [5, 5, 5, 5])
    #expect(trades == [.init(buyer: 1, seller: 3, quantity: 5), .init(buyer: 2, seller: 1, quantity: 5)])
  }

  @Test func anAgentAloneWithHimselfIsCancelled() {
    let table = AuctionTable(capacity: 3)
    let (outcome, fills, trades) = table.run(
      [
        Order(isBuy: true, price: 100, quantity: 8, agent: 1), Order(isBuy: false, price: 100, quantity: 5, agent: 1),
        Order(isBuy: false, price: 100, quantity: 3, agent: 2),
      ], reference: 100)
    #expect(outcome.volume == 3)
    #expect(fills == [3, 0, 3])
    #expect(trades == [.init(buyer: 1, seller: 2, quantity: 3)])
  }

  /// Price ranges from one tick, where all orders tie, to one where hardly any two orders share a price.
  @Test(arguments: [0, 1, 3, 20, 400, 1_023, 5_000, 1_000_000] as [UInt32])
  func agreesWithTheNaiveAuctionOnRandomOrders(spread: UInt32) {
    var stream = RowStream(StreamKey(seed: 11, purpose: .spawn), row: spread, tick: 0)
    let table = AuctionTable(capacity: 64)
    for round in 0..<600 {
      let count = Int(stream.bounded(64)) + 1
      let centre = 2_000_000 + Int32(stream.bounded(1_000))
      let orders = (0..<count).map { index -> Order in
        let isBuy = stream.bounded(2) == 0
        let isMarket = stream.bounded(12) == 0
        let price = centre + Int32(stream.bounded(spread + 1)) - Int32(spread / 2)
        // Agents of their own: who trades with whom is not what this test is about.
        return Order(
          isBuy: isBuy, price: isMarket ? (isBuy ? .max : .min) : price, quantity: Int32(stream.bounded(50)) + 1,
          agent: Int32(index))
      }
      let reference = centre + Int32(stream.bounded(2 * spread + 2)) - Int32(spread)
      let tick = UInt32(round)
      let expected = NaiveCallAuction.run(orders, reference: reference) { table.draw($0, tick: tick) }
      let found = table.run(orders, reference: reference, tick: tick)
      guard let expected else {
        #expect(found.outcome.volume == 0 && found.fills.allSatisfy { $0 == 0 }, "round \(round)")
        continue
      }
      #expect(found.outcome.price == expected.price, "round \(round)")
      #expect(found.outcome.volume == expected.volume, "round \(round)")
      #expect(found.outcome.demand == expected.demand && found.outcome.supply == expected.supply, "round \(round)")
      #expect(found.fills == expected.fills, "round \(round)")
    }
  }

  /// Few agents with orders on both sides: trades must add up to fills, and nobody may meet himself.
  @Test func tradesAddUpToFillsAndNeverJoinAnAgentWithHimself() {
    var stream = RowStream(StreamKey(seed: 12, purpose: .spawn), row: 0, tick: 0)
    let table = AuctionTable(capacity: 40)
    for round in 0..<5_000 {
      let agents = stream.bounded(4) + 1
      let orders = (0..<Int(stream.bounded(40)) + 1).map { _ in
        Order(
          isBuy: stream.bounded(2) == 0, price: 100 + Int32(stream.bounded(5)), quantity: Int32(stream.bounded(9)) + 1,
          agent: Int32(stream.bounded(agents)))
      }
      let (outcome, fills, trades) = table.run(orders, reference: 102, tick: UInt32(round))
      #expect(trades.allSatisfy { $0.buyer != $0.seller && $0.quantity > 0 })
      #expect(trades.reduce(0) { $0 + Int64($1.quantity) } == outcome.volume)
      for agent in 0..<Int32(agents) {
        let bought = zip(orders, fills).filter { $0.0.isBuy && $0.0.agent == agent }.reduce(0) { $0 + $1.1 }
        let sold = zip(orders, fills).filter { !$0.0.isBuy && $0.0.agent == agent }.reduce(0) { $0 + $1.1 }
        #expect(trades.filter { $0.buyer == agent }.reduce(0) { $0 + Int64($1.quantity) } == bought)
        #expect(trades.filter { $0.seller == agent }.reduce(0) { $0 + Int64($1.quantity) } == sold)
      }
      for (order, fill) in zip(orders, fills) where fill > 0 {
        #expect(order.isBuy ? order.price >= outcome.price : order.price <= outcome.price, "a limit was passed")
        #expect(fill <= Int64(order.quantity))
      }
    }
  }

  /// Renumbering agents moves only who is served first at the margin: price, volume and each price's total stay.
  @Test func permutingAgentsChangesOnlyTheTie() {
    var stream = RowStream(StreamKey(seed: 13, purpose: .spawn), row: 0, tick: 0)
    let table = AuctionTable(capacity: 30)
    for round in 0..<500 {
      let orders = (0..<30).map { index in
        Order(
          isBuy: stream.bounded(2) == 0, price: 100 + Int32(stream.bounded(4)), quantity: Int32(stream.bounded(9)) + 1,
          agent: Int32(index))
      }
      let renumbered = orders.map { order in
        Order(isBuy: order.isBuy, price: order.price, quantity: order.quantity, agent: (order.agent * 7 + 3) % 31)
      }
      let a = table.run(orders, reference: 102, tick: UInt32(round))
      let b = table.run(renumbered, reference: 102, tick: UInt32(round))
      #expect(a.outcome.price == b.outcome.price && a.outcome.volume == b.outcome.volume)
      for isBuy in [true, false] {
        for price in Int32(100)..<104 {
          func total(_ fills: [Int64]) -> Int64 {
            zip(orders, fills).filter { $0.0.isBuy == isBuy && $0.0.price == price }.reduce(0) { $0 + $1.1 }
          }
          #expect(total(a.fills) == total(b.fills))
        }
      }
    }
  }
}
