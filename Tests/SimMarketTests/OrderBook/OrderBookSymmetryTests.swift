import SimTestSupport
import SimTypes
import Testing

@testable import SimMarket

/// What must not matter to a book: a flow is recorded, changed throughout in the same way, and played to a second book,
/// which has to answer with the same change.
struct OrderBookSymmetryTests {
  static let flows = [
    BookFlow(name: "three prices", prices: 100...102, slots: 16, owners: 3),
    BookFlow(name: "21 prices", prices: 90...110, slots: 64, owners: 6, restingPercent: 80),
    BookFlow(name: "2^30 prices", prices: 1...(1 << 30), slots: 300, owners: 30, restingPercent: 90, sweep: 50),
  ]

  /// One way to change a flow.
  struct Change: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var swapsSides = false
    var price: @Sendable (Int32) -> Int32 = { $0 }
    var owner: @Sendable (Int32) -> Int32 = { $0 }
    var slot: @Sendable (_ slot: Int, _ count: Int) -> Int = { slot, _ in slot }

    func limit(_ price: Int32) -> Int32 {
      switch price {
      case OrderBoxes.marketBuy: swapsSides ? OrderBoxes.marketSell : price
      case OrderBoxes.marketSell: swapsSides ? OrderBoxes.marketBuy : price
      default: self.price(price)
      }
    }

    func changed(_ operation: CheckedBook.Operation, slots: Int) -> CheckedBook.Operation {
      switch operation {
      case .submit(let order, let slot):
        let side: Side = (order.side == .buy) != swapsSides ? .buy : .sell
        let other = IncomingOrder(
          side: side, price: limit(order.price), quantity: order.quantity, owner: owner(order.owner),
          lifetime: order.lifetime)
        return .submit(other, slot: self.slot(slot, slots))
      case .cancel(let slot): return .cancel(slot: self.slot(slot, slots))
      case .shrink(let slot, let quantity): return .shrink(slot: self.slot(slot, slots), to: quantity)
      case .replace(let slot, let price, let quantity):
        return .replace(slot: self.slot(slot, slots), price: limit(price), quantity: quantity)
      }
    }
  }

  static let changes = [
    Change(testDescription: "sides and prices mirrored", swapsSides: true, price: { (1 << 30) + 1 - $0 }),
    Change(testDescription: "owners renamed", owner: { ($0 ^ 21) &* -7 &+ 3 }),
    Change(testDescription: "prices moved", price: { $0 + 1_000_000 }),
    Change(testDescription: "slots renamed", slot: { slot, count in count - 1 - slot }),
  ]

  @Test(arguments: flows, changes) func aChangedFlowGivesTheChangedResult(_ flow: BookFlow, _ change: Change) throws {
    let (book, other) = (CheckedBook(slots: flow.slots), CheckedBook(slots: flow.slots))
    var random = TestGenerator(seed: 77)
    for step in 0..<TestEffort.operations(1_000, long: 50_000) {
      let operation = flow.next(step, book, &random)
      let result = try book.apply(operation)
      let image = try other.apply(change.changed(operation, slots: flow.slots))
      if let result {
        let image = try #require(image)
        #expect(image.filled == result.filled && image.rested == result.rested && image.ended == result.ended)
        #expect(image.reason == result.reason && image.levelsCrossed == result.levelsCrossed)
        let trades = book.trades.map {
          NaiveOrderBook.Trade(
            slot: change.slot($0.slot, flow.slots), price: change.price($0.price), quantity: $0.quantity)
        }
        #expect(other.trades == trades)
        #expect(image.value == trades.reduce(0) { $0 + Int64($1.price) * Int64($1.quantity) })
        #expect(other.cancelledSlots == book.cancelledSlots.map { change.slot($0, flow.slots) })
      }
      if step % 37 == 0 {
        for side in Side.allCases {
          let imageSide: Side = (side == .buy) != change.swapsSides ? .buy : .sell
          let slots = book.book.slotsByPriority(side).map { change.slot($0, flow.slots) }
          #expect(other.book.slotsByPriority(imageSide) == slots)
        }
      }
    }
    #expect(book.traded > 0)
  }
}
