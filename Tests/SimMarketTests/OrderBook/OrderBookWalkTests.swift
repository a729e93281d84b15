import SimTypes
import Testing

@testable import SimMarket

struct OrderBookWalkTests {
  private func withBook(_ body: (borrowing OrderBook) -> Void) {
    let orders = RestingOrders(count: 100)
    var book = OrderBook(orders: orders.view, capacity: 100)
    let prices: [(Side, Int32)] = [(.buy, 97), (.buy, 99), (.sell, 103), (.sell, 101), (.buy, 99), (.sell, 101)]
    for (slot, (side, price)) in prices.enumerated() {
      let order = IncomingOrder(
        side: side, price: price, quantity: Int32(slot + 1), owner: 1, lifetime: .goodTillCancelled)
      _ = book.submit(order, slot: slot)
    }
    body(book)
  }

  @Test func pricesComeBestFirstAndStopWhenTold() {
    var seen: [OrderBook.Level] = []
    var prices: [Int32] = []
    withBook { book in
      book.forEachLevel(.buy) { level, _ in
        seen.append(level)
        return true
      }
      book.forEachLevel(.sell) { level, _ in
        prices.append(level.price)
        return false
      }
    }
    #expect(
      seen == [OrderBook.Level(price: 99, quantity: 7, orders: 2), OrderBook.Level(price: 97, quantity: 1, orders: 1)])
    #expect(prices == [101])
  }

  @Test func ordersOfAPriceFollowEachOther() {
    var slots: [[Int]] = []
    withBook { book in
      book.forEachLevel(.sell) { _, first in
        var queue: [Int] = []
        var next: Int? = first
        while let slot = next {
          queue.append(slot)
          next = book.slot(behind: slot)
        }
        slots.append(queue)
        return true
      }
    }
    #expect(slots == [[3, 5], [2]])
  }
}
