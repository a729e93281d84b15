import SimColumns
import SimMarket
import SimTypes

/// What the requests of a round came to.
private struct Tally {
  var trades = 0
  var filled: Int64 = 0
  var hash: UInt64 = 0

  @inline(__always) mutating func add(_ filled: Int32, _ rested: Int32, trades: Int) {
    self.trades &+= trades
    self.filled &+= Int64(filled)
    hash = (hash ^ UInt64(UInt32(bitPattern: filled &+ rested &<< 16))) &* 0x9E37_79B9_7F4A_7C15
  }

  /// With what rests at the best prices.
  func answer(_ levels: [OrderBook.Level]) -> UInt64 {
    var hasher = StateHasher()
    hasher.combine(UInt64(trades))
    hasher.combine(filled)
    hasher.combine(hash)
    for level in levels {
      hasher.combine(Int64(level.price))
      hasher.combine(level.quantity)
      hasher.combine(Int64(level.orders))
    }
    return hasher.value
  }

  static let levelsMax = 10
  static let symbolsMax = 8
}

/// `OrderBook`s that share ``RestingOrders``, one for each symbol.
final class OrderBooks {
  private let orders: RestingOrders
  private let shelf: any Shelf
  private var tally = Tally()

  /// - Parameter symbols: 1, 50 or 1,000.
  init(symbols: Int, slots: Int, capacity: Int) {
    orders = RestingOrders(count: slots)
    shelf =
      switch symbols {
      case 1: ShelfOf<1>(orders: orders.view, capacity: capacity)
      case 50: ShelfOf<50>(orders: orders.view, capacity: capacity)
      case 1_000: ShelfOf<1_000>(orders: orders.view, capacity: capacity)
      default: preconditionFailure("there is a shelf for 1, 50 and 1,000 books")
      }
  }

  convenience init(_ requests: OrderBookRequests) {
    self.init(symbols: requests.flow.symbols, slots: requests.slots, capacity: requests.bookCapacity)
  }

  func open(_ requests: OrderBookRequests) {
    shelf.play(requests.opening, &tally)
    tally = Tally()
  }

  func run(_ requests: OrderBookRequests) { shelf.play(requests.requests, &tally) }

  /// Calls `record` with the nanoseconds of each request, the clock's own among them.
  func time(
    _ requests: OrderBookRequests, clock: () -> UInt64, record: (OrderBookFlow.Request.Kind, UInt64) -> Void
  ) {
    shelf.time(requests.requests, &tally, clock: clock, record: record)
  }

  func apply(_ request: OrderBookFlow.Request) { shelf.play([request], &tally) }

  var answer: UInt64 {
    tally.answer((0..<min(shelf.count, Tally.symbolsMax)).flatMap { shelf.levels($0) })
  }

  var trades: Int { tally.trades }

  // MARK: - For drawing requests

  /// The best price of the other side.
  func touch(_ symbol: Int, against side: Side) -> Int32? { shelf.touch(symbol, against: side) }

  func rests(_ slot: Int32) -> Bool { orders.view.quantity[Int(slot)] > 0 }

  func order(_ slot: Int32) -> IncomingOrder {
    let (view, row) = (orders.view, Int(slot))
    return IncomingOrder(
      side: .buy, price: view.price[row], quantity: view.quantity[row], owner: view.owner[row],
      lifetime: .goodTillCancelled)
  }

  /// Resting orders that the last request filled or cancelled.
  func endedSlots(_ symbol: Int) -> [Int32] { shelf.touchedSlots(symbol).filter { !rests($0) } }
}

/// Where books stand side by side.
private protocol Shelf: AnyObject {
  var count: Int { get }
  func play(_ requests: [OrderBookFlow.Request], _ tally: inout Tally)
  func time(
    _ requests: [OrderBookFlow.Request], _ tally: inout Tally, clock: () -> UInt64,
    record: (OrderBookFlow.Request.Kind, UInt64) -> Void)
  func levels(_ symbol: Int) -> [OrderBook.Level]
  func touch(_ symbol: Int, against side: Side) -> Int32?
  func touchedSlots(_ symbol: Int) -> [Int32]
}

