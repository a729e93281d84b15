import SimMarket

/// Requests to a continuous order book, one after the other on one core.
///
/// Every round has requests that no round had before; the books keep what rests from round to round, and between rounds
/// are topped up to the same number of orders. Cancels and replaces name orders that rest, any of them with equal
/// chance, which is hard on caches: traders cancel what is new. Drawing them empties the caches; with many books a round
/// is longer, so that finding its books again is not most of what is measured. Half of the aggressive orders are limit orders, the
/// others market, immediate-or-cancel and fill-or-kill. After each round trades, shares and every single result must
/// agree with the baseline's, and so must the ten best prices of a side with their shares and orders.
extension BenchmarkSuite {
  static let orderBook = BenchmarkSuite("OrderBook", "requests to continuous order books, by kind of flow") { bench in
    for flow in OrderBookFlow.all {
      let count = bench.choose(full: flow.symbols > 1 ? 1 << 18 : 1 << 14, toy: 512)
      let requests = OrderBookRequests(flow, count: count, seed: bench.options.seed)
      let sorted = SortedBooks(requests)
      let books = OrderBooks(requests)
      try bench.measure(
        Workload(size: flow.symbols, unit: flow.symbols == 1 ? "book" : "books", setting: flow.name, items: count),
        [
          Variant(
            "sorted arrays and dictionaries",
            prepare: {
              requests.draw($0)
              sorted.open(requests)
            }, run: { _ in sorted.run(requests) }, answer: { _ in sorted.answer }),
          Variant(
            "OrderBook",
            prepare: {
              requests.draw($0)
              books.open(requests)
            }, run: { _ in books.run(requests) }, answer: { _ in books.answer }),
        ])
      bench.note("\(NumberText.fixed(100 * Double(books.trades) / Double(count), 0)) trades per 100 requests")
    }
  }
}

extension OrderBookFlow {
  /// What the suite measures.
  static let all: [OrderBookFlow] = [
    OrderBookFlow(
      name: "limit orders over 21 ticks", adds: 100, cancels: 0, aggressive: 0, aggressiveMax: 0, width: 21, resting: 0,
      isUniform: true),
    shallow("adds, cancels, aggressive 55/35/10", 55, 35, 10, aggressiveMax: 200),
    shallow("45/45/10", 45, 45, 10, aggressiveMax: 10),
    shallow("40/30/30", 40, 30, 30, aggressiveMax: 33),
    replacing,
    deep,
    OrderBookFlow(
      name: "55/35/10, prices over 200,000 ticks", adds: 55, cancels: 35, aggressive: 10, aggressiveMax: 200,
      width: 100_000, resting: 5_000),
    many(50, resting: 1_000, isBySymbol: false),
    many(50, resting: 1_000, isBySymbol: true),
    many(1_000, resting: 200, isBySymbol: false),
    many(1_000, resting: 200, isBySymbol: true),
  ]

  private static func many(_ symbols: Int, resting: Int, isBySymbol: Bool) -> OrderBookFlow {
    OrderBookFlow(
      name: "55/35/10, " + (isBySymbol ? "symbol by symbol" : "symbols at random"), adds: 55, cancels: 35,
      aggressive: 10, aggressiveMax: 200, width: 32, resting: resting, symbols: symbols, isBySymbol: isBySymbol)
  }

  static let replacing = OrderBookFlow(
    name: "adds, cancels, replaces, aggressive 30/20/40/10", adds: 30, cancels: 20, aggressive: 10, replaces: 40,
    aggressiveMax: 100, width: 32, resting: 1_000)

  static let deep = OrderBookFlow(
    name: "55/35/10, thousands of levels", adds: 55, cancels: 35, aggressive: 10, aggressiveMax: 200, width: 4_000,
    resting: 20_000)

  private static func shallow(
    _ name: String, _ adds: Int, _ cancels: Int, _ aggressive: Int, aggressiveMax: Int
  ) -> OrderBookFlow {
    OrderBookFlow(
      name: name, adds: adds, cancels: cancels, aggressive: aggressive, aggressiveMax: aggressiveMax, width: 32,
      resting: 1_000)
  }
}
