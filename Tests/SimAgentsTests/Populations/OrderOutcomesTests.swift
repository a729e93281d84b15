import SimAgents
import SimMarket
import SimTypes
import Testing

struct OrderOutcomesTests {
  @Test func everyOrderIsToldItsEnd() {
    let boxes = OrderBoxes(
      [OrderBoxes.Chunk(capacity: 6, symbols: 0..<2, agents: 0..<3, slotsPerAgent: 1)], symbolCount: 2)
    var writer = OrderWriter(boxes.view, chunk: 0)
    let (buy, sell) = (BoxKey(symbol: 1, side: .buy), BoxKey(symbol: 1, side: .sell))
    writer.append(agent: 0, key: buy, price: 10, quantity: 5)
    writer.append(agent: 0, key: sell, price: 11, quantity: 5)
    writer.place(slot: 0, agent: 1, key: buy, price: 12, quantity: 5)
    writer.append(agent: 1, key: buy, price: 13, quantity: 5)
    writer.cancel(slot: 0, agent: 2, symbol: 1)
    writer.close()
    for (position, filled) in [5, 2, 3, 4, 0].enumerated() { boxes.view.filled[position] = Int32(filled) }
    boxes.view.quantity[3] = 0  // refused; what stands in `filled` is from an earlier tick

    var told: [OrderOutcomes.Outcome] = []
    OrderOutcomes(boxes.view, chunk: 0).forEach { told.append($0) }
    #expect(told.map(\.ending) == [.filled, .expired, .rests, .refused, .cancelRequested])
    #expect(told.map(\.filled) == [5, 2, 3, 0, 0])
    #expect(told.map(\.agent) == [0, 0, 1, 1, 2])
    #expect(told.allSatisfy { $0.symbol == 1 })
    #expect(told[1].side == .sell && told[1].price == 11 && told[1].quantity == 5)
  }
}
