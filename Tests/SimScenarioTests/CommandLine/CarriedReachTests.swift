import SimMarket
import SimTestSupport
import SimTypes
import Testing

@testable import qtg

/// What an auction is told of a book: as little as it can be, and enough.
struct CarriedReachTests {
  private struct Found {
    var slots: [Int] = []
    var tails: [AuctionEntry] = []
  }

  /// The resting orders, by slot, that take part besides `fresh`.
  private func find(_ resting: [AuctionEntry], _ fresh: [AuctionEntry]) -> Found {
    var shelf = BookShelf()
    for (slot, order) in resting.enumerated() {
      let place = shelf.withRoom(for: 0, slot: slot)
      let result = place.book.submit(
        IncomingOrder(
          side: order.side, price: order.price, quantity: order.quantity, owner: order.agent,
          lifetime: .goodTillCancelled), slot: slot)
      precondition(result.rested == order.quantity, "the book does not cross")
      place.count += 1
    }
    var reach = CarriedReach()
    var found = Found()
    for side in Side.allCases {
      reach.find(side, of: shelf.withRoom(for: 0, slot: 0), for: fresh) { found.slots.append($0) }
    }
    found.tails = reach.tails
    return found
  }

  private func order(_ side: Side, _ price: Int32, _ quantity: Int32) -> AuctionEntry {
    AuctionEntry(slot: 0, agent: 1, price: price, quantity: quantity, side: side)
  }

  private let asks: [(price: Int32, quantity: Int32)] = [
    (100, 5), (100, 5), (100, 5), (101, 7), (103, 2), (104, 9),
  ]

  private struct Market {
    var bought: Int32
    var slots: [Int]  // brought in
    var tails: [[Int32]]  // what counts without an order: price, shares
  }

  private static let markets = [
    Market(bought: 1, slots: [0], tails: [[100, 10], [101, 1]]),
    Market(bought: 5, slots: [0], tails: [[100, 10], [101, 1]]),
    Market(bought: 6, slots: [0, 1], tails: [[100, 5], [101, 1]]),
    Market(bought: 15, slots: [0, 1, 2], tails: [[101, 1]]),
    Market(bought: 16, slots: [0, 1, 2, 3], tails: [[103, 1]]),
    Market(bought: 30, slots: [0, 1, 2, 3, 4, 5], tails: []),
    Market(bought: 500, slots: [0, 1, 2, 3, 4, 5], tails: []),
  ]

  @Test(arguments: markets) private func aMarketOrder(_ market: Market) {
    let resting = asks.map { order(.sell, $0.price, $0.quantity) }
    let found = find(resting, [order(.buy, OrderBoxes.marketBuy, market.bought)])
    #expect(found.slots == market.slots)
    #expect(found.tails.map { [$0.price, $0.quantity] } == market.tails)
    // Bids are the mirror image.
    let mirrored = find(
      asks.map { order(.buy, 200 - $0.price, $0.quantity) }, [order(.sell, OrderBoxes.marketSell, market.bought)])
    #expect(mirrored.slots == market.slots)
    #expect(mirrored.tails.map { [200 - $0.price, $0.quantity] } == market.tails)
  }

  @Test func aLimitReachesNoFurther() {
    let resting = asks.map { order(.sell, $0.price, $0.quantity) }
    let found = find(resting, [order(.buy, 101, 500)])
    #expect(found.slots == [0, 1, 2, 3] && found.tails.isEmpty)
    #expect(find(resting, [order(.buy, 99, 500)]).slots.isEmpty)
    #expect(find(resting, [order(.sell, 99, 500)]).slots.isEmpty)
  }

  /// New sellers at better prices take what is wanted, those at the same price come later.
  @Test func newOrdersOfTheSameSideCount() {
    let resting = asks.map { order(.sell, $0.price, $0.quantity) }
    let better = find(resting, [order(.buy, 110, 12), order(.sell, 99, 8)])
    #expect(better.slots == [0] && better.tails.map(\.quantity) == [10, 1])
    let equal = find(resting, [order(.buy, 110, 12), order(.sell, 100, 8)])
    #expect(equal.slots == [0, 1, 2] && equal.tails.map(\.price) == [101])
    let enough = find(resting, [order(.buy, 110, 12), order(.sell, 1, 500)])
    #expect(enough.slots.isEmpty && enough.tails.map { [$0.price, $0.quantity] } == [[100, 15], [101, 1]])
  }

  @Test func moreSharesThanAnOrderHolds() {
    let resting = [Int32](repeating: .max, count: 3).map { order(.sell, 100, $0) }
    let found = find(resting, [order(.buy, 100, 1)])
    #expect(found.slots == [0])
    #expect(found.tails.map { Int64($0.quantity) }.reduce(0, +) == 2 * Int64(Int32.max))
  }

  /// Price, volume, demand, supply and every fill are those of the whole book, and no more than one order a side was
  /// brought in that stays.
  @Test(arguments: UInt64(1)...20) func theAuctionIsThatOfTheWholeBook(seed: UInt64) {
    var random = TestGenerator(seed: seed)
    var traded = 0
    for _ in 0..<60 {
      let width = Int32.random(in: 0...12, using: &random)
      let resting = (0..<Int.random(in: 0...40, using: &random)).map { _ -> AuctionEntry in
        let side = Bool.random(using: &random) ? Side.buy : .sell
        let away = 1 + Int32.random(in: 0...width, using: &random)
        return order(side, side == .buy ? 100 - away : 100 + away, Int32.random(in: 1...20, using: &random))
      }
      let fresh = (0..<Int.random(in: 1...8, using: &random)).map { _ -> AuctionEntry in
        let side = Bool.random(using: &random) ? Side.buy : .sell
        let isMarket = Int.random(in: 0..<4, using: &random) == 0
        let price = Int32.random(in: (90 - width)...(110 + width), using: &random)
        let extreme = side == .buy ? OrderBoxes.marketBuy : OrderBoxes.marketSell
        return order(side, isMarket ? extreme : price, Int32.random(in: 1...60, using: &random))
      }
      let reference = Int32.random(in: 85...115, using: &random)
      func run(_ orders: [AuctionEntry]) -> NaiveCallAuction.Result? {
        NaiveCallAuction.run(
          orders.map {
            NaiveCallAuction.Order(isBuy: $0.side == .buy, price: $0.price, quantity: $0.quantity, agent: 0)
          }, reference: reference, margin: .arrival)
      }
      let found = find(resting, fresh)
      let slots = found.slots.sorted()
      let whole = run(resting + fresh)
      let part = run(slots.map { resting[$0] } + found.tails + fresh)
      guard let whole, let part else {
        #expect(whole == nil && part == nil)
        continue
      }
      traded += 1
      #expect(part.price == whole.price && part.volume == whole.volume)
      #expect(part.demand == whole.demand && part.supply == whole.supply)
      var fills = [Int64](repeating: 0, count: resting.count)
      for (place, slot) in slots.enumerated() { fills[slot] = part.fills[place] }
      #expect(fills + part.fills.suffix(fresh.count) == whole.fills)
      #expect(part.fills[slots.count..<slots.count + found.tails.count].allSatisfy { $0 == 0 })
      for side in Side.allCases {
        let staying = slots.enumerated().count { place, slot in
          resting[slot].side == side && part.fills[place] < Int64(resting[slot].quantity)
        }
        #expect(staying <= 1, "seed \(seed)")
      }
    }
    #expect(traded > 20)
  }
}
