import SimColumns
import SimTypes
import Testing

@testable import SimMarket

struct OrderWriterEightTests {
  /// Behind one order and in front of another, eight at once are eight one after the other.
  @Test func eightAtOnceAreEight() {
    let boxes = OrderBoxes(capacities: [10, 10], symbolCount: 20)
    for chunk in 0..<2 {
      var writer = OrderWriter(boxes.view, chunk: chunk)
      let first = SIMD8<Int32>(0, 1, 2, 3, 4, 5, 6, 7)
      writer.append(agent: 70, key: BoxKey(raw: 3), price: 5, quantity: 6, kind: .fillOrKill)
      if chunk == 0 {
        writer.append(agents: first &+ 10, keys: first &+ 20, prices: first &+ 30, quantities: first &+ 40)
      } else {
        for one in Int32(0)..<8 {
          writer.append(agent: Int(10 + one), key: BoxKey(raw: 20 + one), price: 30 + one, quantity: 40 + one)
        }
      }
      writer.append(agent: 71, key: BoxKey(raw: 4), price: 7, quantity: 8)
      writer.close()
    }
    let view = boxes.view
    let (a, b) = (view.positions(ofChunk: 0), view.positions(ofChunk: 1))
    #expect(a.count == 10 && b.count == 10)
    for column in [view.agent, view.key, view.price, view.quantity] {
      #expect(a.map { column[$0] } == b.map { column[$0] })
    }
    #expect(a.map { view.kind[$0] } == b.map { view.kind[$0] })
    #expect(view.kind[a.lowerBound] == .fillOrKill && view.kind[a.lowerBound + 8] == .thisTick)
  }
}
