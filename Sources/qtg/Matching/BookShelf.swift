import SimMarket
import SimTypes

/// An ``OrderBook`` for each symbol of an order file, all over one table of resting orders, with room for whatever comes.
///
/// Books and table have room for a fixed number of orders. One that is full is put up anew, larger, and its orders rest
/// again in order of priority. A book is never crossed, so none of them trades. Memory follows the orders that rest at
/// one time.
struct BookShelf: ~Copyable {
  private var table = RestingOrders(count: slotsMin)
  private var books: [Place] = []  // row = symbol

  private static let slotsMin = 1_024
  private static let ordersMin = 16  // of a book

  /// One symbol's book.
  final class Place {
    var book: OrderBook
    fileprivate var capacity: Int
    /// Orders that rest. Whoever takes one out, or lets one trade to its end, counts it off.
    var count = 0

    fileprivate init(_ orders: RestingOrderView, capacity: Int) {
      book = OrderBook(orders: orders, capacity: capacity)
      self.capacity = capacity
    }
  }

  /// The rows of all resting orders.
  var orders: RestingOrderView { table.view }

  subscript(symbol: Int32) -> Place { books[Int(symbol)] }

  /// Shares of all orders that rest.
  var shares: Int128 {
    books.reduce(0) { sum, place in
      sum + Int128(place.book.depth(.buy, levelsMax: .max)) + Int128(place.book.depth(.sell, levelsMax: .max))
    }
  }

  /// The symbol's book, with room for one more order, which may rest in `slot`.
  @inline(__always) mutating func withRoom(for symbol: Int32, slot: Int) -> Place {
    if slot >= table.view.count { growTable(slotsMin: slot + 1) }
    while books.count <= Int(symbol) { books.append(Place(table.view, capacity: Self.ordersMin)) }
    let place = books[Int(symbol)]
    if place.count == place.capacity { putUp(place, capacity: place.capacity * 3 / 2, restingOrders(of: place)) }
    return place
  }

  // MARK: - Hints, see `OrderBook.expect`

  /// A new order may come to rest at this price.
  func expect(_ row: OrderRow, _ notice: OrderBook.Notice) {
    guard Int(row.symbol) < books.count else { return }
    let order = IncomingOrder(
      side: row.side, price: row.price, quantity: row.quantity, owner: row.agent, lifetime: row.lifetime)
    books[Int(row.symbol)].book.expect(order, slot: 0, notice)
  }

  /// The order in `slot` may be cancelled.
  func expectCancel(_ symbol: Int32, slot: Int, _ notice: OrderBook.Notice) {
    guard Int(symbol) < books.count, slot < table.view.count else { return }
    Self.expectCancel(&books[Int(symbol)].book, slot, notice)
  }

  /// By reference: a borrowed book of a class is copied first.
  private static func expectCancel(_ book: inout OrderBook, _ slot: Int, _ notice: OrderBook.Notice) {
    book.expectCancel(slot: slot, notice)
  }

  // MARK: - Growing

  private struct Resting {
    let slot: Int
    let order: IncomingOrder
  }

  /// A book's orders, each side in order of priority.
  private func restingOrders(of place: Place) -> [Resting] {
    let rows = table.view
    return Side.allCases.flatMap { side in
      place.book.slotsByPriority(side).map { slot in
        Resting(
          slot: slot,
          order: IncomingOrder(
            side: side, price: rows.price[slot], quantity: rows.quantity[slot], owner: rows.owner[slot],
            lifetime: .goodTillCancelled))
      }
    }
  }

  private mutating func growTable(slotsMin: Int) {
    let resting = books.map { restingOrders(of: $0) }
    table = RestingOrders(count: max(slotsMin, 2 * table.view.count))
    for (place, orders) in zip(books, resting) { putUp(place, capacity: place.capacity, orders) }
  }

  /// Puts up a new book of these orders.
  private func putUp(_ place: Place, capacity: Int, _ resting: [Resting]) {
    place.book = OrderBook(orders: table.view, capacity: 1)  // the old one goes before its successor comes
    place.book = OrderBook(orders: table.view, capacity: capacity)
    place.capacity = capacity
    for order in resting { table.view.quantity[order.slot] = 0 }  // free, until it rests again
    for order in resting {
      let result = place.book.submit(order.order, slot: order.slot)
      precondition(result.rested == order.order.quantity, "orders that rested rest again")
    }
  }
}
