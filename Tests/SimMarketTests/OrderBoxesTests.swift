import SimMarket
import SimRandom
import SimTypes
import Testing

struct OrderBoxesTests {
  /// Orders of several chunks, some refused, arrive at the markets by symbol and side, in the order they were written.
  @Test(arguments: [1, 2, 5])
  func theCountingSortIsStableAndLosesNothing(chunks: Int) {
    var stream = RowStream(StreamKey(seed: 3, purpose: .spawn), row: UInt32(chunks), tick: 0)
    for _ in 0..<50 {
      let symbols = Int32(stream.bounded(4)) + 1
      let boxes = OrderBoxes(capacities: [Int](repeating: 20, count: chunks), symbolCount: Int(symbols))
      let view = boxes.view
      var expected = [[Int32]](repeating: [], count: Int(symbols) * 2)
      for chunk in 0..<chunks {
        var writer = OrderWriter(view, chunk: chunk)
        let count = Int(stream.bounded(21))
        for _ in 0..<count {
          let key = BoxKey(raw: Int32(stream.bounded(UInt32(symbols) * 2)))
          let isRefused = stream.bounded(5) == 0
          writer.append(agent: 0, key: key, price: 1, quantity: isRefused ? 0 : 1)
        }
        writer.close()
        let counts = view.emptyKeyCounts(ofChunk: chunk)
        for position in view.positions(ofChunk: chunk) where view.quantity[position] != 0 {
          counts[Int(view.key[position])] += 1
          expected[Int(view.key[position])].append(Int32(position))
        }
      }
      view.assignPlaces()
      for chunk in 0..<chunks { view.sortOrders(ofChunk: chunk) }
      #expect(view.acceptedCount == expected.reduce(0) { $0 + $1.count })
      for (raw, positions) in expected.enumerated() {
        let places = view.places(BoxKey(raw: Int32(raw)))
        #expect(places.map { view.sortedPosition[$0] } == positions)
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
