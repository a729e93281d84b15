import SimRandom
import SimTestSupport
import SimTypes
import Testing

@testable import SimMarket

struct LimitCurvesTests {
  /// Orders of a symbol, collected through the boxes.
  private func collect(_ orders: [Order]) -> MarketOrders {
    let boxes = OrderBoxes(capacities: [orders.count], symbolCount: 1)
    var writer = OrderWriter(boxes.view, chunk: 0)
    for order in orders {
      writer.append(
        agent: Int(order.agent), key: BoxKey(symbol: 0, side: order.isBuy ? .buy : .sell), price: order.price,
        quantity: order.quantity)
    }
    writer.close()
    let counts = boxes.view.emptyRuns(ofChunk: 0).counts
    for order in orders { counts[order.isBuy ? 0 : 1] += 1 }
    boxes.view.sortOrders(ofChunk: 0)
    var collected = MarketOrders(capacity: orders.count)
    collected.collect(boxes.view, symbol: 0)
    return collected
  }

  /// Sides on both sides of a vector's edges; shares that fit 31 bits together and shares that do not, so that both ways
  /// of adding up are held to the definition; market orders among them.
  @Test(arguments: [0, 1, 7, 8, 9, 17, 40], [50, 40_000_000, 2_000_000_000] as [UInt32])
  func areTheSumsAndTheLimitsOfTheOrders(perSide: Int, largest: UInt32) {
    var stream = RowStream(StreamKey(seed: 31, purpose: .spawn), row: UInt32(perSide), tick: largest)
    var narrow = 0
    for _ in 0..<3 {
      let orders = (0..<2 * perSide).map { index -> Order in
        let isBuy = index < perSide
        let price = 1 + Int32(stream.bounded(60))
        return Order(
          isBuy: isBuy, price: stream.bounded(10) == 0 ? (isBuy ? .max : .min) : price,
          quantity: 1 + Int32(stream.bounded(largest)), agent: Int32(index))
      }
      let (bids, asks) = (orders.filter(\.isBuy), orders.filter { !$0.isBuy })
      let collected = collect(orders)
      let curves = LimitCurves(collected)
      func shares(_ orders: [Order], _ counts: (Int32) -> Bool) -> Int64 {
        orders.reduce(0) { $0 + (counts($1.price) ? Int64($1.quantity) : 0) }
      }
      func excess(_ p: Int32) -> Int64 { shares(bids) { $0 >= p } - shares(asks) { $0 <= p } }
      if curves.isNarrow { narrow += 1 }
      #expect(curves.isNarrow == (shares(orders) { _ in true } <= Int64(Int32.max)))
      for price in stride(from: Int32(0), through: 62, by: 4) {
        let prices = (price, min(price + 1, 62), Int32.max)
        let found = curves.excess(at: prices)
        #expect(found == (excess(prices.0), excess(prices.1), excess(prices.2)))
        for (side, members) in [(curves.bids, bids), (curves.asks, asks)] {
          #expect(curves.above(side, price) == shares(members) { $0 > price })
          let limits = members.filter { !$0.isMarket }.map(\.price)
          #expect(curves.highest(side, below: price) == limits.filter { $0 < price }.max() ?? .min)
          #expect(curves.lowest(side, above: price) == limits.filter { $0 > price }.min() ?? .max)
          let neighbours = curves.neighbours(side, of: price)
          #expect(neighbours.below == limits.filter { $0 < price }.max() ?? .min)
          #expect(neighbours.above == limits.filter { $0 >= price }.min() ?? .max)
          #expect(neighbours.shares == shares(members) { $0 >= price })
        }
      }
      #expect(collected.supply == shares(asks) { _ in true })
    }
    #expect(largest != 50 || narrow == 3)
    #expect(largest != 2_000_000_000 || perSide < 7 || narrow == 0)
  }
}
