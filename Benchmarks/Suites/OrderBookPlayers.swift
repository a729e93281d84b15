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
  private final class Owner {
    var book: OrderBook

    init(orders: RestingOrderView, capacity: Int) { book = OrderBook(orders: orders, capacity: capacity) }
  }

  private let orders: RestingOrders
  private let owners: [Owner]
  private var tally = Tally()

  init(symbols: Int, slots: Int, capacity: Int) {
    orders = RestingOrders(count: slots)
    let view = orders.view
    owners = (0..<symbols).map { _ in Owner(orders: view, capacity: capacity) }
  }

  convenience init(_ requests: OrderBookRequests) {
    self.init(symbols: requests.flow.symbols, slots: requests.slots, capacity: requests.bookCapacity)
  }

  func open(_ requests: OrderBookRequests) {
    for request in requests.opening { apply(request) }
    tally = Tally()
  }

  func run(_ requests: OrderBookRequests) {
    let list = requests.requests
    var tally = self.tally
    if owners.count == 1 {
      Self.play(list, on: &owners[0].book, &tally)
    } else {
      let owners = self.owners
      for request in list { Self.play(request, on: &owners[Int(request.symbol)].book, &tally) }
    }
    self.tally = tally
  }

  /// Calls `record` with the nanoseconds of each request, the clock's own among them. For one symbol.
  func time(_ requests: OrderBookRequests, clock: () -> UInt64, record: (OrderBookFlow.Request.Kind, UInt64) -> Void) {
    var tally = self.tally
    let list = requests.requests
    Self.play(list, on: &owners[0].book, &tally, clock: clock, record: record)
    self.tally = tally
  }

  func apply(_ request: OrderBookFlow.Request) {
    Self.play(request, on: &owners[Int(request.symbol)].book, &tally)
  }

  var answer: UInt64 {
    tally.answer(
      owners.prefix(Tally.symbolsMax).flatMap { owner in
        Side.allCases.flatMap { owner.book.snapshot($0, levelsMax: Tally.levelsMax) }
      })
  }

  var trades: Int { tally.trades }

  // MARK: - For drawing requests

  struct Quotes {
    var bestBid, bestAsk: Int32?
  }

  func view(_ symbol: Int) -> Quotes {
    Quotes(bestBid: owners[symbol].book.bestBid, bestAsk: owners[symbol].book.bestAsk)
  }

  func rests(_ slot: Int32) -> Bool { orders.view.quantity[Int(slot)] > 0 }

  func order(_ slot: Int32) -> IncomingOrder {
    let (view, row) = (orders.view, Int(slot))
    return IncomingOrder(
      side: .buy, price: view.price[row], quantity: view.quantity[row], owner: view.owner[row],
      lifetime: .goodTillCancelled)
  }

  /// Resting orders that the last request filled or cancelled.
  func endedSlots(_ symbol: Int) -> [Int32] {
    let (trades, cancels) = (owners[symbol].book.log.tradeCount, owners[symbol].book.log.cancelledCount)
    let (slot, cancelled) = (owners[symbol].book.log.slot, owners[symbol].book.log.cancelledSlot)
    return (0..<trades).map { slot[$0] }.filter { !rests($0) } + (0..<cancels).map { cancelled[$0] }
  }

  // MARK: - A request

  private static func play(_ list: [OrderBookFlow.Request], on book: inout OrderBook, _ tally: inout Tally) {
    for request in list { play(request, on: &book, &tally) }
  }

  private static func play(
    _ list: [OrderBookFlow.Request], on book: inout OrderBook, _ tally: inout Tally, clock: () -> UInt64,
    record: (OrderBookFlow.Request.Kind, UInt64) -> Void
  ) {
    for request in list {
      let start = clock()
      play(request, on: &book, &tally)
      record(request.kind, clock() - start)
    }
  }

  @inline(__always)
  private static func play(_ request: OrderBookFlow.Request, on book: inout OrderBook, _ tally: inout Tally) {
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
