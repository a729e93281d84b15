import SimTypes
import Testing

struct IdentifiersTests {
  @Test func agentsAreNumberedFromOneInRowOrder() {
    #expect(AgentID(row: 0).raw == 1)
    #expect(AgentID(raw: 12).row == 11)
    #expect(AgentID(row: 4) < AgentID(row: 5))
    #expect("\(AgentID(row: 41))" == "Agent#42")
    #expect(AgentID.backgroundPool < AgentID(row: 0))
  }

  @Test(arguments: [0, 1, 7, 16_383, (1 << 30) - 1] as [Int32], Side.allCases)
  func aBoxKeyHoldsSymbolAndSide(symbol: Int32, side: Side) {
    let key = BoxKey(symbol: symbol, side: side)
    #expect(key.symbol == Int(symbol))
    #expect(key.side == side)
    #expect(BoxKey(raw: key.raw) == key)
  }

  @Test func boxKeysSortBySymbolThenBuysFirst() {
    let keys = (Int32(0)..<3).flatMap { [BoxKey(symbol: $0, side: .buy), BoxKey(symbol: $0, side: .sell)] }
    #expect(keys.map(\.raw) == [0, 1, 2, 3, 4, 5])
    #expect(keys == keys.sorted())
  }
}
