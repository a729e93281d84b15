import SimRandom
import SimTestSupport
import Testing

@testable import SimMarket

/// Who is filled at the price where a side runs out.
struct CallAuctionMarginTests {
  /// Bids of one price, and one ask that is too small for them.
  private func ration(_ quantities: [Int32], offered: Int32, _ margin: MarginRule) -> [Int64] {
    let table = AuctionTable(capacity: quantities.count + 1)
    let bids = quantities.enumerated().map { Order(isBuy: true, price: 100, quantity: $1, agent: Int32($0)) }
    let ask = Order(isBuy: false, price: 100, quantity: offered, agent: 999)
    let found = table.run(bids + [ask], reference: 100, margin: margin)
    #expect(found.outcome.volume == Int64(offered))
    return Array(found.fills.dropLast())
  }

  @Test func theEarlierOrderIsFilledFirst() {
    #expect(ration([30, 50, 20], offered: 60, .arrival) == [30, 30, 0])
  }

  @Test func everybodyGetsTheSameFraction() {
    #expect(ration([30, 50, 20], offered: 50, .proRata) == [15, 25, 10])
  }

  /// 10 · 7/30 = 2 rest 10, 15 · 7/30 = 3 rest 15, 5 · 7/30 = 1 rest 5: the share left over goes to the second.
  @Test func theLargestRemainderGetsWhatIsLeftOver() {
    #expect(ration([10, 15, 5], offered: 7, .proRata) == [2, 4, 1])
  }

  @Test func equalRemaindersAreServedInTheOrderOfArrival() {
    #expect(ration([1, 1, 1, 1, 1], offered: 3, .proRata) == [1, 1, 1, 0, 0])
  }

  /// Products beyond 64 bits, and remainders beyond 32.
  @Test func theLargestQuantitiesAreSharedExactly() {
    let most = Int32.max
    #expect(ration([most, most, most], offered: most, .proRata) == [715_827_883, 715_827_882, 715_827_882])
  }

  @Test func theDrawChangesFromTickToTick() {
    let table = AuctionTable(capacity: 11)
    let orders =
      (0..<10).map { Order(isBuy: true, price: 100, quantity: 1, agent: Int32($0)) }
      + [Order(isBuy: false, price: 100, quantity: 1, agent: 999)]
    let winners = (0..<200).map { table.run(orders, reference: 100, tick: $0).fills.firstIndex(of: 1) }
    #expect(Set(winners).count == 10)
    #expect(
      (0..<10).allSatisfy { table.run(orders, reference: 100, tick: $0).fills.firstIndex(of: 1) == winners[Int($0)] })
  }

  /// All three rules, from one price where everybody stands at the margin to prices of hardly more than one order.
  @Test(arguments: [0, 2, 12, 2_000] as [UInt32])
  func agreesWithTheNaiveAuctionOnRandomOrders(spread: UInt32) {
    var stream = RowStream(StreamKey(seed: 21, purpose: .spawn), row: spread, tick: 0)
    let table = AuctionTable(capacity: 48)
    var rationed = 0
    for round in 0..<600 {
      let largest: UInt32 = round % 7 == 0 ? 2_000_000_000 : round % 2 == 0 ? 3 : 40
      let orders = (0..<Int(stream.bounded(48)) + 1).map { index in
        Order(
          isBuy: stream.bounded(2) == 0, price: 5_000 + Int32(stream.bounded(spread + 1)),
          quantity: Int32(stream.bounded(largest)) + 1, agent: Int32(index))
      }
      let (reference, tick) = (5_000 + Int32(stream.bounded(spread + 1)), UInt32(round))
      let margins: [(MarginRule, NaiveCallAuction.Margin)] = [
        (.arrival, .arrival), (.proRata, .proRata),
        (.randomTime(table.priority), .priority { table.draw($0, tick: tick) }),
      ]
      for (rule, naive) in margins {
        let expected = NaiveCallAuction.run(orders, reference: reference, margin: naive)
        let found = table.run(orders, reference: reference, tick: tick, margin: rule)
        #expect(found.fills == expected?.fills ?? orders.map { _ in 0 }, "round \(round), \(rule)")
        #expect(found.outcome.price == expected?.price ?? reference, "round \(round), \(rule)")
        #expect(found.outcome.volume == expected?.volume ?? 0, "round \(round), \(rule)")
        if zip(orders, found.fills).contains(where: { $1 > 0 && $1 < Int64($0.quantity) }) { rationed += 1 }
      }
    }
    #expect(rationed > 500)
  }
}
