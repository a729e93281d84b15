import SimMarket
import SimRandom
import SimTestSupport
import Testing

struct QuotesTests {
  private typealias Order = NaiveCallAuction.Order

  /// Limit orders that were not filled, a price at a time, best first.
  private func naive(_ orders: [Order], _ fills: [Int64]) -> Quotes {
    func side(isBuy: Bool) -> (Int32, Int64) {
      let left = zip(orders, fills).filter { $0.0.isBuy == isBuy && !$0.0.isMarket && Int64($0.0.quantity) > $0.1 }
      let prices = Set(left.map(\.0.price)).sorted(by: isBuy ? (>) : (<)).prefix(Quotes.levelsMax)
      let depth = left.filter { prices.contains($0.0.price) }.reduce(0) { $0 + Int64($1.0.quantity) - $1.1 }
      return (prices.first ?? 0, depth)
    }
    var quotes = Quotes()
    (quotes.bid, quotes.bidDepth) = side(isBuy: true)
    (quotes.ask, quotes.askDepth) = side(isBuy: false)
    return quotes
  }

  /// From one price for all to prices so far apart that hardly two orders share one.
  @Test(arguments: [UInt32(0), 3, 20, 300, 900, 5_000, 1_000_000])
  func areWhatTheAuctionLeft(spread: UInt32) {
    var stream = RowStream(StreamKey(seed: 17, purpose: .spawn), row: spread, tick: 0)
    let table = AuctionTable(capacity: 64)
    for round in 0..<400 {
      let gap = Int32(stream.bounded(3)) * Int32(spread) / 2  // sometimes the sides do not cross
      let orders = (0..<Int(stream.bounded(64)) + 1).map { index -> Order in
        let isBuy = stream.bounded(2) == 0
        let price = 2_000_000 + Int32(stream.bounded(spread + 1)) + (isBuy ? -gap : gap)
        return Order(
          isBuy: isBuy, price: stream.bounded(12) == 0 ? (isBuy ? .max : .min) : price,
          quantity: Int32(stream.bounded(50)) + 1, agent: Int32(index))
      }
      let found = table.run(orders, reference: 2_000_000, tick: UInt32(round))
      #expect(found.outcome.quotes == naive(orders, found.fills), "round \(round)")
    }
  }
}