private final class ShelfOf<let size: Int>: Shelf {
  private var books: InlineArray<size, OrderBook>

  init(orders: RestingOrderView, capacity: Int) {
    books = InlineArray { _ in OrderBook(orders: orders, capacity: capacity) }
  }

  var count: Int { size }

  func play(_ requests: [OrderBookFlow.Request], _ tally: inout Tally) {
    Self.play(requests, &books, &tally)
  }

  func time(
    _ requests: [OrderBookFlow.Request], _ tally: inout Tally, clock: () -> UInt64,
    record: (OrderBookFlow.Request.Kind, UInt64) -> Void
  ) {
    for request in requests {
      let start = clock()
      Self.play(request, &books[Int(request.symbol)], &tally)
      record(request.kind, clock() - start)
    }
  }

  func levels(_ symbol: Int) -> [OrderBook.Level] {
    Side.allCases.flatMap { books[symbol].snapshot($0, levelsMax: Tally.levelsMax) }
  }

  func touch(_ symbol: Int, against side: Side) -> Int32? {
    side == .buy ? books[symbol].bestAsk : books[symbol].bestBid
  }

  func touchedSlots(_ symbol: Int) -> [Int32] {
    let (trades, cancels) = (books[symbol].log.tradeCount, books[symbol].log.cancelledCount)
    let (slot, cancelled) = (books[symbol].log.slot, books[symbol].log.cancelledSlot)
    return (0..<trades).map { slot[$0] } + (0..<cancels).map { cancelled[$0] }
  }

  /// All books as one argument, so that their exclusive use is checked once and not for every request.
  private static func play(
    _ requests: [OrderBookFlow.Request], _ books: inout InlineArray<size, OrderBook>, _ tally: inout Tally
  ) {
    var sum = tally
    for request in requests { play(request, &books[Int(request.symbol)], &sum) }
    tally = sum
  }

  @inline(__always)
  private static func play(_ request: OrderBookFlow.Request, _ book: inout OrderBook, _ tally: inout Tally) {
    switch request.kind {
    case .add, .aggressive:
      let result = book.submit(request.order, slot: Int(request.slot))
      tally.add(result.filled, result.rested, trades: book.log.tradeCount)
    case .cancel:
      tally.add(0, book.cancel(slot: Int(request.slot)), trades: 0)
    case .replace:
      guard
        let result = book.replace(
          slot: Int(request.slot), price: request.order.price, quantity: request.order.quantity)
      else { return }
      tally.add(result.filled, result.rested, trades: book.log.tradeCount)
    }
  }
}

/// The baseline's books.
final class SortedBooks {
  private var books: [SortedBook]
  private var tally = Tally()

  init(_ requests: OrderBookRequests) {
    books = Array(repeating: SortedBook(), count: requests.flow.symbols)
  }

  func open(_ requests: OrderBookRequests) {
    for request in requests.opening { apply(request) }
    tally = Tally()
  }

  func run(_ requests: OrderBookRequests) {
    for request in requests.requests { apply(request) }
  }

  var answer: UInt64 {
    tally.answer(
      books.prefix(Tally.symbolsMax).flatMap { book in
        Side.allCases.flatMap { book.levels($0, levelsMax: Tally.levelsMax) }
      })
  }

  private func apply(_ request: OrderBookFlow.Request) {
    let symbol = Int(request.symbol)
    switch request.kind {
    case .add, .aggressive:
      let result = books[symbol].submit(request.order, id: request.slot)
      tally.add(result.filled, result.rested, trades: books[symbol].trades.count)
    case .cancel:
      tally.add(0, books[symbol].cancel(id: request.slot), trades: 0)
    case .replace:
      let (price, quantity) = (request.order.price, request.order.quantity)
      let result = books[symbol].replace(id: request.slot, price: price, quantity: quantity)
      tally.add(result.filled, result.rested, trades: books[symbol].trades.count)
    }
  }
}
