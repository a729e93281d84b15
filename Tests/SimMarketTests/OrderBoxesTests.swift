import SimMarket
import SimRandom
import SimTypes
import Testing

struct OrderBoxesTests {
  /// Orders of several chunks, some refused, arrive at the markets by symbol and side, in the order they were written.
  /// Chunks trade overlapping runs of the symbols.
  @Test(arguments: [1, 2, 5])
  func theSortIsStableAndLosesNothing(chunks: Int) {
    var stream = RowStream(StreamKey(seed: 3, purpose: .spawn), row: UInt32(chunks), tick: 0)
    for _ in 0..<50 {
      let symbols = Int(stream.bounded(4)) + 1
      let plans = (0..<chunks).map { _ -> OrderBoxes.Chunk in
        let first = Int(stream.bounded(UInt32(symbols)))
        let count = Int(stream.bounded(UInt32(symbols - first))) + 1
        return OrderBoxes.Chunk(capacity: 20, symbols: first..<first + count)
      }
      let boxes = OrderBoxes(plans, symbolCount: symbols)
      var orders = MarketOrders(capacity: 20 * chunks)
      let view = boxes.view
      var expected = [[Int32]](repeating: [], count: symbols * 2)
      // Twice, so that nothing of the first tick is left in the second.
      for _ in 0..<2 {
        expected = expected.map { _ in [] }
        for (chunk, plan) in plans.enumerated() {
          var writer = OrderWriter(view, chunk: chunk)
          for _ in 0..<Int(stream.bounded(21)) {
            let key = BoxKey(
              raw: Int32(2 * plan.symbols.lowerBound) + Int32(stream.bounded(UInt32(2 * plan.symbols.count))))
            let isRefused = stream.bounded(5) == 0
            writer.append(
              agent: 0, key: key, price: Int32(stream.bounded(9)) + 1,
              quantity: isRefused ? 0 : Int32(stream.bounded(9)) + 1)
          }
          writer.close()
          let (counts, firstKey) = view.emptyRuns(ofChunk: chunk)
          var accepted = 0
          for position in view.positions(ofChunk: chunk) where view.quantity[position] != 0 {
            counts[Int(view.key[position] - firstKey)] += 1
            expected[Int(view.key[position])].append(Int32(position))
            accepted += 1
          }
          view.sortOrders(ofChunk: chunk)
          #expect(Int(view.accepted[chunk]) == accepted)
        }
      }
      for symbol in 0..<symbols {
        orders.collect(view, symbol: symbol)
        #expect(orders.bids.map { orders.position[$0] } == expected[2 * symbol])
        #expect(orders.asks.map { orders.position[$0] } == expected[2 * symbol + 1])
        #expect(
          (Array(orders.bids) + Array(orders.asks)).allSatisfy {
            orders.price[$0] == view.price[Int(orders.position[$0])]
              && orders.quantity[$0] == view.quantity[Int(orders.position[$0])]
          })
        #expect(orders.demand == orders.bids.reduce(0) { $0 + Int64(orders.quantity[$1]) })
        #expect(orders.supply == orders.asks.reduce(0) { $0 + Int64(orders.quantity[$1]) })
        #expect(orders.bestBid == (orders.bids.map { orders.price[$0] }.max() ?? .min))
        #expect(orders.bestAsk == (orders.asks.map { orders.price[$0] }.min() ?? .max))
      }
    }
  }

  @Test func anAppendThatIsNotKeptLeavesNoTrace() {
    let boxes = OrderBoxes(capacities: [2, 2], symbolCount: 1)
    var writer = OrderWriter(boxes.view, chunk: 0)
    let key = BoxKey(symbol: 0, side: .buy)
    writer.append(agent: 1, key: key, price: 10, quantity: 5, if: 1)
    writer.append(agent: 2, key: key, price: 10, quantity: 5, if: 0)
    writer.append(agent: 3, key: key, price: 10, quantity: 5, if: 1)
    writer.append(agent: 4, key: key, price: 10, quantity: 5, if: 0)
    writer.close()
    #expect(boxes.view.positions(ofChunk: 0).map { boxes.view.agent[$0] } == [1, 3])
  }

  @Test func aChunkThatSendsTooMuchTraps() async {
    await #expect(processExitsWith: .failure) {
      let boxes = OrderBoxes(capacities: [1, 1], symbolCount: 1)
      var writer = OrderWriter(boxes.view, chunk: 0)
      let key = BoxKey(symbol: 0, side: .buy)
      writer.append(agent: 1, key: key, price: 10, quantity: 5)
      writer.append(agent: 1, key: key, price: 10, quantity: 5)
      writer.close()
    }
  }
}
